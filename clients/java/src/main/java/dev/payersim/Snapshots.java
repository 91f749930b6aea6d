package dev.payersim;

import java.util.List;

/** Snapshots of a whole world by name: money, sessions, inboxes, faults and the time. */
public final class Snapshots {
    private final World world;

    Snapshots(World world) {
        this.world = world;
    }

    /** Saves the world, once all that is due has arrived; replaces one of the same name. */
    public void take(String name) {
        world.wire().json("POST", "/_sim/snapshots", Json.object("name", name));
    }

    /**
     * Restores that world and its time. Phones forget the screens since then.
     *
     * @throws PayersimException there is no such snapshot
     */
    public ClockReading restore(String name) {
        Json clock = world.wire().json("POST", path(name) + "/restore", Json.object());
        world.becameAnother();
        return ClockReading.of(clock);
    }

    /** Their names. */
    public List<String> list() {
        return world.wire().get("/_sim/snapshots").all().stream().map(one -> one.text("name")).toList();
    }

    /** Deletes one. */
    public void delete(String name) {
        world.wire().json("DELETE", path(name), null);
    }

    private static String path(String name) {
        return "/_sim/snapshots/" + Wire.segment(name);
    }
}
