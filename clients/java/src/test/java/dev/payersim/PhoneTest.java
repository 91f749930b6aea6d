package dev.payersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.payersim.junit.Called;
import dev.payersim.junit.Msisdn;
import dev.payersim.junit.PayersimExtension;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PayersimExtension.class)
class PhoneTest {
    @Test
    void dialsChoosesRepliesAndHangsUp(@Msisdn("+46733000001") Phone ama) {
        assertNull(ama.screen());
        assertEquals(Screen.Status.OPEN, ama.dial("*165#").status());
        assertEquals(List.of("Approvals (0)", "Balance"), ama.screen().options().stream().limit(2).map(Screen.Option::label).toList());
        assertEquals("2", ama.option("balance").key());
        assertTrue(ama.choose("balance").text().contains("PIN"));
        assertTrue(ama.reply(ama.pin()).text().contains("500.00"));
        ama.dial("*165#");
        assertEquals("cancelled", ama.hangUp().status().toString());
        said("No option of +46733000001 contains \"Play\". There are: none.", () -> ama.option("Play"));
    }

    @Test
    void isTheSameObjectEachTimeAndRefusesWhatIsNoNumber(World world, @Msisdn("+46733000001") Phone ama) {
        assertSame(ama, world.phone("46733000001"));
        assertEquals(List.of(ama), world.phones());
        said("\"Ama\" is no phone number. Write it in international form, such as +46733000001.", () -> world.phone("Ama"));
        assertEquals(400, said("", () -> world.phone("0733000001").look()).status());
    }

    @Test
    void aPatternChoosesAnOption(@Msisdn("+46733000001") Phone ama) {
        ama.dial("*165#");
        assertTrue(ama.choose(Pattern.compile("^Bal")).text().contains("PIN"));
        ama.dial("*165#");
        said("Several options match /a/ on +46733000001. They are: 1 Approvals (0) · 2 Balance", () -> ama.choose(Pattern.compile("a")));
        said("No option matches /x/ on +46733000001. There are: 1 Approvals (0) · ", () -> ama.choose(Pattern.compile("x")));
    }

    @Test
    void aChoiceThatThereIsNotIsAnErrorWithTheProblemAndTheOptions(@Msisdn("+46733000001") Phone ama) {
        ama.dial("*165#");
        PayersimException error = said("", () -> ama.choose("lottery"));
        assertTrue(error.getMessage().contains("No option matches \"lottery\""), error.getMessage());
        assertEquals(409, error.status());
        assertEquals("no-such-option", error.problem());
        assertEquals("/docs/problems#no-such-option", error.type());
        assertEquals("The screen has no such option", error.title());
        assertTrue(error.detail().startsWith("No option matches"));
        assertEquals("{\"key\":\"1\",\"label\":\"Approvals (0)\"}", error.body().get("options").all().get(0).toString());
    }

    @Test
    void aReplyWithoutASessionIsAnError(@Msisdn("+46733000001") Phone ama) {
        assertEquals("no-open-session", said("", () -> ama.reply("1")).problem());
    }

    @Test
    void waitsForAPromptAndSaysWhyNoneCame(@Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        Duration instant = Duration.ofMillis(10);
        said("No push came to +46733000001 within 10 ms.", () -> ama.waitPrompt(instant));
        ama.dial("*165#");
        said("+46733000001 is in a session that it dialled itself", () -> ama.waitPrompt(instant));
        ama.hangUp();
        ama.goOffline();
        said("No push came to +46733000001: it is offline.", () -> ama.waitPrompt(instant));
        ama.goOnline();
        kiosk.requestToPay(ama, "5");
        assertTrue(ama.waitPrompt().text().startsWith("Pay 5.00 EUR to Kiosk 24?"));
    }

    @Test
    void aHeldPromptComesWhenItIsReleased(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        ama.holdPrompt();
        Order order = kiosk.requestToPay(ama, "5");
        world.settle();
        assertNull(ama.look());
        ama.releasePrompt(order);
        assertEquals(Screen.Status.OPEN, ama.waitPrompt().status());
    }

    @Test
    void readsEachSmsOnce(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
        kiosk.transfer(ama, "5");
        assertTrue(ama.nextSms("received").text().contains("5.00 EUR"));
        world.settle();
        said("No SMS that contains \"received\" came to +46733000001 within 0 s.", () -> ama.nextSms("received", Duration.ZERO));
        kiosk.transfer(ama, "6");
        world.settle();
        PayersimException others = said("No SMS that contains \"paid\" came", () -> ama.nextSms("paid", Duration.ZERO));
        assertTrue(others.getMessage().contains(" These came: \"") && others.getMessage().contains("6.00 EUR"), others.getMessage());
        ama.skipSms();
        assertTrue(said("No SMS came", () -> ama.nextSms(null, Duration.ZERO)).getMessage().endsWith(" within 0 s."));
        assertEquals(2, ama.messages().size());
        assertTrue(ama.messages().get(0).id() > 0);
    }

    @Test
    void sendsAnSms(World world, @Msisdn("+46733000001") Phone ama) {
        ama.sendSms("55000", "JOIN");
        assertEquals(List.of("JOIN"), world.timeline("sms.sent", ama, null).stream().map(one -> one.data().text("text")).toList());
    }

    @Test
    void movesToANetwork(World world, @Msisdn("+46733000001") Phone ama) {
        ama.setNetwork("63902");
        assertEquals("63902", world.control("GET", "/_sim/phones/" + ama.msisdn(), null).text("network"));
        ama.setNetwork(null);
    }

    @Test
    void aNumberThatAPaymentNamesHasAPinToo(World world, @Called("Kiosk 24") Merchant kiosk) {
        world.describe();
        Phone kofi = world.phone("+46733000042");
        kiosk.requestToPay(kofi, "1");
        kofi.waitPrompt();
        kofi.choose("Approve");
        assertEquals(Screen.Status.ENDED, kofi.reply(kofi.pin()).status());
        said("The world has no PIN for +46733000043", () -> world.phone("+46733000043").pin());
    }

    /** What it throws begins so. */
    static PayersimException said(String beginning, org.junit.jupiter.api.function.Executable does) {
        PayersimException error = assertThrows(PayersimException.class, does);
        assertTrue(error.getMessage().startsWith(beginning), error.getMessage());
        return error;
    }
}
