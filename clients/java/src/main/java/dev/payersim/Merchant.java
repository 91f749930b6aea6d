package dev.payersim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A merchant of the test's own, which calls MTN's own routes, as an integration would, and gets callbacks. It is for one thread at a time.
 *
 * <p>Without a name it makes itself an API user in MTN's sandbox, and payers see its callback host. With one it is that API user of the
 * world.
 *
 * <pre>{@code
 * Order order = world.merchant("Kiosk 24").requestToPay(ama, "12.50");
 * }</pre>
 */
public final class Merchant {
    private static final String KEY = "Ocp-Apim-Subscription-Key";
    private static final String CALLBACK_HOST = "127.0.0.1";
    private static final String SANDBOX = "sandbox";

    private final World world;
    private final String name;
    private final String environment;
    private final String key = UUID.randomUUID().toString();
    private final Map<Product, String> tokens = new EnumMap<>(Product.class);
    private String currency;
    private Duration timeout;
    private MomoAccount account;
    private int generation;
    private int seen;

    Merchant(World world, String name, String environment) {
        this.world = world;
        this.name = name;
        this.environment = environment == null ? SANDBOX : environment;
        this.generation = world.generation();
    }

    /** The currency of orders that name none, ISO 4217; that of its account by default. */
    public Merchant currency(String code) {
        currency = code;
        return this;
    }

    /** The real time after which it gives an answer up; 75 s by default, and by null. */
    public Merchant timeout(Duration time) {
        timeout = time;
        return this;
    }

    /** Asks a payer for money: see {@link #requestToPay(Party, String, OrderDetails)}. */
    public Order requestToPay(Party payer, String amount) {
        return requestToPay(payer, amount, OrderDetails.none());
    }

    /**
     * Asks a payer for money.
     *
     * @param amount a decimal such as {@code 12.50}; of a {@code BigDecimal} its {@code toPlainString()}
     * @throws PayersimException with MTN's message and code, if it is refused. Where the answer is lost, late or a 5xx,
     *     {@link PayersimException#sent} is the order all the same
     */
    public Order requestToPay(Party payer, String amount, OrderDetails details) {
        return create(Product.COLLECTION, "/v1_0/requesttopay", details, payment(amount, details, "payer", payer.toJson()));
    }

    /**
     * Asks a payer for money that an agent hands out in cash.
     *
     * @param amount a decimal such as {@code 12.50}
     * @throws PayersimException as {@link #requestToPay(Party, String, OrderDetails)}
     */
    public Order withdrawal(Party payer, String amount, OrderDetails details) {
        return create(Product.COLLECTION, "/v1_0/requesttowithdraw", details, payment(amount, details, "payer", payer.toJson()));
    }

    /**
     * Sends a payer an invoice, which is paid on the phone under Bills and invoices, by the {@code invoiceId} of its status. The message of
     * the details is its description.
     *
     * @param amount a decimal such as {@code 12.50}
     * @param validity in whole seconds; null for MTN's own
     * @throws PayersimException as {@link #requestToPay(Party, String, OrderDetails)}
     */
    public Order invoice(Party payer, String amount, Duration validity, OrderDetails details) {
        Json body = Json.object(
                "externalId", details.externalId(),
                "amount", amount,
                "currency", currencyOf(details),
                "validityDuration", validity == null ? null : String.valueOf(validity.toSeconds()),
                "intendedPayer", payer.toJson(),
                "description", details.message());
        return create(Product.COLLECTION, "/v2_0/invoice", details, body);
    }

    /**
     * Asks a payer for permission to debit later without asking.
     *
     * @param validity from acceptance, in whole seconds; null for no end
     * @throws PayersimException as {@link #requestToPay(Party, String, OrderDetails)}
     */
    public Order preApprove(Party payer, Duration validity, OrderDetails details) {
        Json body = Json.object(
                "payer", payer.toJson(),
                "payerCurrency", currencyOf(details),
                "payerMessage", details.message(),
                "validityTime", validity == null ? null : validity.toSeconds());
        return create(Product.COLLECTION, "/v2_0/preapproval", details, body);
    }

    /** Sends money of the disbursement account to a payee. */
    public Order transfer(Party payee, String amount) {
        return transfer(Product.DISBURSEMENT, payee, amount, OrderDetails.none());
    }

