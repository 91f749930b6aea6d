package dev.payersim;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A failure on command: docs/control.md, <i>Faults</i>, has the words.
 *
 * <pre>{@code
 * Fault.at("operation", "lost-answer").match("operation", "momo.createRequestToPay").first(1)
 * }</pre>
 *
 * @param plan as a control route takes it
 */
public record Fault(Json.Obj plan) {

    /**
     * A fault at a point.
     *
     * @param point where, such as {@code callback}
     * @param does what happens there, such as {@code dropped}
     */
    public static Fault at(String point, String does) {
        return new Fault(Json.object("point", point, "do", does));
    }

    /** Strikes only there, such as {@code phone} {@code +46733000001}. */
    public Fault match(String what, String value) {
        return with("match", what, value);
    }

    /** Strikes so many times and no more. */
    public Fault first(int times) {
        return with("when", "first", times);
    }

    /** Strikes at this match only, the first being 1. */
    public Fault nth(int match) {
        return with("when", "nth", match);
    }

    /** Strikes when this holds too, such as {@code hop} 2. */
    public Fault when(String what, Object value) {
        return with("when", what, value);
    }

    /** What it needs, such as {@code delay} {@code PT5S}. */
    public Fault argument(String name, Object value) {
        return with("args", name, value);
    }

    private Fault with(String field, String name, Object value) {
        Map<String, Json> fields = new LinkedHashMap<>(plan.fields());
        Map<String, Json> inner = new LinkedHashMap<>();
        if (fields.get(field) instanceof Json.Obj there) inner.putAll(there.fields());
        inner.put(name, Json.of(value));
        fields.put(field, new Json.Obj(inner));
        return new Fault(new Json.Obj(fields));
    }
}
