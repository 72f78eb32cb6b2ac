package org.colloquy.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Carries every {@link WireMessage} between nodes, through Kryo, as Pekko's serializer for them;
 * see {@code conf/wire.conf}.
 *
 * <p>The manifest is the name of the build's {@link WireForm}; bytes of another one are refused. So
 * are bytes beyond {@link #MAX_BYTES}, bytes that end too early or too late, and lengths, numbers
 * and values that cannot be: whatever comes, the answer is a message or a {@link WireException},
 * and no more is allocated than a small multiple of what came.
 */
public final class WireSerializer extends SerializerWithStringManifest {

    /** Longest message, either way; Pekko's own limit of a frame is usually lower. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int IDENTIFIER = 7301;
    private static final int FIRST_BYTES = 1024;

    /** Larger buffers are not kept. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final int KEPT_BENCHES = 32;
    private static final int SHOWN_CHARACTERS = 32;
    private static final byte[] NOTHING = new byte[0];

    private final WireForm form;
    private final Pool<Bench> benches;

    /** What one thread needs at a time. */
    private static final class Bench {
        final Kryo kryo;
        final Input in = new Input(NOTHING);
        Output out = new Output(FIRST_BYTES, MAX_BYTES);

        Bench(Kryo kryo) {
            this.kryo = kryo;
        }
    }

    /** Called by Pekko. */
    public WireSerializer(ExtendedActorSystem system) {
        this(
                new WireForm(
                        WireForm.everything(system.dynamicAccess().classLoader()),
                        new Codecs(
                                new RefCodec(
                                        () -> ActorRefResolver.get(Adapter.toTyped(system))))));
    }

    WireSerializer(WireForm form) {
        this.form = form;
        this.benches =
                new Pool<>(true, false, KEPT_BENCHES) {
                    @Override
                    protected Bench create() {
                        return new Bench(form.kryo());
                    }
                };
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return form.name();
    }

    /**
     * @throws IllegalArgumentException if the message is of no registered class, or too long
     */
    @Override
    public byte[] toBinary(Object message) {
        Bench bench = benches.obtain();
        try {
            bench.out.reset();
            WireForm.write(message, bench.kryo, bench.out);
            return bench.out.toBytes();
        } catch (KryoBufferOverflowException e) {
            throw new IllegalArgumentException(
                    "a %s is longer than %d bytes"
                            .formatted(message.getClass().getSimpleName(), MAX_BYTES),
                    e);
        } finally {
            if (bench.out.getBuffer().length > KEPT_BYTES) {
                bench.out = new Output(FIRST_BYTES, MAX_BYTES);
            }
            benches.free(bench);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws WireException {
        if (!manifest.equals(form.name())) {
            throw new WireException(
                    ("a message of wire format '%s' came, this node has %s:"
                                    + " run the same build of Colloquy on all nodes")
                            .formatted(shortened(manifest), form.name()));
        }
        if (bytes.length > MAX_BYTES) {
            throw new WireException(
                    "a message of %d bytes came; the longest is %d"
                            .formatted(bytes.length, MAX_BYTES));
        }
        Bench bench = benches.obtain();
        try {
            bench.in.setBuffer(bytes);
            Object message = WireForm.read(bench.kryo, bench.in);
            if (bench.in.position() != bytes.length) {
                throw new IllegalArgumentException(
                        (bytes.length - bench.in.position()) + " bytes after its end");
            }
            return message;
        } catch (KryoException | IllegalArgumentException e) {
            throw new WireException(
                    "malformed message of %d bytes: %s".formatted(bytes.length, e.getMessage()), e);
        } finally {
            bench.in.setBuffer(NOTHING);
            benches.free(bench);
        }
    }

    private static String shortened(String manifest) {
        return manifest.length() <= SHOWN_CHARACTERS
                ? manifest
                : manifest.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
