package dev.payersim;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Calls of a kind that are held. */
public final class Hold {
    private final World world;
    private final String id;
    private final Set<String> seen = new HashSet<>();
    private String last;

    Hold(World world, String id) {
        this.world = world;
        this.id = id;
    }

    /**
     * The next call that it holds, for which it waits ten real seconds.
     *
     * @throws PayersimException none came
     */
    public HeldCall next() {
        return next(World.PATIENCE);
    }

    /** The same, for another real time. */
    public HeldCall next(Duration timeout) {
        Json view = world.wire().get("/_sim/holds", "hold", id, "after", last, "waitMs", timeout.toMillis());
        for (Json call : view.get("calls").all()) {
            if (id.equals(call.text("hold")) && seen.add(call.text("id"))) {
                last = call.text("id");
                return new HeldCall(world, call);
            }
        }
        throw new PayersimException("No call was held by " + id + " within " + World.seconds(timeout) + ".");
    }

    /** Holds nothing more by it; what is held by now waits on. One that has ended is no error. */
    public void end() {
        try {
            world.wire().json("DELETE", "/_sim/holds/" + id, null);
        } catch (PayersimException error) {
            if (!"unknown-hold".equals(error.problem())) throw error;
        }
    }
}
