package dev.payersim;

import java.util.List;
import java.util.stream.Stream;

/** What goes wrong in a world. */
public final class Faults {
    private final World world;

    Faults(World world) {
        this.world = world;
    }

    /**
     * Puts these in the place of all others; their counts start at 0.
     *
     * @throws PayersimException an unknown word: it names the nearest known one
     */
    public void set(Fault... faults) {
        world.wire().json("PUT", "/_sim/faults", Json.of(Stream.of(faults).map(Fault::plan).toList()));
    }

    /** Lets nothing more go wrong. */
    public void clear() {
        world.wire().json("DELETE", "/_sim/faults", null);
    }

    /** The plans, how often each matched ({@code met}), and how often it struck ({@code injected}). */
    public List<Json> list() {
        return world.wire().get("/_sim/faults").all();
    }
}
