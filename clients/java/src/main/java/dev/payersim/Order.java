package dev.payersim;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a merchant made under a reference id of its own: a request to pay, an invoice, a transfer and so on. */
public final class Order {
    private final Merchant merchant;
    private final Product product;
    private final String path;
    private final String id;
    private final Json body;
    private int seen;

    Order(Merchant merchant, Product product, String path, String id, Json body) {
        this.merchant = merchant;
        this.product = product;
        this.path = path;
        this.id = id;
        this.body = body;
    }

    /** The reference id, a UUID version 4. */
    public String id() {
        return id;
    }

    /** The merchant that made it. */
    public Merchant merchant() {
        return merchant;
    }

    /**
     * The order as MTN tells it to who asks.
     *
     * @throws PayersimException with MTN's message and code, if it is refused
     */
    public OrderStatus status() {
        return OrderStatus.of(merchant.get(product, path + "/" + id));
    }

    /**
     * Sends the same again, under the same reference id, as a good shop does where the answer was lost. MTN's 409 is no error then: it says
     * that the order was accepted before.
     *
     * @throws PayersimException with MTN's message and code, if it is refused
     */
    public void again() {
        try {
            post();
        } catch (PayersimException error) {
            if (!"RESOURCE_ALREADY_EXIST".equals(error.code())) throw error;
        }
    }

    /** The callbacks about this order that have arrived, oldest first. */
    public List<Callback> callbacks() {
        return merchant.callbacks().stream().filter(one -> one.referenceId().equals(id)).toList();
    }

    /**
     * The next callback about this order, for which it waits ten real seconds.
     *
     * @throws PayersimException none came: it tells what the simulator has sent
     */
    public Callback waitCallback() {
        return waitCallback(World.PATIENCE);
    }

    /** The same, for another real time. */
    public Callback waitCallback(Duration timeout) {
        Inbox inbox = merchant.inbox();
        int index = inbox.await(one -> one.referenceId().equals(id), seen, timeout);
        if (index < 0) throw merchant.noCallback("order " + id, timeout);
        seen = index + 1;
        return inbox.received().get(index);
    }

    void post() {
        Map<String, String> headers = new HashMap<>(Map.of("X-Reference-Id", id, "Content-Type", "application/json"));
        String url = merchant.callbackUrl(id);
        if (url != null) headers.put("X-Callback-Url", url);
        Answer answer = merchant.ask(product, "POST", path, headers, body.toString());
        if (!answer.isGood()) throw merchant.refusal("POST /" + product + path, answer);
    }

    @Override
    public String toString() {
        return "Order " + id;
    }
}