    /**
     * Sends money to a payee.
     *
     * @param product whose account pays: disbursement or remittance
     * @param amount a decimal such as {@code 12.50}
     * @throws PayersimException as {@link #requestToPay(Party, String, OrderDetails)}
     */
    public Order transfer(Product product, Party payee, String amount, OrderDetails details) {
        return create(product, "/v1_0/transfer", details, payment(amount, details, "payee", payee.toJson()));
    }

    /**
     * Deposits money to a payee, as an agent does who was given cash.
     *
     * @param amount a decimal such as {@code 12.50}
     * @throws PayersimException as {@link #requestToPay(Party, String, OrderDetails)}
     */
    public Order deposit(Party payee, String amount, OrderDetails details) {
        return create(Product.DISBURSEMENT, "/v1_0/deposit", details, payment(amount, details, "payee", payee.toJson()));
    }

    /** Gives money of a request to pay back to who paid it: see {@link #refund(String, String, OrderDetails)}. */
    public Order refund(Order paid, String amount) {
        return refund(paid.id(), amount, OrderDetails.none());
    }

    /**
     * Gives money of a request to pay back to who paid it, all or a part.
     *
     * @param paid the reference id of the request to pay
     * @param amount a decimal such as {@code 12.50}
     * @throws PayersimException as {@link #requestToPay(Party, String, OrderDetails)}
     */
    public Order refund(String paid, String amount, OrderDetails details) {
        Json body = payment(amount, details, "referenceIdToRefund", Json.of(paid));
        return create(Product.DISBURSEMENT, "/v1_0/refund", details, body);
    }

    /** What is on a product's account, without trailing zeros. */
    public Money balance(Product product) {
        Json body = get(product, "/v1_0/account/balance");
        return new Money(body.text("availableBalance"), body.text("currency"));
    }

    /** What moved on this merchant's accounts: docs/control.md, <i>A merchant's statement</i>. */
    public Json statement() {
        return world.wire().get("/_sim/merchants/" + account().userId() + "/statement");
    }

    /** Calls any operation of MTN's products without a body: see {@link #call(String, String, Json, Map)}. */
    public Answer call(String method, String path) {
        return call(method, path, null, Map.of());
    }

    /**
     * Calls any operation of MTN's products with this merchant's key, token and target environment, and returns the answer, whatever its
     * status.
     *
     * <pre>{@code
     * shop.call("GET", "/collection/v1_0/accountholder/msisdn/46733000001/active").json();
     * }</pre>
     *
     * @param path begins with a product, such as {@code /collection}
     * @param body null for none
     * @param headers in the place of its own, or beside them
     */
    public Answer call(String method, String path, Json body, Map<String, String> headers) {
        for (Product product : Product.values()) {
            String start = "/" + product + "/";
            if (!path.startsWith(start)) continue;
            Map<String, String> whole = new HashMap<>(headers);
            if (method.equals("POST")) whole.putIfAbsent("X-Reference-Id", UUID.randomUUID().toString());
            if (body != null) whole.putIfAbsent("Content-Type", "application/json");
            return ask(product, method, path.substring(start.length() - 1), whole, body == null ? null : body.toString());
        }
        throw new PayersimException("\"" + path + "\" does not begin with a product: /collection, /disbursement, /remittance.");
    }

    /** The API user that it calls as. */
    public MomoAccount account() {
        if (generation != world.generation()) {
            // After a reset or a restore MTN may know neither the user nor the tokens.
            generation = world.generation();
            account = null;
            tokens.clear();
        }
        if (account == null) {
            account = name == null && environment.equals(SANDBOX) ? provisioned() : world.momoAccount(name, environment);
        }
        return account;
    }

    /** The callbacks that have arrived for all of its orders, oldest first. */
    public List<Callback> callbacks() {
        return inbox().received();
    }

    /**
     * The next callback about any of its orders, for which it waits ten real seconds.
     *
     * @throws PayersimException none came: it tells what the simulator has sent
     */
    public Callback waitCallback() {
        return waitCallback(World.PATIENCE);
    }

    /** The same, for another real time. */
    public Callback waitCallback(Duration time) {
        Inbox inbox = inbox();
        int index = inbox.await(one -> true, seen, time);
        if (index < 0) throw noCallback("this merchant", time);
        seen = index + 1;
        return inbox.received().get(index);
    }

    @Override
    public String toString() {
        return "Merchant " + (name == null ? "of " + environment : name);
    }

    Json get(Product product, String path) {
        return world.wire().read("GET /" + product + path, ask(product, "GET", path, Map.of(), null));
    }

    PayersimException refusal(String asked, Answer answer) {
        return world.wire().refusal(asked, answer);
    }

