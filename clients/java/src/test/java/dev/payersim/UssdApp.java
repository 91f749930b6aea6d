package dev.payersim;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A USSD app of a test's own at {@code *384*7#}, which says the same to everybody. */
final class UssdApp implements AutoCloseable {
    volatile String says = "END Hello";
    private final HttpServer server;

    UssdApp(World world) throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = says.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        world.control("PUT", "/_sim/network/service-codes/*384*7%23", Json.object("callbackUrl", url));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
