package dev.payersim;

import static dev.payersim.PhoneTest.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.payersim.junit.Called;
import dev.payersim.junit.Msisdn;
import dev.payersim.junit.PayersimExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PayersimExtension.class)
class WorldTest {
    @Test
    void worldsDoNotSeeEachOther(Server server, World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        World other = server.openWorld(WorldOptions.frozen());
        try (other) {
            kiosk.requestToPay(ama, "1");
            world.settle();
            other.settle();
            assertEquals(1, world.payments().size());
            assertEquals(List.of(), other.payments());
            assertTrue(server.worlds().containsAll(List.of(world.name(), other.name())));
        }
        assertFalse(server.worlds().contains(other.name()));
        assertEquals("world-ended", said("", other::settle).problem());
        other.close();
    }

    @Test
    void aWorldBeginsAsAFileJsonOrAnotherWorld(Server server, @TempDir Path folder) throws Exception {
        Json zoe = Json.object("phone", "+46733000009", "name", "Zoe", "pin", "4321", "environment", "sandbox", "balances", Map.of("EUR", "7.00"));
        Json few = Json.object("people", Json.array(zoe));
        Path file = Files.writeString(folder.resolve("shop.yaml"), few.toString());
        WorldOptions options = WorldOptions.frozen().at(Instant.parse("2026-03-01T10:00:00Z"));
        for (WorldOptions one : List.of(options.file(file), options.text(few.toString()), options.world(few))) {
            try (World world = server.openWorld(one); World copy = server.openWorld(WorldOptions.any().copyOf(world.name()))) {
                assertEquals(Map.of("EUR", "7.00"), world.balances(world.phone("+46733000009")));
                assertEquals(Instant.parse("2026-03-01T10:00:00Z"), world.clock().read().now());
                assertEquals("4321", copy.phone("+46733000009").pin());
            }
        }
        WorldOptions nonsense = options.world(Json.object("nonsense", true));
        assertEquals("bad-world", said("", () -> server.openWorld(nonsense)).problem());
        said("The world file ", () -> options.file(folder.resolve("none.yaml")));
        said("The world has no +46733000009. Name a phone that it lists.", () -> server.world().balances("+46733000009"));
    }

    @Test
    void aNameThatIsTakenIsRefused(Server server, World world) {
        assertEquals(409, said("", () -> server.openWorld(WorldOptions.any().name(world.name()))).status());
        assertEquals(world.url(), server.findWorld(world.name()).url());
    }

    @Test
    void theClockStandsStillUntilItIsMoved(World world) {
        Instant start = world.clock().read().now();
        assertEquals(new ClockReading(ClockMode.FROZEN, Instant.parse("2026-01-05T09:00:00Z")), world.clock().read());
        assertEquals(start.plusSeconds(300), world.clock().advance(Duration.ofMinutes(5)).now());
        assertEquals(start.plusMillis(301_500), world.clock().advance(Duration.ofMillis(1500)).now());
        assertEquals(start.plusMillis(301_500).plus(Duration.ofDays(20)), world.clock().advance(Duration.ofDays(20)).now());
        Instant later = Instant.parse("2026-02-01T12:00:00Z");
        assertEquals(later, world.clock().freeze(later).now());
        assertEquals(ClockMode.RUNNING, world.clock().run().mode());
        assertEquals(ClockMode.FROZEN, world.clock().freeze().mode());
    }

    @Test
    void anOrderExpiresByTheClock(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        Order order = kiosk.requestToPay(ama, "1");
        world.clock().advance(Duration.ofMinutes(5));
        assertEquals("EXPIRED", order.status().reason());
    }

    @Test
    void aHeldCallbackIsChangedAndLetGo(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        Hold hold = world.holds().add("callback", Map.of("phone", ama.msisdn()), 1);
        Order order = kiosk.requestToPay(ama, "1");
        ama.waitPrompt();
        ama.choose("Reject");
        HeldCall held = hold.next();
        assertEquals("POST", held.call().text("method"));
        assertEquals(List.of(), order.callbacks());
        held.change(HeldCall.Change.none().header("X-Other", "yes").body("{\"status\":\"SUCCESSFUL\"}"));
        Callback callback = order.waitCallback();
        assertEquals("{\"status\":\"SUCCESSFUL\"}", callback.text());
        assertEquals("yes", callback.headers().get("x-other"));
        said("No call was held by ", () -> hold.next(Duration.ZERO));
        hold.end();
        hold.end();
        world.holds().clear();
    }

