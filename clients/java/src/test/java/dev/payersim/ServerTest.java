package dev.payersim;

import static dev.payersim.PhoneTest.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.payersim.junit.PayersimExtension;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** By itself, since it sets properties of the whole virtual machine. */
@Isolated
@ExtendWith(PayersimExtension.class)
class ServerTest {
    @AfterEach
    void clears() {
        List.of("payersim.url", "payersim.bin", "payersim.admin.token", "payersim.admin.token.file").forEach(System::clearProperty);
    }

    @Test
    void aServerThatRunsIsFoundByItsUrl(Server server) {
        System.setProperty("payersim.url", server.url() + "/");
        try (Server found = Server.find()) {
            assertEquals(server.url(), found.url());
            assertNull(found.process());
        }
        assertEquals("ok", server.health().text("status"));
    }

    @Test
    void whereNothingAnswersTheErrorSaysWhatToDo() {
        PayersimException closed = said("No payersim answers at http://127.0.0.1:1: ", () -> Server.connect("127.0.0.1:1"));
        assertInstanceOf(NoServerException.class, closed);
        assertTrue(closed.getMessage().endsWith("Start one by `payersim serve`, or set PAYERSIM_URL."), closed.getMessage());
        said("No payersim answers at http://no-such-host.invalid: ", () -> Server.connect("http://no-such-host.invalid"));
        said("\"ftp://here\" is no URL of a simulator.", () -> Server.connect("ftp://here"));
        said("\"http://a b\" is no URL of a simulator.", () -> Server.connect("http://a b"));
        System.setProperty("payersim.url", "");
        said("No URL of a simulator. Set PAYERSIM_URL", Server::connect);
    }

