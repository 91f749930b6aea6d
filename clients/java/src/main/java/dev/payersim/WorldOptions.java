package dev.payersim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * How a world begins. What is null is as the server has it.
 *
 * <pre>{@code
 * server.openWorld(WorldOptions.frozen().file(Path.of("shop.yaml")).seed("one"));
 * }</pre>
 *
 * @param name small letters, digits and hyphens; by default one that no other process takes
 * @param world as a world file has it: its text, or JSON
 * @param copyOf the name of a world to begin as a copy of
 * @param clock whether its clock goes
 * @param at what its clock says first
 * @param seed makes ids and codes repeatable
 */
public record WorldOptions(String name, Json world, String copyOf, ClockMode clock, Instant at, String seed) {

    /** A world as the server has it. */
    public static WorldOptions any() {
        return new WorldOptions(null, null, null, null, null, null);
    }

    /** A world whose clock stands still until it is moved. */
    public static WorldOptions frozen() {
        return any().clock(ClockMode.FROZEN);
    }

    /** The same under a name: small letters, digits and hyphens. */
    public WorldOptions name(String other) {
        return new WorldOptions(other, world, copyOf, clock, at, seed);
    }

    /** The same, beginning as a world file says that has this text. */
    public WorldOptions text(String yaml) {
        return world(Json.of(yaml));
    }

    /** The same, beginning as a world file says that has this content. */
    public WorldOptions world(Json content) {
        return new WorldOptions(name, content, copyOf, clock, at, seed);
    }

    /**
     * The same, beginning as a world file says.
     *
     * @throws PayersimException it cannot be read
     */
    public WorldOptions file(Path file) {
        try {
            return text(Files.readString(file));
        } catch (IOException | UncheckedIOException error) {
            throw new PayersimException("The world file " + file.toAbsolutePath() + " cannot be read: " + error + ".", null, error);
        }
    }

    /** The same, beginning as a copy of a world that is open. */
    public WorldOptions copyOf(String other) {
        return new WorldOptions(name, world, other, clock, at, seed);
    }

    /** The same with a clock that goes or not. */
    public WorldOptions clock(ClockMode mode) {
        return new WorldOptions(name, world, copyOf, mode, at, seed);
    }

    /** The same with a clock that says this first. */
    public WorldOptions at(Instant time) {
        return new WorldOptions(name, world, copyOf, clock, time, seed);
    }

    /** The same with ids and codes that this seed makes repeatable. */
    public WorldOptions seed(String text) {
        return new WorldOptions(name, world, copyOf, clock, at, text);
    }

    Json toJson(String named) {
        return Json.object(
                "name", named,
                "world", world,
                "from", copyOf,
                "clock", clock == null ? null : clock.toString(),
                "at", at == null ? null : at.toString(),
                "seed", seed);
    }
}
