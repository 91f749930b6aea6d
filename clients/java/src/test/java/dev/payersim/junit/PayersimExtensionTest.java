package dev.payersim.junit;

import static dev.payersim.PayersimAssertions.assertEnded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.payersim.ClockMode;
import dev.payersim.Merchant;
import dev.payersim.MomoAccount;
import dev.payersim.Phone;
import dev.payersim.Server;
import dev.payersim.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the classes below, which no run finds by itself. */
@ExtendWith(PayersimExtension.class)
class PayersimExtensionTest {
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();
    private static final Set<String> AT_ONCE = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger MOST = new AtomicInteger();

    @ExtendWith(PayersimExtension.class)
    static class Own {
        @BeforeEach
        void asks(World world, @Called("Kiosk 24") Merchant kiosk) {
            NAMES.add(world.name());
            AT_ONCE.add(world.name());
            MOST.accumulateAndGet(AT_ONCE.size(), Math::max);
            kiosk.transfer(world.phone("+46733000001"), "5");
            world.settle();
        }

        @RepeatedTest(12)
        void money(Server server, World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") MomoAccount account) {
            assertTrue(world.name().startsWith("money-"));
            assertTrue(server.worlds().contains(world.name()));
            assertEquals(Map.of("EUR", "505.00"), world.balances(ama));
            assertEquals(world.url(), account.baseUrl());
            assertEquals("Kiosk 24", account.name());
            assertEquals(ClockMode.FROZEN, world.clock().read().mode());
            AT_ONCE.remove(world.name());
        }
    }

    @Test
    void eachTestHasAWorldOfItsOwnAlsoAtOnce(Server server) {
        assertEquals(Map.of(), failures(server.url(), Own.class, "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "3"));
        assertEquals(12, NAMES.size());
        // No more than were asked for: a server has room for so many worlds.
        assertTrue(MOST.get() <= 3, MOST + " at once");
        assertTrue(server.worlds().stream().noneMatch(NAMES::contains), "Worlds were left.");
    }

    @PayersimWorld(text = "people: []", clock = ClockMode.RUNNING)
    static class Said {
        @Test
        void byTheClass(World world) {
            assertEquals(ClockMode.RUNNING, world.clock().read().mode());
            assertEquals(List.of(), world.describe().get("phones").all());
        }

        @Test
        @PayersimWorld(clock = ClockMode.FROZEN, at = "2026-03-01T10:00:00Z", seed = "one")
        void byTheTest(World world) {
            assertEquals("2026-03-01T10:00:00Z", world.clock().read().now().toString());
            assertEquals(List.of(), world.describe().get("phones").all());
        }

        @Nested
        class Inside {
            @Test
            void byTheClassAround(World world) {
                assertEquals(ClockMode.RUNNING, world.clock().read().mode());
            }
        }
    }

    @ExtendWith(PayersimExtension.class)
    static class Unsaid {
        @Test
        void byTheRun(World world) {
            assertEquals(ClockMode.RUNNING, world.clock().read().mode());
        }
    }

    @Test
    void aWorldBeginsAsTheTestItsClassOrTheRunSays(Server server) {
        assertEquals(Map.of(), failures(server.url(), Said.class));
        assertEquals(Map.of(), failures(server.url(), Unsaid.class, "payersim.clock", "running"));
        Throwable noFile = failures(server.url(), Unsaid.class, "payersim.world", "none.yaml").get("byTheRun");
        assertTrue(noFile.getMessage().contains("none.yaml cannot be read"), noFile.getMessage());
    }

    @ExtendWith(PayersimExtension.class)
    static class Fails {
        @Test
        void rejected(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
            kiosk.requestToPay(ama, "12.50");
            ama.waitPrompt();
            ama.choose("Reject");
            assertEnded(ama).contains("approved");
        }

        @Test
        void skipped(World world) {
            Assumptions.abort("Not today.");
        }
    }

    @Test
    void aFailureHasThePhonesAndTheTraceOfThePayment(Server server) {
        Map<String, Throwable> failures = failures(server.url(), Fails.class);
        assertEquals(Set.of("rejected", "skipped"), failures.keySet());
        assertEquals(0, failures.get("skipped").getSuppressed().length);
        Throwable error = failures.get("rejected");
        String screen = "\nThe session ended:\n  | Rejected. You did not pay 12.50 EUR to Kiosk 24.";
        assertTrue(error.getMessage().endsWith(screen), error.getMessage());
        String report = error.getSuppressed()[0].toString();
        assertTrue(report.startsWith("payersim: phones\n+46733000001, as the test saw it last:" + screen), report);
        assertTrue(report.contains("\npayersim: payments\nrequest-to-pay of 12.50 EUR for Kiosk 24, "), report);
        assertTrue(report.contains(": Failed: Ama Lindqvist said no.\n"), report);
        assertTrue(report.contains("\n  09:00:00 request.answered POST /collection/v1_0/requesttopay -> 202"), report);
        assertTrue(report.contains("\n  09:00:00 ussd.hop +46733000001 text \"2\" screen \"Rejected. "), report);
    }

    @ExtendWith(PayersimExtension.class)
    static class Wrong {
        @Test
        void whichPhone(Phone phone) {}

        @Test
        void ofNothing() {}
    }

    @ExtendWith(PayersimExtension.class)
    static class TooEarly {
        @BeforeAll
        static void before(Server server, World world) {}

        @Test
        void never() {}
    }

    @Test
    void whatCannotBeGivenIsToldWithWhatToWrite(Server server) {
        Map<String, Throwable> failures = failures(server.url(), Wrong.class);
        assertEquals(Set.of("whichPhone"), failures.keySet());
        assertTrue(failures.get("whichPhone").getMessage().startsWith("Which phone? Write @Msisdn(\"+46733000001\") before "));
        Throwable early = failures(server.url(), TooEarly.class).get("PayersimExtensionTest$TooEarly");
        assertNotNull(early);
        assertTrue(early.getMessage().startsWith("A world is of one test: ask for it in the test, "), early.getMessage());
    }

    @Test
    void whereNoServerIsEachTestThatAsksSaysWhatToDo() {
        Map<String, Throwable> failures = failures("http://127.0.0.1:1", Wrong.class);
        assertEquals(Set.of("whichPhone"), failures.keySet());
        String told = failures.get("whichPhone").getMessage();
        assertTrue(told.startsWith("No payersim answers at http://127.0.0.1:1: "), told);
    }

    /** What did not pass, by the name of its method or class, and why. */
    private static Map<String, Throwable> failures(String url, Class<?> tests, String... settings) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("payersim.url", url);
        for (int index = 0; index < settings.length; index += 2) request.configurationParameter(settings[index], settings[index + 1]);
        LauncherDiscoveryRequest built = request.build();
        Map<String, Throwable> failures = new ConcurrentHashMap<>();
        LauncherFactory.create().execute(built, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                String name = test.getLegacyReportingName().replaceFirst("\\(.*", "").replaceFirst("^.*\\.", "");
                result.getThrowable().ifPresent(error -> failures.put(name, error));
            }
        });
        return failures;
    }
}
