package dev.payersim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One world of a server: phones, money, a clock, faults and a timeline that no other world sees.
 *
 * <pre>{@code
 * try (World world = server.openWorld(WorldOptions.frozen())) {
 *     Phone ama = world.phone("+46733000001");
 * }
 * }</pre>
 */
public final class World implements AutoCloseable {
    /** How long what is waited for may take, in real time. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Server server;
    private final Wire wire;
    private final String name;
    private final Map<String, Phone> phones = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();
    private final Set<String> inboxes = ConcurrentHashMap.newKeySet();
    private final Clock clock = new Clock(this);
    private final Faults faults = new Faults(this);
    private final Holds holds = new Holds(this);
    private final Snapshots snapshots = new Snapshots(this);
    private volatile int generation;
    private volatile Json view;

    World(Server server, Wire wire, String name) {
        this.server = server;
        this.wire = wire;
        this.name = name;
    }

    /** The server that it is of. */
    public Server server() {
        return server;
    }

    /** Its name; null for the server's own world. */
    public String name() {
        return name;
    }

    /** The base URL of the vendors' APIs in this world, for the program under test. */
    public String url() {
        return wire.url;
    }

    /** Its clock. */
    public Clock clock() {
        return clock;
    }

    /** What goes wrong in it. */
    public Faults faults() {
        return faults;
    }

    /** Calls that are held on their way. */
    public Holds holds() {
        return holds;
    }

    /** What it was before. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /**
     * The phone with this number; the same object each time.
     *
     * @param msisdn in international form, such as {@code +46733000001}
     * @throws PayersimException it is no number
     */
    public Phone phone(String msisdn) {
        return phones.computeIfAbsent(Phone.canonical(msisdn), number -> new Phone(this, number));
    }

    /** The phones that were asked for so far. */
    public List<Phone> phones() {
        synchronized (phones) {
            return List.copyOf(phones.values());
        }
    }

    /** The mailbox of this address, where OnePipe's one-time codes may arrive; the same object each time. */
    public Mailbox mailbox(String address) {
        return mailboxes.computeIfAbsent(address.strip().toLowerCase(Locale.ROOT), key -> new Mailbox(this, key));
    }

    /** A new merchant, which makes itself an API user of MTN's sandbox before its first request. */
    public Merchant merchant() {
        return merchant(null, null);
    }

    /** A new merchant that is an API user of the sandbox in this world, by its name or its callback host. */
    public Merchant merchant(String merchantName) {
        return merchant(merchantName, null);
    }

    /**
     * A new merchant; nothing is sent before its first request.
     *
     * @param merchantName an API user of the world, by its name or its callback host; null for the first one, and in the sandbox for a new
     *     one
     * @param environment the {@code X-Target-Environment}; null for the sandbox
     */
    public Merchant merchant(String merchantName, String environment) {
        return new Merchant(this, merchantName, environment);
    }

    /** What the program under test needs to call MTN MoMo's sandbox here, as this API user: base URL, keys, user. */
    public MomoAccount momoAccount(String merchantName) {
        return momoAccount(merchantName, "sandbox");
    }

