package dev.payersim;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One person's phone. It is for one thread at a time.
 *
 * <pre>{@code
 * Phone ama = world.phone("+46733000001");
 * ama.waitPrompt();
 * ama.choose("Approve");
 * ama.reply(ama.pin());
 * }</pre>
 */
public final class Phone implements Party {
    private final World world;
    private final String msisdn;
    private final String path;
    private int generation;
    private Screen screen;
    private String pin;
    private String dialled;
    private int lastMessage;
    private boolean isOnline = true;

    Phone(World world, String msisdn) {
        this.world = world;
        this.msisdn = msisdn;
        this.path = "/_sim/phones/" + msisdn;
        this.generation = world.generation();
    }

    /** {@code +} and digits. */
    public String msisdn() {
        return msisdn;
    }

    /** The last screen seen; null before the first one. */
    public Screen screen() {
        forgetOldWorld();
        return screen;
    }

    /**
     * The PIN that this person knows.
     *
     * @throws PayersimException the world has none for this phone
     */
    public String pin() {
        forgetOldWorld();
        if (pin == null) pin = pinIn(world.describe());
        // A number that a payment names gets a phone and a PIN when it does: what was read before may lack it.
        if (pin == null) pin = pinIn(world.describeAnew());
        if (pin == null) throw new PayersimException("The world has no PIN for " + msisdn + ". Name a phone that it lists.");
        return pin;
    }

    private String pinIn(Json view) {
        for (Json one : view.get("phones").all()) {
            if (msisdn.equals(one.text("msisdn"))) return one.text("pin");
        }
        return null;
    }

    /** Dials a code such as {@code *165#}; hangs up an open session first. */
    public Screen dial(String code) {
        Screen seen = act("dial", Json.object("code", code));
        dialled = seen.sessionId();
        return seen;
    }

    /**
     * Types an answer to the open screen and sends it.
     *
     * @throws PayersimException no screen is open
     */
    public Screen reply(String text) {
        return act("reply", Json.object("text", text));
    }

    /**
     * Chooses the one option of the open screen whose label contains the text, in any case. The simulator looks for it in the screen that
     * it then answers: a push that comes in between is never answered by mistake.
     *
     * @throws PayersimException no screen is open, or none or several options match: it lists them
     */
    public Screen choose(String label) {
        return act("choose", Json.object("label", label));
    }

    /**
     * Chooses the one option whose label has a match of the pattern, in the screen that the phone shows when this is called.
     *
     * @throws PayersimException no screen is open, or none or several options match: it lists them
     */
    public Screen choose(Pattern label) {
        Screen shown = look();
        List<Screen.Option> options = shown == null ? List.of() : shown.options();
        List<Screen.Option> found = options.stream().filter(one -> label.matcher(one.label()).find()).toList();
        if (found.size() == 1) return reply(found.get(0).key());
        String said = found.isEmpty() ? "No option matches /%s/ on %s. There are: %s." : "Several options match /%s/ on %s. They are: %s.";
        throw new PayersimException(String.format(said, label, msisdn, listed(found.isEmpty() ? options : found)));
    }

    /** Ends the open session from the phone's side. */
    public Screen hangUp() {
        return act("cancel", Json.object());
    }

    /** What the phone shows now, which {@link #screen} is from then on; null where it shows nothing. */
    public Screen look() {
        return look(null);
    }

    /** Waits, so long in real time, for an open screen, and returns what the phone shows then. */
    public Screen look(Duration timeout) {
        forgetOldWorld();
        Json view = world.wire().get(path, "waitMs", milliseconds(timeout));
        isOnline = view.get("online").isTrue();
        Screen shown = view.get("screen").isNull() ? null : Screen.of(view.get("screen"));
        // A simulator may no longer show a session that is over; the person still remembers how it ended.
        if (shown != null || (screen != null && screen.status() == Screen.Status.OPEN)) screen = shown;
        return screen;
    }

    /**
     * Waits for ten real seconds until a push has put a screen onto the phone.
     *
     * @throws PayersimException none came, or the phone is in a session that it dialled itself
     */
    public Screen waitPrompt() {
        return waitPrompt(World.PATIENCE);
    }

    /** The same, for another real time. */
    public Screen waitPrompt(Duration timeout) {
        Screen shown = look(timeout);
        if (shown == null || shown.status() != Screen.Status.OPEN) {
            if (!isOnline) {
                throw new PayersimException("No push came to " + msisdn + ": it is offline. Call goOnline() before the request.");
            }
            throw new PayersimException("No push came to " + msisdn + " within " + World.seconds(timeout) + ".");
        }
        if (shown.sessionId() != null && shown.sessionId().equals(dialled)) {
            throw new PayersimException(
                    msisdn + " is in a session that it dialled itself, so a push finds it busy. Call hangUp() first.");
        }
        return shown;
    }

