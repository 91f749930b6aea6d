package dev.payersim;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Requests to a simulator over HTTP. */
final class Wire {
    /** A control route answers within a minute, by a 503 if it must. */
    private static final Duration TIMEOUT = Duration.ofSeconds(75);

    /** Without a slash at its end. */
    final String url;
    private final String token;
    /** The server that this is below; itself, where it is none. */
    private final Wire root;

    Wire(String url, String token) {
        this.url = canonical(url);
        this.token = token;
        this.root = this;
    }

    private Wire(Wire root, String prefix) {
        this.url = root.url + prefix;
        this.token = root.token;
        this.root = root;
    }

    /** The same server, for paths below a prefix such as {@code /w/suite-1}. */
    Wire below(String prefix) {
        return new Wire(root, prefix);
    }

    /**
     * Sends a request and returns the answer, whatever its status.
     *
     * @param path encoded, with its query
     * @param body null for none
     * @param timeout real time until the answer is given up; null for the longest that a control route takes
     * @throws NoServerException nothing answers at the URL
     * @throws PayersimException the answer was lost, or took too long
     */
    Answer send(String method, String path, Map<String, String> headers, String body, Duration timeout) {
        Map<String, String> sent = new HashMap<>(Map.of("User-Agent", "payersim"));
        if (token != null && path.startsWith("/_sim")) sent.put("Authorization", "Bearer " + token);
        sent.putAll(headers);
        String asked = method + " " + path.split("\\?", 2)[0];
        try (Http connection = connected(URI.create(url + path))) {
            return connection.send(method, sent, body, timeout == null ? TIMEOUT : timeout);
        } catch (SocketTimeoutException error) {
            throw new PayersimException(
                    asked + " was not answered in time, and was given up. It may have been performed.",
                    PayersimException.Failure.UNANSWERED,
                    error);
        } catch (IOException error) {
            throw new PayersimException(
                    asked + ": the connection broke off before the answer came, so the answer is lost. It may have been performed.",
                    PayersimException.Failure.LOST,
                    error);
        }
    }

    private Http connected(URI whole) {
        try {
            return new Http(whole);
        } catch (IOException error) {
            String why = error instanceof UnknownHostException ? "there is no such host" : error.getMessage();
            throw new NoServerException(
                    "No payersim answers at " + root.url + ": " + why + ". Start one by `payersim serve`, or set PAYERSIM_URL.", error);
        }
    }

    /** Asks a control route, and returns what its JSON holds; {@link Json#NULL} for an empty answer. */
    Json json(String method, String path, Json body) {
        Map<String, String> headers = body == null ? Map.of() : Map.of("Content-Type", "application/json");
        Answer answer = send(method, path, headers, body == null ? null : body.toString(), null);
        return read(method + " " + path.split("\\?", 2)[0], answer);
    }

    Json get(String path, Object... query) {
        return json("GET", path + query(query), null);
    }

    /**
     * The JSON of a good answer.
     *
     * @param asked method and path, for messages
     * @throws PayersimException the status is not 2xx, or the body is no JSON
     */
    Json read(String asked, Answer answer) {
        if (!answer.isGood()) throw refusal(asked, answer);
        if (answer.text().isEmpty()) return Json.NULL;
        try {
            return Json.parse(answer.text());
        } catch (IllegalArgumentException error) {
            String message = asked + " answered " + answer.status() + " with what is no JSON. Is it a payersim that listens at " + root.url + "?";
            throw new PayersimException(message, answer.status(), Json.NULL, null, null);
        }
    }

    /** The error for an answer that is not 2xx, from problem details or from a vendor's error body. */
    PayersimException refusal(String asked, Answer answer) {
        Json body = answer.json();
        String said = firstOf(body, "detail", "message", "error", "title");
        // MTN refuses some requests without a word; the simulator's own comes in a header, if it is asked for.
        String explained = URLDecoder.decode(
                answer.headers().getOrDefault("x-payersim-explanation", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        String text = answer.text().strip();
        String detail = said != null ? said : explained.isEmpty() ? text.substring(0, Math.min(200, text.length())) : explained;
        String code = body.get("detail").isNull() ? body.text("code") : null;
        String message = asked + " answered " + answer.status() + (code == null ? "" : " " + code) + (detail.isEmpty() ? "." : ": " + detail);
        PayersimException error = new PayersimException(message, answer.status(), body, detail, code);
        String more = advice(error.problem(), asked, answer);
        if (more.isEmpty()) return error;
        return new PayersimException((message.endsWith(".") ? message : message + ".") + more, answer.status(), body, detail, code);
    }

    private String advice(String problem, String asked, Answer answer) {
        if ("token-needed".equals(problem) || "not-local".equals(problem)) {
            return " Set PAYERSIM_ADMIN_TOKEN to the admin token that it was started with.";
        }
        boolean isUnknown = answer.status() == 404 && asked.contains(" /_sim/") && (problem == null || problem.equals("no-route"));
        if (!isUnknown || asked.contains(" /_sim/health")) return "";
        Answer health = root.send("GET", "/_sim/health", Map.of(), null, null);
        String version = health.json().text("version");
        if (version == null) return " Is it a payersim that listens at " + root.url + "?";
        return " It is payersim " + version + ", and this client was made for " + Server.VERSION
                + (version.equals(Server.VERSION) ? "." : ": have both of one version.");
    }

    static PayersimException interrupted(String what, InterruptedException error) {
        Thread.currentThread().interrupt();
        return new PayersimException(what + " was interrupted.", null, error);
    }

    /** A text as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Names and values in turns, without those whose value is null; empty where all are. */
    static String query(Object... namesAndValues) {
        StringJoiner words = new StringJoiner("&", "?", "").setEmptyValue("");
        for (int index = 0; index < namesAndValues.length; index += 2) {
            if (namesAndValues[index + 1] != null) {
                words.add(namesAndValues[index] + "=" + segment(String.valueOf(namesAndValues[index + 1])));
            }
        }
        return words.toString();
    }

    private static String firstOf(Json body, String... fields) {
        for (String field : fields) if (body.text(field) != null) return body.text(field);
        return null;
    }

    private static String canonical(String url) {
        String whole = url.contains("://") ? url : "http://" + url;
        try {
            URI uri = URI.create(whole.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                String path = uri.getRawPath() == null ? "" : uri.getRawPath();
                while (path.endsWith("/")) path = path.substring(0, path.length() - 1);
                return uri.getScheme() + "://" + uri.getRawAuthority() + path;
            }
        } catch (IllegalArgumentException error) {
            // Told below, as any other.
        }
        throw new PayersimException("\"" + url + "\" is no URL of a simulator. Write one such as http://127.0.0.1:4000.");
    }
}