    @Test
    void whatIsNoPayersimOrAnOlderOneIsTold() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        Map<String, String> answers = new java.util.concurrent.ConcurrentHashMap<>(Map.of("/_sim/health", "<html>Hello</html>"));
        other.createContext("/", exchange -> {
            String text = answers.get(exchange.getRequestURI().getPath());
            byte[] body = (text == null ? "{\"title\":\"Not found\",\"type\":\"/docs/problems#no-route\"}" : text).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(text == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            String url = "http://127.0.0.1:" + other.getAddress().getPort();
            PayersimException page = said("GET /_sim/health answered 200 with what is no JSON.", () -> Server.connect(url));
            assertTrue(page.getMessage().endsWith("Is it a payersim that listens at " + url + "?"), page.getMessage());
            answers.put("/_sim/health", "{\"status\":\"ok\",\"version\":\"0.0.9\"}");
            Server old = Server.connect(url);
            assertTrue(said("GET /_sim/calls answered 404", () -> old.world().calls("momo")).getMessage()
                    .endsWith("It is payersim 0.0.9, and this client was made for " + Server.VERSION + ": have both of one version."));
        } finally {
            other.stop(0);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theProgramIsFoundByItsNameOnThePathOrByNpx(@TempDir Path folder) throws Exception {
        String path = folder.toString();
        assertTrue(said("No payersim is here.", () -> ServerProcess.findCommand(null, path)).getMessage().contains("npm i -D payersim"));
        String npx = program(folder, "npx", "exit 0");
        assertEquals(List.of(npx, "--no", "payersim"), ServerProcess.findCommand(null, path));
        String binary = program(folder, "payersim", "exit 0");
        assertEquals(List.of(binary), ServerProcess.findCommand(null, path));
        String other = program(folder, "other", "exit 0");
        assertEquals(List.of(other), ServerProcess.findCommand(other, path));
        assertEquals(List.of(other), ServerProcess.findCommand("other", path));
        said("PAYERSIM_BIN is nowhere, and no program is there. Set PAYERSIM_URL", () -> ServerProcess.findCommand("nowhere", path));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramThatDoesNotStartIsToldWithItsLastWords(@TempDir Path folder) throws Exception {
        System.setProperty("payersim.bin", program(folder, "broken", "echo the port is taken; exit 3"));
        PayersimException error = said("`" + folder.resolve("broken") + " serve` ended before it was ready.", Server::start);
        assertTrue(error.getMessage().endsWith("It said:\n  the port is taken"), error.getMessage());
    }

    @Test
    void aServerThatIsStartedEndsWithClose(@TempDir Path folder) throws Exception {
        System.setProperty("payersim.admin.token", "open-sesame");
        System.clearProperty("payersim.url");
        Server server = Server.start("--behind-proxy", "--frozen-clock");
        Path files = server.process().folder();
        try (server) {
            assertEquals(ClockMode.FROZEN, server.world().clock().read().mode());
            assertTrue(Files.exists(files));
            // Who has no token is told how to give it.
            System.clearProperty("payersim.admin.token");
            assertTrue(said("", () -> Server.connect(server.url())).getMessage()
                    .endsWith("Set PAYERSIM_ADMIN_TOKEN to the admin token that it was started with."));
            assertEquals("ok", Server.connect(server.url(), "open-sesame").health().text("status"));
            Path token = Files.writeString(folder.resolve("token"), "open-sesame\nnot this\n");
            System.setProperty("payersim.admin.token.file", token.toString());
            assertEquals("ok", Server.connect(server.url()).health().text("status"));
            System.setProperty("payersim.admin.token.file", folder.resolve("none").toString());
            said("PAYERSIM_ADMIN_TOKEN_FILE is ", () -> Server.connect(server.url()));
        }
        server.close();
        assertFalse(Files.exists(files));
        assertThrows(NoServerException.class, server::health);
    }

    /** As docs/tls.md says it for Java: the default trust store of a virtual machine is read once, so that it is another one. */
    @Test
    void overTlsAServerIsUsedWhereItsAuthorityIsTrusted(@TempDir Path folder) throws Exception {
        try (Server server = Server.start("--frozen-clock", "--tls-port", "0")) {
            Json ready = Json.parse(Files.readString(server.process().folder().resolve("ready.json")));
            String url = ready.text("tlsUrl");
            assertTrue(url.startsWith("https://"), url);
            said("No payersim answers at " + url + ": ", () -> Server.connect(url));
            String store = folder.resolve("trust.p12").toString();
            Process imported = java(
                    "keytool", "-importcert", "-noprompt", "-alias", "payersim", "-file", ready.text("tlsAuthorityFile"), "-keystore", store, "-storepass", "changeit");
            assertEquals(0, imported.waitFor());
            String classes = System.getProperty("java.class.path");
            Process paid = java(
                    "java", "-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=changeit", "-cp", classes, Pays.class.getName(), url);
            assertEquals(url + " SUCCESSFUL", lineOf(paid));
        }
    }

    /** A program that has a payer approve at the simulator of a URL, and says what came of it. */
    static final class Pays {
        public static void main(String[] words) {
            Server server = Server.connect(words[0]);
            try (World world = server.openWorld(WorldOptions.frozen())) {
                Phone ama = world.phone("+46733000001");
                Order order = world.merchant("Kiosk 24").requestToPay(ama, "12.50");
                ama.waitPrompt();
                ama.choose("Approve");
                ama.reply(ama.pin());
                System.out.println(server.url() + " " + order.status().status());
            }
        }
    }

    @Test
    void aServerEndsWithItsVirtualMachineHoweverThatOneEnds(@TempDir Path folder) throws Exception {
        Process killed = starts(folder, "stays");
        Process ends = starts(folder, "ends");
        String first = lineOf(killed);
        String second = lineOf(ends);
        assertTrue(ends.waitFor(60, TimeUnit.SECONDS), "It ends although it has closed nothing.");
        isGone(second);
        assertEquals("ok", Server.connect(first).health().text("status"));
        // By SIGKILL, where there is one: nobody is left to close anything.
        killed.destroyForcibly().waitFor();
        isGone(first);
    }

    @Test
    void namesOfWorldsAreOfTheirOwnAndShortEnough() {
        String first = Server.uniqueName("Test[É 1]_" + "long".repeat(40));
        assertNotEquals(Server.uniqueName(""), Server.uniqueName(""));
        assertTrue(first.startsWith("test-1-longlong") && first.length() <= 63, first);
        assertTrue(first.contains("-" + ProcessHandle.current().pid() + "-"), first);
    }

    /** A program that starts a server, says where, and ends, or waits, without closing it. */
    static final class Starts {
        public static void main(String[] words) throws Exception {
            System.out.println(Server.start().url());
            if (words[0].equals("stays")) Thread.sleep(Duration.ofMinutes(10).toMillis());
        }
    }

    private static Process starts(Path folder, String how) throws Exception {
        // Nobody is left to remove its temporary folder.
        return java("java", "-Djava.io.tmpdir=" + folder, "-cp", System.getProperty("java.class.path"), Starts.class.getName(), how);
    }

    /** Starts a program of this JDK. */
    private static Process java(String name, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", name).toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String lineOf(Process program) throws Exception {
        return new BufferedReader(new InputStreamReader(program.getInputStream())).readLine();
    }

    private static void isGone(String url) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            try {
                Server.connect(url);
            } catch (NoServerException error) {
                return;
            } catch (PayersimException error) {
                // A request that was under way at the end.
            }
            Thread.sleep(20);
        }
        throw new AssertionError("A server still answers at " + url + ".");
    }

    private static String program(Path folder, String name, String does) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + does + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file.toString();
    }
}