    /**
     * The first option of the last screen whose label contains the text, in any case.
     *
     * @throws PayersimException there is none: it lists them
     */
    public Screen.Option option(String label) {
        List<Screen.Option> options = screen() == null ? List.of() : screen().options();
        for (Screen.Option one : options) {
            if (one.label().toLowerCase(Locale.ROOT).contains(label.toLowerCase(Locale.ROOT))) return one;
        }
        throw new PayersimException("No option of " + msisdn + " contains \"" + label + "\". There are: " + listed(options) + ".");
    }

    /** SMS received, oldest first. */
    public List<Message> messages() {
        return messages(0, null, null);
    }

    private List<Message> messages(int after, String contains, Duration timeout) {
        forgetOldWorld();
        Json view = world.wire().get(path + "/messages", "after", after, "contains", contains, "waitMs", milliseconds(timeout));
        return view.all().stream().map(Message::of).toList();
    }

    /** The next SMS, for which it waits ten real seconds: see {@link #nextSms(String, Duration)}. */
    public Message nextSms() {
        return nextSms(null, World.PATIENCE);
    }

    /** The next SMS that contains the text, for which it waits ten real seconds: see {@link #nextSms(String, Duration)}. */
    public Message nextSms(String contains) {
        return nextSms(contains, World.PATIENCE);
    }

    /**
     * The next SMS, newer than each that this returned before, so that no one-time code is read twice.
     *
     * @param contains a part of its text, in any case; null for any
     * @param timeout real time
     * @throws PayersimException none came: it lists those that did
     */
    public Message nextSms(String contains, Duration timeout) {
        forgetOldWorld();
        int mark = lastMessage;
        List<Message> found = messages(mark, contains, timeout);
        if (!found.isEmpty()) {
            lastMessage = Math.max(mark, found.get(0).id());
            return found.get(0);
        }
        String wanted = contains == null ? "" : " that contains \"" + contains + "\"";
        String came = messages(mark, null, null).stream().map(one -> JsonText.quoted(one.text())).collect(Collectors.joining(", "));
        String others = came.isEmpty() ? "" : " These came: " + came + ".";
        throw new PayersimException("No SMS" + wanted + " came to " + msisdn + " within " + World.seconds(timeout) + "." + others);
    }

    /** Skips all SMS received so far: the next one is newer. */
    public void skipSms() {
        forgetOldWorld();
        for (Message message : messages(lastMessage, null, null)) lastMessage = message.id();
    }

    /** Sends an SMS to a short code; a sender id takes {@code STOP} and {@code START} only. */
    public void sendSms(String to, String text) {
        world.wire().json("POST", path + "/messages", Json.object("to", to, "text", text));
    }

    /** Switches the phone off: SMS are held, and no push reaches it. */
    public void goOffline() {
        world.wire().json("PATCH", path, Json.object("online", false));
    }

    /** Switches the phone on. */
    public void goOnline() {
        world.wire().json("PATCH", path, Json.object("online", true));
    }

    /** Moves the phone to the network with this five-digit code; null is the network of the world. */
    public void setNetwork(String code) {
        world.wire().json("PATCH", path, Json.object("network", Json.of(code)));
    }

    /** Holds the next prompt for this phone, for an hour of business time, until {@link #releasePrompt}. */
    public void holdPrompt() {
        world.wire().json("POST", path + "/prompt/hold", Json.object());
    }

    /**
     * Releases the held prompt for an order.
     *
     * @throws PayersimException it was not held
     */
    public void releasePrompt(Order order) {
        world.wire().json("POST", path + "/prompt/release", Json.object("referenceId", order.id()));
    }

    @Override
    public String toString() {
        return "Phone " + msisdn;
    }

    private Screen act(String verb, Json body) {
        forgetOldWorld();
        try {
            screen = Screen.of(world.wire().json("POST", path + "/" + verb, body));
            return screen;
        } catch (PayersimException error) {
            // A refused choice says what is on the screen; the phone then knows it too.
            if (!error.body().get("options").isNull()) look();
            throw error;
        }
    }

    private void forgetOldWorld() {
        if (generation == world.generation()) return;
        generation = world.generation();
        screen = null;
        pin = null;
        dialled = null;
        lastMessage = 0;
    }

    private static String listed(List<Screen.Option> options) {
        return options.isEmpty() ? "none" : options.stream().map(Screen.Option::toString).collect(Collectors.joining(" · "));
    }

    private static Long milliseconds(Duration timeout) {
        return timeout == null ? null : timeout.toMillis();
    }

    /** {@code +} and digits; what no phone can have, the simulator refuses. */
    static String canonical(String msisdn) {
        String digits = msisdn.strip().replaceFirst("^\\++", "");
        if (digits.isEmpty() || !digits.chars().allMatch(one -> one >= '0' && one <= '9')) {
            throw new PayersimException(
                    "\"" + msisdn + "\" is no phone number. Write it in international form, such as +46733000001.");
        }
        return "+" + digits;
    }
}
