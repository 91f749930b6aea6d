package dev.payersim;

import java.util.Map;

/**
 * Calls that are held on their way until they are let go.
 *
 * <pre>{@code
 * Hold hold = world.holds().next("callback");
 * HeldCall held = hold.next();
 * held.change(HeldCall.Change.none().body("{\"status\":\"FAILED\"}"));
 * }</pre>
 */
public final class Holds {
    private final World world;

    Holds(World world) {
        this.world = world;
    }

    /** From now on holds all calls at a point: {@code request}, {@code answer}, {@code callback} or {@code hop}. */
    public Hold all(String point) {
        return add(point, Map.of(), null);
    }

    /** Holds the next call at a point. */
    public Hold next(String point) {
        return add(point, Map.of(), 1);
    }

    /**
     * From now on holds the calls at a point.
     *
     * @param match what goes with the point: {@code operation}, {@code phone}, {@code host}, {@code merchant}
     * @param first so many and no more; null for all
     */
    public Hold add(String point, Map<String, String> match, Integer first) {
        Json wanted = Json.object("point", point, "match", match.isEmpty() ? null : match, "first", first);
        return new Hold(world, world.wire().json("POST", "/_sim/holds", wanted).text("id"));
    }

    /** Holds nothing more; what is held by now waits on. */
    public void clear() {
        world.wire().json("DELETE", "/_sim/holds", null);
    }
}
