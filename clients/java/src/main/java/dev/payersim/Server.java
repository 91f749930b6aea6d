package dev.payersim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A running simulator, with its worlds: one that is there, or one that this process starts and ends.
 *
 * <pre>{@code
 * try (Server server = Server.find(); World world = server.openWorld(WorldOptions.frozen())) {
 *     Phone ama = world.phone("+46733000001");
 * }
 * }</pre>
 */
public final class Server implements AutoCloseable {
    /** The version of this client, which is that of the simulator it was made for. */
    public static final String VERSION = "0.1.0";

    private final Wire wire;
    private final ServerProcess process;
    private final World world;
    private Sink sink;

    private Server(String url, String token, ServerProcess process) {
        this.wire = new Wire(url, token == null ? ownToken() : token);
        this.process = process;
        this.world = new World(this, wire, null);
    }

    /**
     * The simulator at {@code PAYERSIM_URL}, where that is set; otherwise one that is started: see {@link #start}. Each variable may be a
     * system property too, such as {@code -Dpayersim.url=…}.
     */
    public static Server find() {
        return Settings.get("PAYERSIM_URL") == null ? start() : connect();
    }

    /**
     * The simulator at {@code PAYERSIM_URL}.
     *
     * @throws NoServerException it is not set, or nothing answers there
     */
    public static Server connect() {
        String url = Settings.get("PAYERSIM_URL");
        if (url == null) throw new NoServerException("No URL of a simulator. " + ServerProcess.HOW);
        return connect(url);
    }

    /** A simulator that runs, with the admin token in {@code PAYERSIM_ADMIN_TOKEN}: see {@link #connect(String, String)}. */
    public static Server connect(String url) {
        return connect(url, null);
    }

    /**
     * A simulator that runs.
     *
     * @param token the admin token; {@code PAYERSIM_ADMIN_TOKEN}, or the first line of the file {@code PAYERSIM_ADMIN_TOKEN_FILE}, where it
     *     is null
     * @throws NoServerException nothing answers there
     * @throws PayersimException it is no simulator, or wants another token
     */
    public static Server connect(String url, String token) {
        Server server = new Server(url, token, null);
        server.health();
        return server;
    }

    /**
     * Starts a simulator on a free port, in memory, which ends with this process, however that one ends.
     *
     * <p>It is the program in {@code PAYERSIM_BIN}, else {@code payersim} on the {@code PATH}, else {@code npx payersim} of this project.
     *
     * @param arguments further ones of {@code payersim serve}, such as {@code --world}, {@code shop.yaml}
     * @throws NoServerException there is none of them, or it does not start: with the end of its log
     */
    public static Server start(String... arguments) {
        ServerProcess process = new ServerProcess(List.of(arguments));
        try {
            return new Server(process.waitReady(), null, process);
        } catch (RuntimeException error) {
            process.end();
            throw error;
        }
    }

    /** Its base URL, without a slash at its end. */
    public String url() {
        return wire.url;
    }

    /** The server's own world. */
    public World world() {
        return world;
    }

    /** Opens a world as the server has it: see {@link #openWorld(WorldOptions)}. */
    public World openWorld() {
        return openWorld(WorldOptions.any());
    }

    /**
     * Opens a world with phones, money, a clock and a timeline of its own. Close it when it is done with.
     *
     * @throws PayersimException the name is taken or can be none, what the world is to begin as has an error, or there are as many worlds
     *     as may be
     */
    public World openWorld(WorldOptions options) {
        String name = options.name() == null ? uniqueName("java") : options.name();
        return findWorld(wire.json("POST", "/_sim/worlds", options.toJson(name)).text("name"));
    }

    /** A world that is open. Nothing is asked before it is used. */
    public World findWorld(String name) {
        return new World(this, wire.below("/w/" + Wire.segment(name)), name);
    }

    /** The names of the worlds that are open, but the server's own. */
    public List<String> worlds() {
        return wire.get("/_sim/worlds").all().stream().map(one -> one.text("name")).toList();
    }

    /** {@code status}, {@code version}, {@code now} and {@code store}. */
    public Json health() {
        return wire.get("/_sim/health");
    }

    /** Ends the server if {@link #start} started it. Twice is no error. */
    @Override
    public synchronized void close() {
        if (sink != null) sink.close();
        sink = null;
        if (process != null) process.end();
    }

    /**
     * A name of a world that no other process, thread or machine takes.
     *
     * @param readable what is to be read in it, such as the name of a test
     */
    public static String uniqueName(String readable) {
        String own = ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
        String plain = readable.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        // 63 characters at most, as in a host name.
        String kept = plain.substring(0, Math.min(plain.length(), 62 - own.length())).replaceAll("^-+|-+$", "");
        return kept.isEmpty() ? own : kept + "-" + own;
    }

    @Override
    public String toString() {
        return "Server " + wire.url;
    }

    Wire wire() {
        return wire;
    }

    /** The process that was started; null where the server was there. */
    ServerProcess process() {
        return process;
    }

    synchronized Sink sink() {
        if (sink == null) sink = new Sink();
        return sink;
    }

    synchronized void forget(String inbox) {
        if (sink != null) sink.forget(inbox);
    }

    private static String ownToken() {
        String token = Settings.get("PAYERSIM_ADMIN_TOKEN");
        String file = Settings.get("PAYERSIM_ADMIN_TOKEN_FILE");
        if (token != null || file == null) return token;
        try {
            return Files.readAllLines(Path.of(file)).stream().findFirst().map(String::strip).orElse(null);
        } catch (IOException error) {
            throw new PayersimException("PAYERSIM_ADMIN_TOKEN_FILE is " + file + ", which cannot be read: " + error + ".", null, error);
        }
    }
}
