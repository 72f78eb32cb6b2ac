package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** A record: its components in order, or one byte if it has none. */
final class RecordCodec<R> implements Codec<R> {

    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);

    private final Class<R> type;
    private final List<String> names = new ArrayList<>();
    private final List<MethodHandle> accessors = new ArrayList<>();
    private final List<Codec<Object>> codecs;
    private final MethodHandle constructor;

    /**
     * @param codecs of the components, in order
     * @throws IllegalArgumentException if the record is not public
     */
    RecordCodec(Class<R> type, List<Codec<Object>> codecs) {
        this.type = type;
        this.codecs = List.copyOf(codecs);
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters = new Class<?>[components.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            for (int i = 0; i < components.length; i++) {
                names.add(components[i].getName());
                accessors.add(lookup.unreflect(components[i].getAccessor()).asType(ACCESSOR));
                parameters[i] = components[i].getType();
            }
            constructor =
                    lookup.unreflectConstructor(type.getDeclaredConstructor(parameters))
                            .asSpreader(Object[].class, components.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " must be public", e);
        }
    }

    @Override
    public void write(R value, Output out) {
        if (codecs.isEmpty()) {
            out.writeByte(0);
        }
        for (int i = 0; i < codecs.size(); i++) {
            codecs.get(i).write(component(value, i), out);
        }
    }

    @Override
    public R read(Input in) {
        if (codecs.isEmpty() && in.readByte() != 0) {
            throw new IllegalArgumentException(type.getSimpleName() + " holds something");
        }
        Object[] values = new Object[codecs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = codecs.get(i).read(in);
        }
        return construct(values);
    }

    @Override
    public String form() {
        StringBuilder form = new StringBuilder(type.getSimpleName()).append('{');
        for (int i = 0; i < codecs.size(); i++) {
            form.append(names.get(i)).append(':').append(codecs.get(i).form()).append(',');
        }
        return form.append('}').toString();
    }

    private Object component(R value, int index) {
        try {
            return (Object) accessors.get(index).invokeExact((Object) value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("reading " + names.get(index), e);
        }
    }

    @SuppressWarnings("unchecked") // the constructor is R's own
    private R construct(Object[] values) {
        try {
            return (R) (Object) constructor.invokeExact(values);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(type.getSimpleName() + ": " + e.getMessage(), e);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("building a " + type.getName(), e);
        }
    }
}
