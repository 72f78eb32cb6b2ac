package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * A record: its components in order, each under its name. The name and shape of each are read from
 * the class once.
 */
final class RecordShape<R> implements Shape<R> {

    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);

    private final List<String> names;
    private final List<Shape<Object>> shapes;
    private final List<MethodHandle> accessors;
    private final MethodHandle constructor;

    @SuppressWarnings("unchecked") // a component's shape is found by the component's own type
    RecordShape(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        names = Arrays.stream(components).map(RecordComponent::getName).toList();
        shapes =
                Arrays.stream(components)
                        .map(each -> (Shape<Object>) Shapes.of(each.getGenericType()))
                        .toList();
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle[] handles = new MethodHandle[components.length];
            Class<?>[] parameters = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                handles[i] = lookup.unreflect(components[i].getAccessor()).asType(ACCESSOR);
                parameters[i] = components[i].getType();
            }
            accessors = List.of(handles);
            constructor =
                    lookup.unreflectConstructor(type.getDeclaredConstructor(parameters))
                            .asSpreader(Object[].class, components.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " is not open to the log", e);
        }
    }

    /** The components' names in order. */
    String form() {
        return names.toString();
    }

    @Override
    public void write(R value, CanonicalJson json) {
        json.mark('{');
        writeFields(value, json, false);
        json.mark('}');
    }

    /** The fields without braces; a comma before the first if something stands before. */
    void writeFields(R value, CanonicalJson json, boolean continued) {
        boolean comma = continued;
        for (int i = 0; i < names.size(); i++) {
            if (comma) {
                json.mark(',');
            }
            comma = true;
            json.mark('"');
            json.ascii(names.get(i));
            json.mark('"');
            json.mark(':');
            shapes.get(i).write(component(value, i), json);
        }
    }

    /** One field a line, for files that people read. */
    void writeLines(R value, CanonicalJson json) {
        json.mark('{');
        for (int i = 0; i < names.size(); i++) {
            json.ascii(i == 0 ? "\n  " : ",\n  ");
            json.string(names.get(i));
            json.ascii(": ");
            shapes.get(i).write(component(value, i), json);
        }
        json.ascii("\n}\n");
    }

    @Override
    public R read(JsonCursor json) {
        json.openObject();
        R value = readFields(json);
        json.closeObject();
        return value;
    }

    R readFields(JsonCursor json) {
        Object[] values = new Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            json.field(names.get(i));
            values[i] = shapes.get(i).read(json);
        }
        return construct(values);
    }

    @Override
    public void write(R value, Output out) {
        for (int i = 0; i < names.size(); i++) {
            shapes.get(i).write(component(value, i), out);
        }
    }

    @Override
    public R read(Input in) {
        Object[] values = new Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = shapes.get(i).read(in);
        }
        return construct(values);
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
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("building from " + names, e);
        }
    }
}