    Answer ask(Product product, String method, String path, Map<String, String> headers, String body) {
        MomoAccount user = account();
        boolean isNewToken = !tokens.containsKey(product);
        Answer answer = askOnce(user, product, method, path, headers, body);
        // The token may have run out by the simulator's clock while no real time passed.
        if (answer.status() != 401 || isNewToken) return answer;
        tokens.remove(product);
        return askOnce(user, product, method, path, headers, body);
    }

    private Answer askOnce(
            MomoAccount user, Product product, String method, String path, Map<String, String> headers, String body) {
        String token = tokens.get(product);
        if (token == null) {
            token = newToken(user, product);
            tokens.put(product, token);
        }
        Map<String, String> whole = explained(user.keyOf(product));
        whole.put("Authorization", "Bearer " + token);
        whole.put("X-Target-Environment", environment);
        whole.putAll(headers);
        return world.wire().send(method, "/" + product + path, whole, body, timeout);
    }

    private String newToken(MomoAccount user, Product product) {
        String pair = user.userId() + ":" + user.apiKey();
        Map<String, String> headers = explained(user.keyOf(product));
        headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        headers.put("X-Target-Environment", environment);
        String path = "/" + product + "/token/";
        return world.wire().read("POST " + path, world.wire().send("POST", path, headers, null, null)).text("access_token");
    }

    /** As an integrator does it in MTN's sandbox: https://momodeveloper.mtn.com, API Sandbox User Provisioning. */
    private MomoAccount provisioned() {
        String user = UUID.randomUUID().toString();
        Wire wire = world.wire();
        Json keys = world.describe().get("momo").get("subscriptionKeys");
        Map<String, String> headers = explained(keys.text("collection"));
        headers.put("X-Reference-Id", user);
        headers.put("Content-Type", "application/json");
        String host = Json.object("providerCallbackHost", CALLBACK_HOST).toString();
        wire.read("POST /v1_0/apiuser", wire.send("POST", "/v1_0/apiuser", headers, host, null));
        String path = "/v1_0/apiuser/" + user + "/apikey";
        Json made = wire.read("POST " + path, wire.send("POST", path, explained(keys.text("collection")), null, null));
        return new MomoAccount(
                world.url(),
                environment,
                user,
                made.text("apiKey"),
                keys.text("collection"),
                keys.text("disbursement"),
                keys.text("remittance"),
                CALLBACK_HOST,
                null);
    }

    /** MTN gives no reason for some refusals; the simulator gives it in a header, if the request asks for it. */
    private static Map<String, String> explained(String subscriptionKey) {
        return new HashMap<>(Map.of(KEY, subscriptionKey, "X-Payersim-Explain", "1"));
    }

    /** Null where MTN would refuse it: a callback URL is on the API user's own host, and this process cannot listen elsewhere. */
    String callbackUrl(String referenceId) {
        String host = account().callbackHost();
        if (!host.equals("localhost") && !host.equals(CALLBACK_HOST)) return null;
        inbox();
        return world.server().sink().url(host, key, referenceId);
    }

    Inbox inbox() {
        world.keepsInbox(key);
        return world.server().sink().open(key);
    }

    PayersimException noCallback(String whose, Duration time) {
        String tried = world.callbacks().all().stream()
                .filter(one -> one.text("url").contains(key))
                .map(one -> one.text("url") + ": " + (one.text("status") == null ? one.get("status") : one.text("status")))
                .collect(Collectors.joining("; "));
        String log = tried.isEmpty() ? " The simulator sent none: call world.settle()." : " The simulator's log has: " + tried + ".";
        return new PayersimException("No callback for " + whose + " came within " + World.seconds(time) + "." + log);
    }

    private Order create(Product product, String path, OrderDetails details, Json body) {
        String id = details.referenceId() == null ? UUID.randomUUID().toString() : details.referenceId();
        Order order = new Order(this, product, path, id, body);
        try {
            order.post();
            return order;
        } catch (PayersimException error) {
            error.sent(order);
            throw error;
        }
    }

    private Json payment(String amount, OrderDetails details, String who, Json party) {
        return Json.object(
                "amount", amount,
                "currency", currencyOf(details),
                "payerMessage", details.message(),
                "payeeNote", details.note(),
                "externalId", details.externalId(),
                who, party);
    }

    private String currencyOf(OrderDetails details) {
        if (details.currency() != null) return details.currency();
        if (currency == null) currency = environment.equals(SANDBOX) ? "EUR" : balance(Product.COLLECTION).currency();
        return currency;
    }
}
