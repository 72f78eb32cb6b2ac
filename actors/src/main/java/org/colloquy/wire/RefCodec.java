package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/** A reference to an actor anywhere, as its address. */
final class RefCodec implements Codec<ActorRef<?>> {

    static final int MAX_CHARACTERS = 1024;

    private final Supplier<ActorRefResolver> resolver;

    /**
     * @param resolver asked for when it is needed: a system has none while it starts
     */
    RefCodec(Supplier<ActorRefResolver> resolver) {
        this.resolver = resolver;
    }

    @Override
    public void write(ActorRef<?> value, Output out) {
        Texts.CODEC.write(resolver.get().toSerializationFormat(value), out);
    }

    @Override
    public ActorRef<?> read(Input in) {
        String address = Texts.CODEC.read(in);
        if (address.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "an actor's address of " + address.length() + " characters");
        }
        return resolver.get().resolveActorRef(address);
    }

    @Override
    public String form() {
        return "ref";
    }
}
