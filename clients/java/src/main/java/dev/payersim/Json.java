package dev.payersim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of JSON. The JDK reads and writes none, and a test's class path is not the place for one more library.
 *
 * <pre>{@code
 * Json body = order.waitCallback().body();
 * assertEquals("SUCCESSFUL", body.text("status"));
 * world.control("PUT", "/_sim/faults", Json.array(Json.object("point", "callback", "do", "dropped")));
 * }</pre>
 */
public sealed interface Json {

    /** An object; its fields are in the order of the text. */
    record Obj(Map<String, Json> fields) implements Json {
        /** Copies the fields. */
        public Obj {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String toString() {
            return JsonText.write(this);
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        /** Copies the items. */
        public Arr {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return JsonText.write(this);
        }
    }

    /** A text. */
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return JsonText.write(this);
        }
    }

    /** A number, with all of its digits. */
    record Num(BigDecimal value) implements Json {
        @Override
        public String toString() {
            return JsonText.write(this);
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Json {
        @Override
        public String toString() {
            return JsonText.write(this);
        }
    }

    /** null, and what a field is that is not there. */
    record Null() implements Json {
        @Override
        public String toString() {
            return "null";
        }
    }

    /** null. */
    Json NULL = new Null();

    /**
     * Reads a text of JSON.
     *
     * @throws IllegalArgumentException it is none: the message says where it breaks off
     */
    static Json parse(String text) {
        return new JsonText(text).whole();
    }

    /**
     * A value of Java as JSON: a {@code Json}, a {@code Map} with texts as keys, an {@code Iterable}, a text, a number, a boolean, null.
     *
     * @throws IllegalArgumentException another type
     */
    static Json of(Object value) {
        if (value == null) return NULL;
        if (value instanceof Json json) return json;
        if (value instanceof CharSequence text) return new Text(text.toString());
        if (value instanceof Boolean bool) return new Bool(bool);
        if (value instanceof Number number) return new Num(new BigDecimal(number.toString()));
        if (value instanceof Map<?, ?> map) {
            Map<String, Json> fields = new LinkedHashMap<>();
            map.forEach((name, one) -> fields.put(String.valueOf(name), of(one)));
            return new Obj(fields);
        }
        if (value instanceof Iterable<?> many) {
            List<Json> items = new ArrayList<>();
            many.forEach(one -> items.add(of(one)));
            return new Arr(items);
        }
        throw new IllegalArgumentException(value.getClass().getName() + " is no JSON. Give a map, a list, a text, a number, a boolean or null.");
    }

    /**
     * An object of names and values in turns, each value as {@link #of} takes it. A name whose value is null is left out; {@link #NULL}
     * stays.
     */
    static Obj object(Object... namesAndValues) {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            if (namesAndValues[index + 1] != null) fields.put((String) namesAndValues[index], of(namesAndValues[index + 1]));
        }
        return new Obj(fields);
    }

    /** An array of values, each as {@link #of} takes it. */
    static Arr array(Object... values) {
        List<Json> items = new ArrayList<>();
        for (Object value : values) items.add(of(value));
        return new Arr(items);
    }

    /** The field of an object; {@link #NULL} where there is none, or where this is no object. */
    default Json get(String name) {
        return this instanceof Obj object ? object.fields().getOrDefault(name, NULL) : NULL;
    }

    /** The text in a field of an object; null where there is none. */
    default String text(String name) {
        return get(name).asText();
    }

    /** The items of an array; none where this is no array. */
    default List<Json> all() {
        return this instanceof Arr array ? array.items() : List.of();
    }

    /** The text; null where this is no text. */
    default String asText() {
        return this instanceof Text text ? text.value() : null;
    }

    /** The number; null where this is no number. */
    default BigDecimal asNumber() {
        return this instanceof Num number ? number.value() : null;
    }

    /** The whole number in it; null where this is no number. */
    default Integer asInteger() {
        return this instanceof Num number ? number.value().intValue() : null;
    }

    /** Whether this is {@code true}. */
    default boolean isTrue() {
        return this instanceof Bool bool && bool.value();
    }

    /** Whether this is null. */
    default boolean isNull() {
        return this instanceof Null;
    }
}
