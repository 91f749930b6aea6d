package dev.payersim;

import java.time.Duration;
import java.time.Instant;

/** The clock of a world. */
public final class Clock {
    private final World world;

    Clock(World world) {
        this.world = world;
    }

    /** What it says. */
    public ClockReading read() {
        return ClockReading.of(world.wire().get("/_sim/clock"));
    }

    /** Stops the clock where it is. */
    public ClockReading freeze() {
        return freeze(null);
    }

    /** Stops the clock at a time. */
    public ClockReading freeze(Instant at) {
        return ClockReading.of(world.wire().json("POST", "/_sim/clock/freeze", Json.object("at", at == null ? null : at.toString())));
    }

    /** Moves the clock, and returns when all that fell due has been attempted, and what that caused. */
    public ClockReading advance(Duration by) {
        return ClockReading.of(world.wire().json("POST", "/_sim/clock/advance", Json.object("by", by.toString())));
    }

    /** Lets the clock go. */
    public ClockReading run() {
        return ClockReading.of(world.wire().json("POST", "/_sim/clock/run", Json.object()));
    }
}
