package dev.payersim;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A simulator that this process started. It ends with this process, however that one ends. */
final class ServerProcess {
    static final String HOW = "Set PAYERSIM_URL to one that runs, PAYERSIM_BIN to its binary, put `payersim` on the PATH, "
            + "or install it in this project: npm i -D payersim (Node 20.19 or newer).";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;
    private static final int LOG_LINES = 15;

    private final List<String> command;
    private final Path folder;
    private final Process keeper;
    private final Thread atExit = new Thread(this::stop, "payersim-end");
    private boolean hasEnded;

    /** Starts it, and does not wait for it. */
    ServerProcess(List<String> arguments) {
        command = findCommand(Settings.get("PAYERSIM_BIN"), System.getenv("PATH"));
        try {
            folder = Files.createTempDirectory("payersim-");
        } catch (IOException error) {
            throw new NoServerException("No temporary folder can be made for a payersim: " + error + ".", error);
        }
        List<String> whole = new ArrayList<>(keeping());
        whole.addAll(command);
        whole.addAll(List.of("serve", "--port", "0", "--data", ":memory:", "--ready-file", folder.resolve("ready.json").toString()));
        whole.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(folder.resolve("serve.log").toFile());
        // They are for the virtual machine of the tests: an agent or a debugger has no place in the keeper.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        // It may be set by a property of this virtual machine alone.
        String token = Settings.get("PAYERSIM_ADMIN_TOKEN");
        if (token != null) builder.environment().put("PAYERSIM_ADMIN_TOKEN", token);
        try {
            keeper = builder.start();
        } catch (IOException error) {
            remove(folder);
            throw new NoServerException("`" + shown() + " serve` cannot be started: " + error.getMessage() + ". " + HOW, error);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * The base URL, once it can be used.
     *
     * @throws NoServerException it ended, or is not ready in time: with the end of its log
     */
    String waitReady() {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            // Looked at before the file: what is written last is not missed.
            boolean isOver = !keeper.isAlive();
            String url = readyUrl();
            if (url != null) return url;
            if (isOver || System.nanoTime() > end) {
                String what = isOver ? "ended before it was ready" : "was not ready within " + World.seconds(START_TIMEOUT);
                throw new NoServerException("`" + shown() + " serve` " + what + ". " + HOW + "\nIt said:\n" + endOfLog());
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException error) {
                throw Wire.interrupted("The start of a payersim", error);
            }
        }
    }

    /** Ends it. Twice is no error. */
    synchronized void end() {
        if (hasEnded) return;
        hasEnded = true;
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException error) {
            // The virtual machine is ending, and the hook with it.
        }
        stop();
    }

    Path folder() {
        return folder;
    }

    private void stop() {
        try {
            keeper.getOutputStream().close();
            keeper.waitFor();
        } catch (IOException error) {
            keeper.destroy();
        } catch (InterruptedException error) {
            keeper.destroy();
            Thread.currentThread().interrupt();
        }
        remove(folder);
    }

    private String readyUrl() {
        try {
            return Json.parse(Files.readString(folder.resolve("ready.json"))).text("url");
        } catch (IOException | IllegalArgumentException error) {
            return null;
        }
    }

    private String endOfLog() {
        try {
            List<String> lines = new String(Files.readAllBytes(folder.resolve("serve.log")), StandardCharsets.UTF_8).lines().toList();
            String last = lines.stream().skip(Math.max(0, lines.size() - LOG_LINES)).map(line -> "  " + line).collect(Collectors.joining("\n"));
            return last.isEmpty() ? "  nothing" : last;
        } catch (IOException error) {
            return "  nothing";
        }
    }

    private String shown() {
        return String.join(" ", command);
    }

    /** What runs the program until this process ends; nothing where the classes of this client are in no file of their own. */
    private static List<String> keeping() {
        CodeSource source = Keeper.class.getProtectionDomain().getCodeSource();
        if (source == null) return List.of();
        try {
            String java = Path.of(System.getProperty("java.home"), "bin", isWindows() ? "java.exe" : "java").toString();
            String classes = Path.of(source.getLocation().toURI()).toString();
            return List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", classes, Keeper.class.getName());
        } catch (URISyntaxException | RuntimeException error) {
            return List.of();
        }
    }

    /**
     * The command that is {@code payersim} here.
     *
     * @param named the program that the user has named, or null
     * @param path the variable PATH
     * @throws NoServerException there is none; it says what to do
     */
    static List<String> findCommand(String named, String path) {
        if (named != null) {
            String program = Files.isRegularFile(Path.of(named)) ? named : onPath(named, path);
            if (program == null) throw new NoServerException("PAYERSIM_BIN is " + named + ", and no program is there. " + HOW);
            boolean isScript = program.endsWith(".js") || program.endsWith(".mjs") || program.endsWith(".cjs");
            return isScript ? List.of("node", program) : List.of(program);
        }
        String own = onPath("payersim", path);
        if (own != null) return List.of(own);
        String npx = onPath("npx", path);
        // Only what the project has installed: a test run downloads no program.
        if (npx != null) return List.of(npx, "--no", "payersim");
        throw new NoServerException("No payersim is here. " + HOW);
    }

    private static String onPath(String name, String path) {
        List<String> endings = isWindows() ? List.of(".exe", ".cmd", ".bat") : List.of("");
        for (String one : (path == null ? "" : path).split(File.pathSeparator)) {
            for (String ending : endings) {
                Path file = Path.of(one.isEmpty() ? "." : one, name + ending);
                if (Files.isRegularFile(file) && Files.isExecutable(file)) return file.toString();
            }
        }
        return null;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException error) {
            // It is temporary: the system removes it.
        }
    }
}