    @Test
    void aHeldAnswerIsDropped(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) throws Exception {
        kiosk.balance(Product.COLLECTION);
        Hold hold = world.holds().add("answer", Map.of("operation", "momo.createRequestToPay"), 1);
        CompletableFuture<PayersimException.Failure> asking = CompletableFuture.supplyAsync(() ->
                said("", () -> kiosk.requestToPay(ama, "1")).failure());
        hold.next().drop();
        assertEquals(PayersimException.Failure.LOST, asking.get(30, TimeUnit.SECONDS));
        assertEquals(1, world.payments().size());
    }

    @Test
    void aSnapshotIsTheWorldAsItWas(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        kiosk.requestToPay(ama, "1");
        ama.waitPrompt();
        world.snapshots().take("rings");
        assertEquals(List.of("rings"), world.snapshots().list());
        ama.choose("Reject");
        world.settle();
        world.snapshots().restore("rings");
        assertNull(ama.screen());
        assertEquals(Screen.Status.OPEN, ama.waitPrompt().status());
        // The merchant still knows its user.
        assertEquals("PENDING", kiosk.requestToPay(ama, "2").status().status());
        world.snapshots().delete("rings");
        said("", () -> world.snapshots().restore("rings"));
    }

    @Test
    void aResetWorldHasForgottenEverything(World world, @Msisdn("+46733000001") Phone ama, Merchant merchant) {
        merchant.requestToPay(ama, "1");
        ama.waitPrompt();
        world.reset();
        assertNull(ama.screen());
        assertEquals(List.of(), world.payments());
        assertEquals("PENDING", merchant.requestToPay(ama, "1").status().status());
    }

    @Test
    void theStoryOfAPaymentEndsWithWhy(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        Order order = kiosk.requestToPay(ama, "12.50");
        MerchantTest.approve(ama);
        world.settle();
        Payment payment = world.payments("successful", 100).get(0);
        assertEquals(List.of(order.id(), "12.50", ama.msisdn(), "Kiosk 24"),
                List.of(payment.reference(), payment.amount(), payment.phone(), payment.merchant()));
        String story = world.story(payment);
        assertEquals("09:00:00 request.answered POST /collection/v1_0/requesttopay -> 202", story.lines().findFirst().orElseThrow());
        assertTrue(story.contains("ussd.hop +46733000001 text \"1*****\" screen \"Approved."), story);
        assertFalse(story.contains("1234"), story);
        assertTrue(world.audit().get("ok").isTrue());
    }

    @Test
    void aLongTimelineIsReadToItsEnd(World world, @Msisdn("+46733000001") Phone ama) {
        for (int turn = 0; turn < 30; turn += 1) {
            ama.dial("*165#");
            ama.hangUp();
        }
        assertEquals(30, world.timeline("ussd.session-ended", null, null).size());
        assertTrue(world.timeline().size() > 100);
    }

    @Test
    void whatHasNoMethodIsAControlRoute(World world) {
        assertTrue(world.control("GET", "/_sim/clock/next", null).get("at").isNull());
        PayersimException refused = said("GET /_sim/nothing answered 404", () -> world.control("GET", "/_sim/nothing", null));
        assertEquals("no-route", refused.problem());
        assertTrue(refused.getMessage().endsWith("It is payersim 0.1.0, and this client was made for 0.1.0."), refused.getMessage());
    }

    @Test
    void oneTimeCodesComeByEMailToo(World world) {
        said("No e-mail that contains \"code\" came to bola.eze@example.com within 0 s.",
                () -> world.mailbox("Bola.Eze@example.com").nextEmail("code", Duration.ZERO));
        assertEquals(List.of(), world.mailbox("bola.eze@example.com").messages());
    }
}
