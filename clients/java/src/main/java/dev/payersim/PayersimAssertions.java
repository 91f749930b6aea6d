package dev.payersim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Assertions that read a phone as a person does, and show its screen when they fail.
 *
 * <p>They look at the last screen that the test has seen, so that a push that comes in between changes nothing: {@link Phone#look()} sees
 * anew. A screen that no phone of its network would show whole fails too, unless the test allows it.
 *
 * <pre>{@code
 * assertScreen(ama).contains("Pay 12.50 EUR").offers("Approve");
 * assertEnded(ama).contains("approved");
 * assertSms(ama, "paid 12.50 EUR");
 * assertCalls(world, Calls.to("momo.getRequestToPay").atMost(5));
 * }</pre>
 */
public final class PayersimAssertions {
    private static final Duration MISSING_CALLS = Duration.ofSeconds(1);
    private static final Set<String> UNFIT = Set.of("too-long", "not-gsm");

    private PayersimAssertions() {}

    /** The phone shows an open screen, which fits its network. What it says is asserted by the methods of what this returns. */
    public static ScreenAssert assertScreen(Phone phone, Allow... allowed) {
        return new ScreenAssert(phone, Screen.Status.OPEN, "show an open screen", Set.of(allowed));
    }

    /** The app has ended the session, with a last screen that fits its network. */
    public static ScreenAssert assertEnded(Phone phone, Allow... allowed) {
        return new ScreenAssert(phone, Screen.Status.ENDED, "have its session ended by the app with a screen", Set.of(allowed));
    }

    /** The last screen is short enough for its network, and in the letters that phones show. */
    public static void assertFits(Phone phone) {
        List<String> wrong = unfit(phone.screen(), Set.of());
        if (phone.screen() == null || !wrong.isEmpty()) {
            throw new AssertionError(told(phone, "have a screen that fits the phones of its network", wrong));
        }
    }

    /**
     * An SMS that contains the text, in any case, has arrived; this does not wait for one: {@link Phone#nextSms(String)} does.
     *
     * @return the oldest one
     */
    public static Message assertSms(Phone phone, String contains) {
        return sms(phone, null, needed(contains));
    }

    /**
     * The same, from a sender as the phone shows it, a short code or a name.
     *
     * @return the oldest one
     */
    public static Message assertSmsFrom(Phone phone, String sender, String contains) {
        return sms(phone, needed(sender), needed(contains));
    }

    /**
     * The program under test called an API as it should; a second of real time is waited for calls that are missing.
     *
     * @throws PayersimException there is no such operation
     */
    public static void assertCalls(World world, Calls expected) {
        assertCalls(world, expected, MISSING_CALLS);
    }

    /** The same, with another real time for calls that are missing. */
    public static void assertCalls(World world, Calls expected, Duration timeout) {
        Json found = world.wire().json("POST", "/_sim/calls/check?waitMs=" + timeout.toMillis(), expected.expected());
        if (found.get("holds").isTrue()) return;
        List<String> lines = new ArrayList<>(List.of("Expected " + found.text("expected") + ".", "What came:"));
        found.get("seen").all().forEach(one -> lines.addAll(quoted(one.asText())));
        throw new AssertionError(String.join("\n", lines));
    }

    /** The lines of a screen, for who reads a failure; null for a phone that has none. */
    public static List<String> drawn(Screen screen) {
        if (screen == null) return List.of("It has no screen yet. Call dial(), waitPrompt() or look() first.");
        List<String> lines = new ArrayList<>();
        lines.add(screen.status() == Screen.Status.OPEN ? "An open screen:" : "The session " + screen.status() + ":");
        lines.addAll(quoted(screen.text()));
        if (screen.error() != null) lines.add(screen.error());
        if (screen.answer() != null) lines.add("The app answered " + screen.answer());
        if (screen.diagnosis() != null) lines.add(screen.diagnosis());
        return lines;
    }

    /** What a screen is to say. Each method returns this, so that several can follow one another. */
    public static final class ScreenAssert {
        private final Phone phone;
        private final Screen screen;
        private final String what;

        private ScreenAssert(Phone phone, Screen.Status status, String what, Set<Allow> allowed) {
            this.phone = phone;
            this.screen = phone.screen();
            this.what = what;
            if (screen == null || screen.status() != status) throw new AssertionError(told(phone, what, List.of()));
            List<String> wrong = unfit(screen, allowed);
            if (wrong.isEmpty()) return;
            wrong.add("Where it may be so, give Allow.TOO_LONG or Allow.NOT_GSM.");
            throw new AssertionError(told(phone, "have a screen that fits the phones of its network", wrong));
        }

        /** It contains the text, in any case, line breaks being blanks. */
        public ScreenAssert contains(String text) {
            needed(text);
            return check("that contains " + JsonText.quoted(text), one -> flat(one.text()).contains(flat(text)));
        }

        /** It has a match of the pattern. */
        public ScreenAssert matches(Pattern pattern) {
            return check("that matches /" + pattern + "/", one -> pattern.matcher(one.text()).find());
        }

        /** It is this text, but line breaks at its end. */
        public ScreenAssert exactly(String text) {
            needed(text);
            return check("that reads exactly " + JsonText.quoted(text), one -> one.text().stripTrailing().equals(text.stripTrailing()));
        }

        /** The label of one of its options contains the text, in any case. */
        public ScreenAssert offers(String label) {
            needed(label);
            return check("with an option that contains " + JsonText.quoted(label),
                    one -> one.options().stream().anyMatch(option -> flat(option.label()).contains(flat(label))));
        }

        private ScreenAssert check(String wanted, Predicate<Screen> holds) {
            if (!holds.test(screen)) throw new AssertionError(told(phone, what + " " + wanted, List.of(), screen));
            return this;
        }
    }

    private static Message sms(Phone phone, String sender, String contains) {
        List<Message> came = phone.messages();
        for (Message message : came) {
            boolean isFrom = sender == null || sender.equals(message.sender());
            if (isFrom && flat(message.text()).contains(flat(contains))) return message;
        }
        String who = sender == null ? "" : " from " + sender;
        List<String> lines = new ArrayList<>();
        lines.add("Expected " + phone.msisdn() + " to have received an SMS" + who + " that contains " + JsonText.quoted(contains) + ".");
        for (Message message : came) {
            lines.add("SMS from " + message.sender() + ":");
            lines.addAll(quoted(message.text()));
        }
        if (came.isEmpty()) lines.add("No SMS has come.");
        throw new AssertionError(String.join("\n", lines));
    }

    private static String told(Phone phone, String expected, List<String> wrong) {
        return told(phone, expected, wrong, phone.screen());
    }

    private static String told(Phone phone, String expected, List<String> wrong, Screen screen) {
        List<String> lines = new ArrayList<>();
        lines.add("Expected " + phone.msisdn() + " to " + expected + ".");
        lines.addAll(wrong);
        lines.addAll(drawn(screen));
        return String.join("\n", lines);
    }

    private static List<String> unfit(Screen screen, Set<Allow> allowed) {
        List<String> found = new ArrayList<>();
        if (screen == null) return found;
        for (Screen.Warning one : screen.warnings()) {
            boolean isAllowed = allowed.stream().anyMatch(each -> each.toString().equals(one.code()));
            if (UNFIT.contains(one.code()) && !isAllowed) found.add(one.code() + ": " + one.message());
        }
        return found;
    }

    private static String needed(String text) {
        if (text.isEmpty()) throw new IllegalArgumentException("Every screen contains an empty text: name what it is to say.");
        return text;
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }

    /** No control character of an app may reach the terminal. */
    private static List<String> quoted(String text) {
        List<String> lines = text.isEmpty() ? List.of("") : text.lines().toList();
        return lines.stream().map(line -> ("  | " + line.replaceAll("\\p{Cntrl}", " ")).stripTrailing()).toList();
    }
}
