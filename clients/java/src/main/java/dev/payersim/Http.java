package dev.payersim;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request of HTTP/1.1 on a connection of its own.
 *
 * <p>The JDK's clients keep connections: on one that the server is closing a request is lost by chance, and a GET whose answer is lost they send
 * again by themselves. A test of lost answers can have neither. Without a pool no wait lets a pool of tests begin one more, either.
 */
final class Http implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final URI url;
    private final Socket socket;

    /** Connects. @throws IOException nothing listens there, or it speaks no TLS that is trusted */
    Http(URI url) throws IOException {
        this.url = url;
        boolean isTls = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : isTls ? 443 : 80;
        String host = url.getHost().replaceAll("^\\[|\\]$", "");
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), (int) CONNECT_TIMEOUT.toMillis());
            plain.setTcpNoDelay(true);
            socket = isTls ? secured(plain, host, port) : plain;
        } catch (IOException error) {
            plain.close();
            throw error;
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocket secured = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        plain.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
        secured.startHandshake();
        return secured;
    }

    /**
     * Sends a request and reads the answer.
     *
     * @param body null for none
     * @throws SocketTimeoutException it took too long
     * @throws IOException the answer was lost
     */
    Answer send(String method, Map<String, String> headers, String body, Duration timeout) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        StringBuilder head = new StringBuilder(method + " " + url.getRawPath() + query + " HTTP/1.1\r\n");
        head.append("Host: ").append(url.getRawAuthority()).append("\r\nConnection: close\r\n");
        if (body != null || !method.equals("GET")) head.append("Content-Length: ").append(bytes.length).append("\r\n");
        headers.forEach((name, value) -> {
            if ((name + value).matches("(?s).*[\r\n].*")) throw new IllegalArgumentException("A header has no line break: " + name + ".");
            head.append(name).append(": ").append(value).append("\r\n");
        });
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.write(bytes);
        socket.getOutputStream().write(whole.toByteArray());
        try {
            return read(new BufferedInputStream(new InTime(socket, timeout)));
        } catch (NumberFormatException error) {
            throw new IOException("What answers speaks no HTTP.", error);
        }
    }

    /** Without the minute for which a closed connection keeps its port: many requests would use up the ports. */
    @Override
    public void close() {
        try {
            if (!(socket instanceof SSLSocket)) socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException error) {
            // The answer is there, or its loss is told.
        }
    }

    private static Answer read(InputStream from) throws IOException {
        while (true) {
            String[] status = line(from).split(" ", 3);
            if (status.length < 2 || !status[0].startsWith("HTTP/") || !status[1].matches("\\d{3}")) {
                throw new IOException("What answers speaks no HTTP.");
            }
            Map<String, String> headers = new HashMap<>();
            for (String line = line(from); !line.isEmpty(); line = line(from)) {
                int colon = line.indexOf(':');
                if (colon > 0) headers.putIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
            int code = Integer.parseInt(status[1]);
            // One such as 100 Continue comes before the answer.
            if (code >= 200) return new Answer(code, headers, new String(body(from, code, headers), StandardCharsets.UTF_8));
        }
    }

    private static byte[] body(InputStream from, int code, Map<String, String> headers) throws IOException {
        if (code == 204 || code == 304) return new byte[0];
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) return chunks(from);
        String length = headers.get("content-length");
        return length == null ? from.readAllBytes() : exactly(from, Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream from) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(from).split(";")[0].strip(), 16);
            if (size == 0) return whole.toByteArray();
            whole.write(exactly(from, size));
            line(from);
        }
    }

    private static byte[] exactly(InputStream from, int length) throws IOException {
        byte[] read = from.readNBytes(length);
        if (read.length < length) throw new EOFException("The connection broke off in the answer.");
        return read;
    }

    private static String line(InputStream from) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = from.read(); one != '\n'; one = from.read()) {
            if (one < 0) throw new EOFException("The connection broke off before the answer.");
            if (one != '\r') line.write(one);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** What comes within a time from now. */
    private static final class InTime extends FilterInputStream {
        private final Socket socket;
        private final long end;

        InTime(Socket socket, Duration timeout) throws IOException {
            super(socket.getInputStream());
            this.socket = socket;
            this.end = System.nanoTime() + timeout.toNanos();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new SocketTimeoutException();
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            return super.read(into, offset, length);
        }
    }
}
