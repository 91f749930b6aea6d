package dev.payersim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where the callbacks of a test's own merchants arrive: a server on 127.0.0.1, on a port of its own, with a path for each merchant, and below
 * it one for each order.
 */
final class Sink implements AutoCloseable {
    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> daemon(work, "payersim-callbacks"));

    Sink() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException error) {
            throw new UncheckedIOException("No port on 127.0.0.1 is free for callbacks.", error);
        }
        server.createContext("/callbacks/", this::receive);
        server.setExecutor(threads);
        // The server's own thread is a daemon only if the one that starts it is, and a program is to end with its main thread.
        Thread starts = daemon(server::start, "payersim-callbacks-start");
        starts.start();
        try {
            starts.join();
        } catch (InterruptedException error) {
            throw Wire.interrupted("The start of the server for callbacks", error);
        }
    }

    Inbox open(String merchant) {
        return inboxes.computeIfAbsent(merchant, key -> new Inbox());
    }

    String url(String host, String merchant, String referenceId) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/callbacks/" + merchant + "/" + referenceId;
    }

    void forget(String merchant) {
        inboxes.remove(merchant);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().toString();
            String[] parts = path.split("/");
            Inbox inbox = parts.length > 3 ? inboxes.get(parts[2]) : null;
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            exchange.sendResponseHeaders(inbox == null ? 404 : 200, -1);
            if (inbox != null) inbox.put(new Callback(exchange.getRequestMethod(), path, Map.copyOf(headers), text));
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
