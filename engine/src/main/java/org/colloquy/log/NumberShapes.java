package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Numbers and truth values. */
final class NumberShapes {

    static final Shape<Integer> INT =
            new Shape<>() {
                @Override
                public void write(Integer value, CanonicalJson json) {
                    json.number(value.longValue());
                }

                @Override
                public Integer read(JsonCursor json) {
                    return json.integer();
                }

                @Override
                public void write(Integer value, Output out) {
                    out.writeVarInt(value, false);
                }

                @Override
                public Integer read(Input in) {
                    return in.readVarInt(false);
                }
            };

    static final Shape<Long> LONG =
            new Shape<>() {
                @Override
                public void write(Long value, CanonicalJson json) {
                    json.number(value);
                }

                @Override
                public Long read(JsonCursor json) {
                    return json.longInteger();
                }

                @Override
                public void write(Long value, Output out) {
                    out.writeVarLong(value, false);
                }

                @Override
                public Long read(Input in) {
                    return in.readVarLong(false);
                }
            };

    static final Shape<Double> DOUBLE =
            new Shape<>() {
                @Override
                public void write(Double value, CanonicalJson json) {
                    json.number(value.doubleValue());
                }

                @Override
                public Double read(JsonCursor json) {
                    return json.decimal();
                }

                @Override
                public void write(Double value, Output out) {
                    out.writeDouble(value);
                }

                @Override
                public Double read(Input in) {
                    return in.readDouble();
                }
            };

    static final Shape<Float> FLOAT =
            new Shape<>() {
                @Override
                public void write(Float value, CanonicalJson json) {
                    json.number(value.floatValue());
                }

                @Override
                public Float read(JsonCursor json) {
                    return json.shortDecimal();
                }

                @Override
                public void write(Float value, Output out) {
                    out.writeFloat(value);
                }

                @Override
                public Float read(Input in) {
                    return in.readFloat();
                }
            };

    static final Shape<Boolean> BOOLEAN =
            new Shape<>() {
                @Override
                public void write(Boolean value, CanonicalJson json) {
                    json.ascii(value.toString());
                }

                @Override
                public Boolean read(JsonCursor json) {
                    return json.truth();
                }

                @Override
                public void write(Boolean value, Output out) {
                    out.writeBoolean(value);
                }

                @Override
                public Boolean read(Input in) {
                    return in.readBoolean();
                }
            };

    private NumberShapes() {}
}
