package dev.payersim;

import static dev.payersim.PayersimAssertions.assertCalls;
import static dev.payersim.PayersimAssertions.assertEnded;
import static dev.payersim.PayersimAssertions.assertFits;
import static dev.payersim.PayersimAssertions.assertScreen;
import static dev.payersim.PayersimAssertions.assertSms;
import static dev.payersim.PayersimAssertions.assertSmsFrom;
import static dev.payersim.PhoneTest.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.payersim.junit.Called;
import dev.payersim.junit.Msisdn;
import dev.payersim.junit.PayersimExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

@ExtendWith(PayersimExtension.class)
class PayersimAssertionsTest {
    @Test
    void aScreenThatReadsSoPasses(@Msisdn("+46733000001") Phone ama) {
        ama.dial("*165#");
        assertScreen(ama).contains("momo 1 APPROVALS").matches(Pattern.compile("^2 Balance$", Pattern.MULTILINE)).offers("history");
        ama.choose("balance");
        assertScreen(ama).exactly("Enter your PIN to see your balance\n");
        ama.reply(ama.pin());
        assertEnded(ama).contains("500.00");
        assertFits(ama);
    }

    @Test
    void aFailureShowsTheScreenAndWhatWasExpected(@Msisdn("+46733000001") Phone ama) {
        ama.dial("*165#");
        String told = fails(() -> assertScreen(ama).contains("Lottery"));
        assertEquals(
                List.of(
                        "Expected +46733000001 to show an open screen that contains \"Lottery\".",
                        "An open screen:",
                        "  | MoMo",
                        "  | 1 Approvals (0)",
                        "  | 2 Balance"),
                told.lines().limit(5).toList());
        assertTrue(fails(() -> assertScreen(ama).offers("Play")).startsWith(
                "Expected +46733000001 to show an open screen with an option that contains \"Play\".\nAn open screen:\n  | MoMo"));
        assertTrue(fails(() -> assertScreen(ama).matches(Pattern.compile("^x$"))).contains("that matches /^x$/."));
        assertTrue(fails(() -> assertScreen(ama).exactly("MoMo")).contains("that reads exactly \"MoMo\"."));
        assertTrue(fails(() -> assertEnded(ama)).startsWith(
                "Expected +46733000001 to have its session ended by the app with a screen.\nAn open screen:"));
        ama.hangUp();
        assertTrue(fails(() -> assertScreen(ama)).contains("The session cancelled:"));
    }

    @Test
    void aPhoneWithoutAScreenSaysWhatToDo(@Msisdn("+46733000001") Phone ama) {
        for (Executable check : List.<Executable>of(() -> assertScreen(ama), () -> assertEnded(ama), () -> assertFits(ama))) {
            assertTrue(fails(check).contains("It has no screen yet. Call dial(), waitPrompt() or look() first."));
        }
        ama.dial("*165#");
        assertThrows(IllegalArgumentException.class, () -> assertScreen(ama).contains(""));
    }

    @Test
    void aScreenThatNoPhoneShowsWholeFailsUnlessItMayBeSo(World world, @Msisdn("+46733000001") Phone phone) throws Exception {
        try (UssdApp app = new UssdApp(world)) {
            app.says = "CON " + "long ".repeat(50);
            phone.setNetwork("63902");
            phone.dial("*384*7#");
            assertTrue(fails(() -> assertScreen(phone).contains("long")).contains("too-long: "));
            assertTrue(fails(() -> assertFits(phone)).contains("too-long: "));
            assertScreen(phone, Allow.TOO_LONG).contains("long");
        }
    }

    @Test
    void aSessionThatFailedSaysWhy(World world, @Msisdn("+46733000001") Phone phone) throws Exception {
        try (UssdApp app = new UssdApp(world)) {
            app.says = "Hello\u001b[31m";
            phone.dial("*384*7#");
            String told = fails(() -> assertScreen(phone));
            assertTrue(told.contains("The session failed:"), told);
            assertTrue(told.contains("The app answered"), told);
            assertFalse(told.contains("\u001b"), told);
        }
    }

    @Test
    void anSmsThatHasCome(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        assertTrue(fails(() -> assertSms(ama, "received")).endsWith("No SMS has come."));
        kiosk.transfer(ama, "5");
        world.settle();
        Message message = assertSms(ama, "received 5.00 eur");
        assertEquals(message, assertSmsFrom(ama, message.sender(), "5.00"));
        String told = fails(() -> assertSmsFrom(ama, "MTN", "6.00"));
        assertTrue(told.startsWith("Expected +46733000001 to have received an SMS from MTN that contains \"6.00\".\nSMS from "), told);
        assertTrue(told.contains("  | You received 5.00 EUR"), told);
    }

    @Test
    void whatTheProgramAskedIsChecked(World world, @Called("Kiosk 24") MomoAccount account) throws Exception {
        String create = "momo.createRequestToPay";
        String first = "11111111-1111-4111-8111-111111111111";
        String second = "22222222-2222-4222-8222-222222222222";
        assertCalls(world, Calls.to(create).never(), Duration.ZERO);
        ask(account, first);
        String told = fails(() -> assertCalls(world, Calls.to(create).times(2), Duration.ZERO));
        assertTrue(told.startsWith("Expected ") && told.contains("\nWhat came:\n  | ") && told.contains(first), told);
        world.clock().advance(Duration.ofMinutes(10));
        ask(account, second);
        assertCalls(world, Calls.to(create).times(2).uniqueReference());
        assertCalls(world, Calls.to(create).reference(first).atLeast(1).atMost(1));
        assertCalls(world, Calls.to(create).never().after(Calls.to(create)).within(Duration.ofMinutes(5)));
        assertCalls(world, Calls.to(create).never().status(500));
        assertCalls(world, Calls.to(create).never().unanswered());
        assertCalls(world, Calls.to(create).never().by("payersim"));
        assertCalls(world, Calls.inOrder(Calls.to(create), Calls.to(create).reference(second)));
        List<ApiCall> calls = world.calls(create, null, "program");
        assertEquals(List.of(first, second), calls.stream().map(ApiCall::reference).toList());
        assertEquals(202, calls.get(0).status());
        assertEquals(400, said("", () -> assertCalls(world, Calls.to("momo.createRequestToPays"), Duration.ZERO)).status());
    }

    /** As a program under test: not by this client, whose calls are not counted. */
    private static void ask(MomoAccount account, String reference) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String pair = Base64.getEncoder().encodeToString((account.userId() + ":" + account.apiKey()).getBytes());
        HttpRequest.Builder login = HttpRequest.newBuilder(URI.create(account.baseUrl() + "/collection/token/"))
                .header("Ocp-Apim-Subscription-Key", account.collectionKey())
                .header("Authorization", "Basic " + pair)
                .POST(BodyPublishers.noBody());
        String token = Json.parse(http.send(login.build(), BodyHandlers.ofString()).body()).text("access_token");
        Json payer = Json.object("partyIdType", "MSISDN", "partyId", "46733000001");
        Json body = Json.object("amount", "1", "currency", "EUR", "externalId", "1", "payer", payer);
        HttpRequest.Builder asks = HttpRequest.newBuilder(URI.create(account.baseUrl() + "/collection/v1_0/requesttopay"))
                .header("Ocp-Apim-Subscription-Key", account.collectionKey())
                .header("Authorization", "Bearer " + token)
                .header("X-Target-Environment", account.environment())
                .header("X-Reference-Id", reference)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        assertEquals(202, http.send(asks.build(), BodyHandlers.discarding()).statusCode());
    }

    private static String fails(Executable check) {
        return assertThrows(AssertionError.class, check).getMessage();
    }
}
