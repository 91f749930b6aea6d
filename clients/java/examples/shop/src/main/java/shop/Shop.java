package shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A shop that is paid by MTN MoMo.
 *
 * <p>{@code POST /orders} with the goods and a phone number, a line each, answers the order's id; {@code GET /orders/{id}} how it stands.
 * MoMo's callbacks go to {@code /payments/{id}}.
 */
public class Shop implements AutoCloseable {
    private static final Map<String, String> PRICES = Map.of("mangoes", "12.50", "coffee", "4.20");
    private static final Map<String, String> REFUSALS =
            Map.of("APPROVAL_REJECTED", "rejected", "EXPIRED", "expired", "NOT_ENOUGH_FUNDS", "not enough money");

    private final CollectionsClient momo;
    private final HttpServer server;
    private final Map<String, Order> orders = new ConcurrentHashMap<>();

    /** What somebody buys. */
    protected static final class Order {
        final String id = UUID.randomUUID().toString();
        final String goods;
        final String phone;
        /** Drawn once and kept before MoMo is asked: asking again is asking for the same. */
        String reference = UUID.randomUUID().toString();
        /** Whether MoMo has said that it took the request. */
        boolean isAsked;
        /** waiting, paid, or why not. */
        String state = "waiting";

        Order(String goods, String phone) {
            this.goods = goods;
            this.phone = phone;
        }
    }

    public Shop(RequestOptions options) throws IOException {
        momo = new CollectionsClient(options);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where customers and MoMo reach it. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Callbacks come once, and some never do. Run it by a timer. */
    public void checkWaiting() {
        orders.values().forEach(this::check);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Asks MoMo for the money. Where no answer comes the order waits: MoMo may have taken it. */
    protected void ask(Order order) {
        try {
            momo.requestToPay(Map.of(
                    "mobile", order.phone.substring(1),
                    "amount", PRICES.get(order.goods),
                    "currency", "EUR",
                    "externalId", order.id,
                    "payeeNote", "",
                    "payerMessage", order.goods,
                    "referenceId", order.reference,
                    "callbackUrl", url() + "/payments/" + order.id));
            order.isAsked = true;
        } catch (MomoApiException refused) {
            throw new UncheckedIOException(refused);
        } catch (IOException noAnswer) {
            order.isAsked = false;
        }
    }

    /** Asks MoMo how an order stands; before that, for the money again if it is not known whether it was asked for. */
    private synchronized void check(Order order) {
        if (!order.state.equals("waiting")) return;
        if (!order.isAsked) ask(order);
        if (!order.isAsked) return;
        try {
            CollectionsClient.Transaction payment = momo.getTransaction(order.reference);
            if (payment.status().equals("SUCCESSFUL")) order.state = "paid";
            if (payment.status().equals("FAILED")) order.state = REFUSALS.getOrDefault(payment.reason(), "failed");
        } catch (IOException error) {
            // It is asked again the next time.
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Order order = path.length == 2 ? orders.get(path[1]) : null;
            if (exchange.getRequestMethod().equals("POST") && path[0].equals("orders")) {
                String[] lines = body.split("\n");
                Order bought = new Order(lines[0], lines[1]);
                orders.put(bought.id, bought);
                ask(bought);
                say(exchange, 201, bought.id);
            } else if (order == null) {
                say(exchange, 404, "There is no such order.");
            } else {
                // Anybody can send a callback: it only says that now is a good time to ask MoMo.
                if (path[0].equals("payments")) check(order);
                say(exchange, 200, order.state);
            }
        }
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
