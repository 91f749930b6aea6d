package dev.payersim;

import static dev.payersim.PhoneTest.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.payersim.junit.Called;
import dev.payersim.junit.Msisdn;
import dev.payersim.junit.PayersimExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PayersimExtension.class)
class MerchantTest {
    private static final Fault LOST_ONCE = Fault.at("operation", "lost-answer").match("operation", "momo.createRequestToPay").first(1);

    @Test
    void isPaidAndCalledBack(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        Order order = kiosk.requestToPay(ama, "12.50", OrderDetails.none().message("Order 17").note("Table 3").externalId("17"));
        assertEquals("PENDING", order.status().status());
        assertEquals(List.of(), order.callbacks());
        approve(ama);
        Callback callback = order.waitCallback();
        assertEquals("POST", callback.method());
        assertEquals(order.id(), callback.referenceId());
        assertEquals("SUCCESSFUL", callback.body().text("status"));
        assertEquals(callback, kiosk.waitCallback());
        assertEquals(List.of(callback), order.callbacks());
        OrderStatus status = order.status();
        assertEquals("SUCCESSFUL", status.status());
        assertNull(status.reason());
        assertEquals(callback.body().text("financialTransactionId"), status.financialTransactionId());
        assertEquals(Map.of("EUR", "487.50"), world.balances(ama));
        List<Json> lines = kiosk.statement().get("lines").all();
        assertEquals("17", lines.get(lines.size() - 1).text("externalId"));
    }

    @Test
    void ofTheSandboxMakesItselfAnApiUser(@Msisdn("+46733000001") Phone ama, Merchant merchant) {
        Order order = merchant.requestToPay(ama, "1");
        ama.waitPrompt();
        ama.choose("Reject");
        assertEquals("APPROVAL_REJECTED", order.waitCallback().body().text("reason"));
        assertEquals("APPROVAL_REJECTED", order.status().reason());
        assertEquals(new Money("10000", "EUR"), merchant.balance(Product.COLLECTION));
    }

    @Test
    void ofAnotherEnvironmentIsOneOfTheWorlds(World world) {
        Phone kofi = world.phone("+233244000001");
        Order order = world.merchant(null, "mtnghana").requestToPay(kofi, "20");
        assertTrue(kofi.waitPrompt().text().contains("20.00 GHS to Accra Books"));
        assertEquals("GHS", order.status().body().text("currency"));
        said("The world has no API user \"Nobody\" in environment sandbox. It has: Kiosk 24",
                () -> world.merchant("Nobody").balance(Product.COLLECTION));
    }

    @Test
    void aRefusalHasMtnsCodeAndTheSimulatorsWords(@Called("Kiosk 24") Merchant kiosk, @Msisdn("+46733000001") Phone ama) {
        PayersimException refused = said("POST /collection/v1_0/requesttopay answered 500 INVALID_CURRENCY: ",
                () -> kiosk.requestToPay(ama, "1", OrderDetails.none().currency("XXX")));
        assertEquals("INVALID_CURRENCY", refused.code());
        assertEquals(500, refused.status());
        assertNull(refused.type());
    }

    @Test
    void anOrderWhoseAnswerWasLostIsSentAgain(World world, @Called("Kiosk 24") Merchant kiosk, @Msisdn("+46733000001") Phone ama) {
        world.faults().set(LOST_ONCE);
        PayersimException lost = said("POST /collection/v1_0/requesttopay: the connection broke off", () -> kiosk.requestToPay(ama, "12.50"));
        assertEquals(PayersimException.Failure.LOST, lost.failure());
        Order order = lost.sent();
        order.again();
        approve(ama);
        assertEquals("SUCCESSFUL", order.status().status());
        assertEquals(1, world.payments().size());
        assertEquals(1, world.faults().list().get(0).get("injected").asInteger());
    }

    @Test
    void anAnswerToAQuestionThatIsLostIsToldToo(World world, @Called("Kiosk 24") Merchant kiosk, @Msisdn("+46733000001") Phone ama) {
        Order order = kiosk.requestToPay(ama, "12.50");
        world.faults().set(Fault.at("operation", "lost-answer").match("operation", "momo.getRequestToPay").first(1));
        assertEquals(PayersimException.Failure.LOST, said("GET ", order::status).failure());
        assertEquals("PENDING", order.status().status());
        // Asked twice in all: nothing was sent again behind the test's back.
        assertEquals(2, world.calls("momo.getRequestToPay").size());
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        world.faults().set(Fault.at("operation", "no-answer").match("operation", "momo.createRequestToPay"));
        kiosk.balance(Product.COLLECTION);
        // From here on it has its token, and no other answer that could be late.
        kiosk.timeout(Duration.ofMillis(500));
        PayersimException late = said("POST /collection/v1_0/requesttopay was not answered in time", () -> kiosk.requestToPay(ama, "12.50"));
        assertEquals(PayersimException.Failure.UNANSWERED, late.failure());
        world.faults().clear();
        kiosk.timeout(null);
        late.sent().again();
        assertEquals("PENDING", late.sent().status().status());
    }

