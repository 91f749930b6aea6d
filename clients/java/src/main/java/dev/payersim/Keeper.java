package dev.payersim;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Runs a command until standard input ends: a server that ends with the process that started it, however that one ends.
 *
 * <p>It is started by {@link ServerProcess} as a virtual machine of its own.
 */
final class Keeper {
    private static final int GRACE_SECONDS = 10;

    private Keeper() {}

    public static void main(String[] command) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        child.getOutputStream().close();
        // By Ctrl-C, which all of the terminal's programs get.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child)));
        Thread waiting = new Thread(() -> {
            waitForTheEnd();
            System.exit(0);
        });
        waiting.setDaemon(true);
        waiting.start();
        System.exit(child.waitFor());
    }

    private static void waitForTheEnd() {
        try {
            while (System.in.read() >= 0) continue;
        } catch (IOException error) {
            // It has ended.
        }
    }

    private static void end(Process child) {
        // npx and a shell may stand between.
        List<ProcessHandle> all = Stream.concat(child.descendants(), Stream.of(child.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException | InterruptedException error) {
                one.destroyForcibly();
            }
        }
    }
}