    /**
     * What the program under test needs to call MTN MoMo here.
     *
     * @param merchantName the API user by its name or its callback host; null for the first one of the environment
     * @throws PayersimException the world has no such API user: it lists them
     */
    public MomoAccount momoAccount(String merchantName, String environment) {
        Json momo = describe().get("momo");
        Json keys = momo.get("subscriptionKeys");
        List<String> known = new ArrayList<>();
        for (Json user : momo.get("apiUsers").all()) {
            String named = user.text("name");
            String host = user.text("providerCallbackHost");
            known.add((named == null ? user.text("id") : named) + " (" + user.text("targetEnvironment") + ")");
            if (!environment.equals(user.text("targetEnvironment"))) continue;
            if (merchantName != null && !merchantName.equals(named) && !merchantName.equals(host)) continue;
            return new MomoAccount(
                    wire.url,
                    environment,
                    user.text("id"),
                    user.text("apiKey"),
                    keys.text("collection"),
                    keys.text("disbursement"),
                    keys.text("remittance"),
                    host,
                    named);
        }
        throw new PayersimException("The world has no API user" + (merchantName == null ? "" : " \"" + merchantName + "\"")
                + " in environment " + environment + ". It has: " + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
    }

    /**
     * Returns when all that is due now has been attempted, and what that caused: prompts, callbacks, SMS. The clock is not moved.
     */
    public void settle() {
        wire.json("POST", "/_sim/settle", Json.object());
    }

    /** Starts the world again from its file. Phones and merchants forget their state. */
    public void reset() {
        wire.json("POST", "/_sim/reset", Json.object());
        becameAnother();
    }

    /** What {@code GET /_sim/world} tells: phones with PINs, keys, API users. It is read once: see {@link #describeAnew}. */
    public Json describe() {
        Json known = view;
        return known == null ? describeAnew() : known;
    }

    /** The same, as it is now: balances move, and numbers that payments name are added. */
    public Json describeAnew() {
        view = wire.get("/_sim/world");
        return view;
    }

    /** What a person has, by currency, each a decimal text such as {@code 487.50}. */
    public Map<String, String> balances(Phone phone) {
        return balances(phone.msisdn());
    }

    /**
     * What a person has, by currency, each a decimal text such as {@code 487.50}.
     *
     * @throws PayersimException the world has no such phone
     */
    public Map<String, String> balances(String msisdn) {
        String number = Phone.canonical(msisdn);
        for (Json one : describeAnew().get("phones").all()) {
            if (!number.equals(one.text("msisdn"))) continue;
            Map<String, String> found = new LinkedHashMap<>();
            one.get("balances").all().forEach(each -> found.put(each.text("currency"), each.text("amount")));
            return found;
        }
        throw new PayersimException("The world has no " + number + ". Name a phone that it lists.");
    }

    /** The latest hundred that anybody asked for, newest first: requests to pay, mandates, payouts and balance requests. */
    public List<Payment> payments() {
        return payments(null, 100);
    }

    /**
     * What anybody asked for, newest first.
     *
     * @param state {@code pending}, {@code successful}, {@code failed} or {@code ended}; null for all
     * @param limit so many at most
     */
    public List<Payment> payments(String state, int limit) {
        return wire.get("/_sim/payments", "state", state, "limit", limit).get("payments").all().stream().map(Payment::of).toList();
    }

    /** What the vendors' APIs were asked, oldest first: see {@link #calls(String, String, String)}. */
    public List<ApiCall> calls(String operation) {
        return calls(operation, null, null);
    }

    /**
     * What the vendors' APIs were asked, oldest first: {@link PayersimAssertions#assertCalls} checks it.
     *
     * @param operation such as {@code momo.getRequestToPay}, or {@code momo} for all of an API; null for all
     * @param reference the caller's own id of what it is about; null for all
     * @param by {@code program} (the one under test), {@code payersim} or {@code page}; null for all of them
     */
    public List<ApiCall> calls(String operation, String reference, String by) {
        Json found = wire.get("/_sim/calls", "operation", operation, "reference", reference, "by", by);
        return found.get("calls").all().stream().map(ApiCall::of).toList();
    }

    /** The log of callbacks to merchants and apps, and what they answered: docs/control.md, {@code GET /_sim/callbacks}. */
    public Json callbacks() {
        return wire.get("/_sim/callbacks");
    }

    /** All that happened, with the ledger and every HTTP request, oldest first. */
    public List<Event> timeline() {
        return timeline(null, null, null);
    }

    /**
     * What happened, with the ledger and every HTTP request, oldest first.
     *
     * @param kind such as {@code ussd.hop}, or {@code ussd} for all of them; null for all
     * @param phone null for all
     * @param trace that of a payment: from the merchant's request to the callback; null for all
     */
    public List<Event> timeline(String kind, Phone phone, String trace) {
        List<Event> events = new ArrayList<>();
        for (Object after = null; ; ) {
            Json page = wire.get(
                    "/_sim/timeline/all",
                    "kind", kind, "phone", phone == null ? null : phone.msisdn(), "trace", trace, "after", after);
            page.get("entries").all().forEach(one -> events.add(Event.of(one)));
            if (!page.get("more").isTrue()) return events;
            Json next = page.get("after");
            after = next.asText() == null ? next : next.asText();
        }
    }

    /** What happened to one payment, a line each. */
    public String story(Payment payment) {
        return payment.trace() == null ? "" : Story.of(timeline(null, null, payment.trace()));
    }

    /** Adds up the whole ledger again: {@code ok}, {@code accounts}, {@code transfers}, {@code problems}. */
    public Json audit() {
        return wire.get("/_sim/ledger/audit");
    }

    /**
     * Asks a control route that has no method here, and returns its JSON.
     *
     * <pre>{@code
     * world.control("GET", "/_sim/clock/next", null);
     * }</pre>
     *
     * @param path encoded, with its query
     * @param body null for none
     * @throws PayersimException with the problem's {@code type}, {@code title} and {@code detail}
     */
    public Json control(String method, String path, Json body) {
        return wire.json(method, path, body);
    }

    /** Ends a world by name; of the server's own, only what this client keeps. Twice is no error. */
    @Override
    public void close() {
        inboxes.forEach(server::forget);
        inboxes.clear();
        if (name == null) return;
        try {
            server.wire().json("DELETE", "/_sim/worlds/" + Wire.segment(name), null);
        } catch (PayersimException error) {
            if (!"unknown-world".equals(error.problem()) && !"world-ended".equals(error.problem())) throw error;
        }
    }

    @Override
    public String toString() {
        return "World " + wire.url;
    }

    Wire wire() {
        return wire;
    }

    int generation() {
        return generation;
    }

    synchronized void becameAnother() {
        generation += 1;
        view = null;
    }

    void keepsInbox(String key) {
        inboxes.add(key);
    }

    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
