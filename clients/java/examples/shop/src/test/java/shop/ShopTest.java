package shop;

import static dev.payersim.PayersimAssertions.assertCalls;
import static dev.payersim.PayersimAssertions.assertEnded;
import static dev.payersim.PayersimAssertions.assertScreen;
import static dev.payersim.PayersimAssertions.assertSms;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.payersim.Calls;
import dev.payersim.Fault;
import dev.payersim.MomoAccount;
import dev.payersim.Payment;
import dev.payersim.Phone;
import dev.payersim.World;
import dev.payersim.junit.Called;
import dev.payersim.junit.Msisdn;
import dev.payersim.junit.PayersimExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The customers of the shop: each test has a world of its own, whose clock stands still until the test moves it. */
@ExtendWith(PayersimExtension.class)
class ShopTest {
    private final HttpClient browser = HttpClient.newHttpClient();
    private Shop shop;

    @BeforeEach
    void opens(@Called("Kiosk 24") MomoAccount account) throws IOException {
        shop = shopOf(RequestOptions.builder()
                .setBaseUrl(account.baseUrl())
                .setTargetEnvironment(account.environment())
                .setCollectionPrimaryKey(account.collectionKey())
                .setCollectionUserId(account.userId())
                .setCollectionApiSecret(account.apiKey())
                .build());
    }

    @AfterEach
    void closes() {
        shop.close();
    }

    Shop shopOf(RequestOptions options) throws IOException {
        return new Shop(options);
    }

    @Test
    void anOrderIsPaidWhenTheCustomerApproves(World world, @Msisdn("+46733000001") Phone ama) throws Exception {
        String order = buys(ama);
        assertEquals("waiting", stateOf(order));

        ama.waitPrompt();
        assertScreen(ama).contains("Pay 12.50 EUR to Kiosk 24").offers("Approve");
        ama.choose("Approve");
        assertScreen(ama).contains("PIN");
        ama.reply(ama.pin());
        assertEnded(ama).contains("approved");
        // From here on, what the approval caused has happened: the callback has been tried, the receipt sent.
        world.settle();

        assertEquals("paid", stateOf(order));
        assertSms(ama, "paid 12.50 EUR");
    }

    @Test
    void anOrderIsRejectedWhenTheCustomerRejects(World world, @Msisdn("+46733000001") Phone ama) throws Exception {
        String order = buys(ama);
        ama.waitPrompt();
        ama.choose("Reject");
        world.settle();
        assertEquals("rejected", stateOf(order));
    }

    @Test
    void anOrderExpiresWhenTheCustomerDoesNothingForFiveMinutes(World world, @Msisdn("+46733000001") Phone ama) throws Exception {
        String order = buys(ama);
        world.clock().advance(Duration.ofMinutes(5).minusSeconds(1));
        assertEquals("waiting", stateOf(order));
        world.clock().advance(Duration.ofSeconds(1));
        assertEquals("expired", stateOf(order));
    }

    @Test
    void anOrderFailsWhenTheCustomerHasNotEnoughMoney(World world, @Msisdn("+46733000003") Phone cleo) throws Exception {
        String order = buys(cleo);
        approves(cleo);
        assertEnded(cleo).contains("not enough");
        world.settle();
        assertEquals("not enough money", stateOf(order));
    }

    @Test
    void thePayerApprovesAfterALostAnswerTheShopAsksAgainAndIsPaidOnce(World world, @Msisdn("+46733000001") Phone ama) throws Exception {
        world.faults().set(
                Fault.at("operation", "lost-answer").match("operation", "momo.createRequestToPay").first(1),
                Fault.at("callback", "dropped"));
        String order = buys(ama);
        approves(ama);
        assertEnded(ama).contains("approved");
        world.settle();
        // MoMo has told the shop nothing so far.
        assertEquals("waiting", stateOf(order));

        shop.checkWaiting();
        world.settle();
        // Her phone does not ring again.
        ama.look();
        assertEnded(ama).contains("approved");
        assertEquals("paid", stateOf(order));
        assertEquals(Map.of("EUR", "487.50"), world.balances(ama));
        assertEquals(List.of("successful"), world.payments().stream().map(Payment::state).toList());
        assertCalls(world, Calls.to("momo.createRequestToPay").times(2));
    }

    /** What the browser of a customer sends. */
    private String buys(Phone phone) throws Exception {
        HttpRequest order = HttpRequest.newBuilder(URI.create(shop.url() + "/orders"))
                .POST(BodyPublishers.ofString("mangoes\n" + phone.msisdn()))
                .build();
        return browser.send(order, BodyHandlers.ofString()).body();
    }

    private String stateOf(String order) throws Exception {
        HttpRequest question = HttpRequest.newBuilder(URI.create(shop.url() + "/orders/" + order)).build();
        return browser.send(question, BodyHandlers.ofString()).body();
    }

    private static void approves(Phone phone) {
        phone.waitPrompt();
        phone.choose("Approve");
        phone.reply(phone.pin());
    }
}
