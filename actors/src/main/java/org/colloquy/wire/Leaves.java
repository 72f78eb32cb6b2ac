package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.log.BinaryEvent;
import org.colloquy.log.InteractionEvent;

/** The types that are written as a whole. */
final class Leaves {

    private static final int FLOAT_BYTES = 4;

    private Leaves() {}

    static Map<Type, Codec<?>> all() {
        Map<Type, Codec<?>> leaves = new HashMap<>();
        Leaf<Integer> integer =
                new Leaf<>(
                        "int", (out, v) -> out.writeVarInt(v, false), in -> in.readVarInt(false));
        Leaf<Long> number =
                new Leaf<>(
                        "long",
                        (out, v) -> out.writeVarLong(v, false),
                        in -> in.readVarLong(false));
        Leaf<Float> single = new Leaf<>("float", Output::writeFloat, Input::readFloat);
        Leaf<Double> real = new Leaf<>("double", Output::writeDouble, Input::readDouble);
        Leaf<Boolean> truth = new Leaf<>("boolean", Output::writeBoolean, Leaves::truth);
        leaves.put(int.class, integer);
        leaves.put(Integer.class, integer);
        leaves.put(long.class, number);
        leaves.put(Long.class, number);
        leaves.put(float.class, single);
        leaves.put(Float.class, single);
        leaves.put(double.class, real);
        leaves.put(Double.class, real);
        leaves.put(boolean.class, truth);
        leaves.put(Boolean.class, truth);
        leaves.put(String.class, Texts.CODEC);
        leaves.put(byte[].class, new Leaf<>("bytes", Leaves::writeBytes, Leaves::bytes));
        leaves.put(int[].class, new Leaf<>("ints", Leaves::writeInts, Leaves::ints));
        leaves.put(float[].class, new Leaf<>("floats", Leaves::writeFloats, Leaves::floats));
        leaves.put(OptionalInt.class, optionalInt());
        leaves.put(OptionalLong.class, optionalLong());
        leaves.put(OptionalDouble.class, optionalDouble());
        leaves.put(TokenTrace.class, new Leaf<>("trace", Leaves::writeTrace, Leaves::trace));
        leaves.put(
                InteractionEvent.class,
                new Leaf<InteractionEvent>(
                        "event{" + BinaryEvent.form() + "}",
                        (out, event) -> BinaryEvent.write(event, out),
                        BinaryEvent::read));
        return leaves;
    }

    /** Kryo takes every number but 1 for false; what nobody writes is not read either. */
    static boolean truth(Input in) {
        byte value = in.readByte();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("the truth value " + value);
        }
        return value == 1;
    }

    private static void writeBytes(Output out, byte[] value) {
        Lengths.write(value.length, out);
        out.writeBytes(value);
    }

    private static byte[] bytes(Input in) {
        return in.readBytes(Lengths.read(in));
    }

    private static void writeInts(Output out, int[] value) {
        Lengths.write(value.length, out);
        for (int each : value) {
            out.writeVarInt(each, false);
        }
    }

    private static int[] ints(Input in) {
        int[] value = new int[Lengths.read(in)];
        for (int i = 0; i < value.length; i++) {
            value[i] = in.readVarInt(false);
        }
        return value;
    }

    private static void writeFloats(Output out, float[] value) {
        Lengths.write(value.length, out);
        for (float each : value) {
            out.writeFloat(each);
        }
    }

    private static float[] floats(Input in) {
        float[] value = new float[Lengths.read(in, FLOAT_BYTES)];
        for (int i = 0; i < value.length; i++) {
            value[i] = in.readFloat();
        }
        return value;
    }

    private static void writeTrace(Output out, TokenTrace value) {
        writeInts(out, value.ids());
        writeFloats(out, value.logProbs());
    }

    private static TokenTrace trace(Input in) {
        int[] ids = ints(in);
        return new TokenTrace(ids, floats(in));
    }

    private static Leaf<OptionalInt> optionalInt() {
        return new Leaf<>(
                "int?",
                (out, value) -> {
                    out.writeBoolean(value.isPresent());
                    value.ifPresent(some -> out.writeVarInt(some, false));
                },
                in -> truth(in) ? OptionalInt.of(in.readVarInt(false)) : OptionalInt.empty());
    }

    private static Leaf<OptionalLong> optionalLong() {
        return new Leaf<>(
                "long?",
                (out, value) -> {
                    out.writeBoolean(value.isPresent());
                    value.ifPresent(some -> out.writeVarLong(some, false));
                },
                in -> truth(in) ? OptionalLong.of(in.readVarLong(false)) : OptionalLong.empty());
    }

    private static Leaf<OptionalDouble> optionalDouble() {
        return new Leaf<>(
                "double?",
                (out, value) -> {
                    out.writeBoolean(value.isPresent());
                    value.ifPresent(out::writeDouble);
                },
                in -> truth(in) ? OptionalDouble.of(in.readDouble()) : OptionalDouble.empty());
    }
}