    @Test
    void aCallbackThatDoesNotComeIsToldWithTheLog(World world, @Called("Kiosk 24") Merchant kiosk, @Msisdn("+46733000001") Phone ama) {
        world.faults().set(Fault.at("callback", "dropped"));
        Order order = kiosk.requestToPay(ama, "12.50");
        assertTrue(said("No callback", () -> order.waitCallback(Duration.ZERO)).getMessage().contains("The simulator sent none"));
        approve(ama);
        world.settle();
        String told = said("No callback for order " + order.id() + " came within 0 s. The simulator's log has: ",
                () -> order.waitCallback(Duration.ZERO)).getMessage();
        assertTrue(told.contains("/" + order.id() + ": "), told);
    }

    @Test
    void debitsUnderAPreApprovalRefundsAndTransfers(World world, @Called("Kiosk 24") Merchant kiosk, @Msisdn("+46733000001") Phone ama) {
        Order plan = kiosk.preApprove(ama, Duration.ofDays(1), OrderDetails.none().message("Gym"));
        ama.waitPrompt();
        ama.choose("Accept");
        ama.reply(ama.pin());
        assertEquals("SUCCESSFUL", plan.status().status());
        Order due = kiosk.requestToPay(ama, "9.90");
        world.settle();
        assertEquals("SUCCESSFUL", due.status().status());
        Order back = kiosk.refund(due, "4.90");
        world.settle();
        assertEquals("SUCCESSFUL", back.status().status());
        Order prize = kiosk.transfer(new Party.Msisdn("+46733000001"), "5");
        world.settle();
        assertEquals("SUCCESSFUL", prize.status().status());
        assertEquals(Map.of("EUR", "500.00"), world.balances(ama));
    }

    @Test
    void asksForCashDepositsAndSendsAnInvoice(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        Order cash = kiosk.withdrawal(ama, "20", OrderDetails.none());
        approve(ama);
        assertEquals("SUCCESSFUL", cash.status().status());
        Order back = kiosk.deposit(ama, "20", OrderDetails.none());
        world.settle();
        assertEquals("SUCCESSFUL", back.status().status());
        Order bill = kiosk.invoice(ama, "12.50", Duration.ofDays(1), OrderDetails.none().message("Order 17").externalId("17"));
        ama.dial("*165*7#");
        ama.choose("Enter a number");
        ama.reply(bill.status().body().text("invoiceId"));
        ama.choose("Pay");
        ama.reply(ama.pin());
        assertEquals("SUCCESSFUL", bill.status().status());
        List<String> kinds = kiosk.statement().get("lines").all().stream().map(line -> line.text("kind")).toList();
        assertEquals(List.of("withdrawal", "deposit", "invoice"), kinds.subList(kinds.size() - 3, kinds.size()));
    }

    @Test
    void callsAnyOperationAndRenewsItsToken(World world, @Called("Kiosk 24") Merchant kiosk) {
        String path = "/collection/v1_0/accountholder/msisdn/46733000001/active";
        assertTrue(kiosk.call("GET", path).json().get("result").isTrue());
        world.clock().advance(Duration.ofHours(2));
        assertTrue(kiosk.call("GET", path).json().get("result").isTrue());
        said("\"/v1_0/apiuser\" does not begin with a product", () -> kiosk.call("GET", "/v1_0/apiuser"));
    }

    @Test
    void payersAreAlsoNamedByEMailOrPartyCode(World world, @Called("Kiosk 24") Merchant kiosk) {
        kiosk.requestToPay(new Party.Email("ama@example.com"), "1");
        kiosk.requestToPay(new Party.Code(UUID.fromString("1d6c5b2e-6b1f-4d52-9c43-7f0f7f1c0a01")), "1");
        assertEquals(List.of("+46733000001", "+46733000001"), world.payments().stream().map(Payment::phone).toList());
    }

    static void approve(Phone phone) {
        phone.waitPrompt();
        phone.choose("Approve");
        phone.reply(phone.pin());
    }
}
