package dev.payersim;

import java.util.LinkedHashMap;
import java.util.Map;

/** A call that waits on its way. */
public final class HeldCall {
    private final World world;
    private final Json call;

    HeldCall(World world, Json call) {
        this.world = world;
        this.call = call;
    }

    /** What it says: {@code method}, {@code url}, {@code status}, {@code headers}, {@code body}; secrets are masked. */
    public Json call() {
        return call;
    }

    /** Lets it go on as it is. */
    public void release() {
        let(Json.object());
    }

    /** Lets it go on changed. */
    public void change(Change change) {
        Map<String, Json> headers = new LinkedHashMap<>();
        change.headers().forEach((name, value) -> headers.put(name, Json.of(value)));
        let(Json.object("change", Json.object(
                "status", change.status(), "headers", headers.isEmpty() ? null : headers, "body", change.body())));
    }

    /** It gets no further: its sender gets no answer. */
    public void drop() {
        let(Json.object("drop", true));
    }

    private void let(Json what) {
        world.wire().json("POST", "/_sim/holds/calls/" + Wire.segment(call.text("id")) + "/release", what);
    }

    /**
     * What is changed.
     *
     * @param status of an answer; null for its own
     * @param headers by name; null as a value takes one away
     * @param body null for its own
     */
    public record Change(Integer status, Map<String, String> headers, String body) {
        /** Nothing. */
        public static Change none() {
            return new Change(null, Map.of(), null);
        }

        /** The same with another status of an answer. */
        public Change status(int other) {
            return new Change(other, headers, body);
        }

        /** The same with a header; null takes it away. */
        public Change header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Change(status, more, body);
        }

        /** The same with another body. */
        public Change body(String other) {
            return new Change(status, headers, other);
        }
    }
}
