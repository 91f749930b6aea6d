package shop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MTN MoMo's collections, called as the public client mtnmomo-java calls them: its settings, its methods, its map of texts
 * (https://github.com/sparkplug/momoapi-java).
 *
 * <p>That client draws a new reference id in each call; here the caller gives it, as {@code referenceId}. Where an answer is lost, only who
 * knows the reference id can ask again without being paid twice.
 */
public class CollectionsClient {
    /** MTN's word for a reference id that it knows already. */
    private static final String KNOWN = "RESOURCE_ALREADY_EXIST";

    private final RequestOptions options;

    public CollectionsClient(RequestOptions options) {
        this.options = options;
    }

    /**
     * Asks for money. To be asked for the same again is no error.
     *
     * @param request {@code mobile}, {@code amount}, {@code currency}, {@code externalId}, {@code payeeNote}, {@code payerMessage}, and
     *     {@code referenceId}, {@code callbackUrl}
     * @return the reference id
     * @throws MomoApiException MoMo does not take it
     * @throws IOException no answer came; MoMo may have taken it
     */
    public String requestToPay(Map<String, String> request) throws IOException {
        String body = """
                {"payer": {"partyIdType": "MSISDN", "partyId": "%s"}, "amount": "%s", "currency": "%s",
                 "externalId": "%s", "payeeNote": "%s", "payerMessage": "%s"}"""
                .formatted(request.get("mobile"), request.get("amount"), request.get("currency"), request.get("externalId"),
                        request.get("payeeNote"), request.get("payerMessage"));
        HttpRequest.Builder asks = authorized("/collection/v1_0/requesttopay")
                .header("X-Reference-Id", request.get("referenceId"))
                .header("X-Callback-Url", request.get("callbackUrl"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        try {
            send(asks);
        } catch (MomoApiException refused) {
            if (!KNOWN.equals(refused.code())) throw refused;
        }
        return request.get("referenceId");
    }

    /**
     * How a request to pay stands.
     *
     * @throws IOException no answer came
     */
    public Transaction getTransaction(String referenceId) throws IOException {
        String answer = send(authorized("/collection/v1_0/requesttopay/" + referenceId));
        return new Transaction(field(answer, "status"), field(answer, "reason"));
    }

    /**
     * A request to pay.
     *
     * @param status {@code PENDING}, {@code SUCCESSFUL} or {@code FAILED}
     * @param reason why it failed, or null
     */
    public record Transaction(String status, String reason) {}

    private String getToken() throws IOException {
        String pair = options.collectionUserId() + ":" + options.collectionApiSecret();
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder asks = to("/collection/token/").header("Authorization", "Basic " + basic).POST(BodyPublishers.noBody());
        return field(send(asks), "access_token");
    }

    private HttpRequest.Builder authorized(String path) throws IOException {
        return to(path).header("Authorization", "Bearer " + getToken()).header("X-Target-Environment", options.targetEnvironment());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(options.baseUrl() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Ocp-Apim-Subscription-Key", options.collectionPrimaryKey());
    }

    private String send(HttpRequest.Builder request) throws IOException {
        // A new one each time: on a connection that was kept, and that the server is closing, a request is lost by chance.
        HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 400) throw new MomoApiException(answer.statusCode(), field(answer.body(), "code"));
            return answer.body();
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The shop ends.");
        }
    }

    /** A text in a flat answer, or null; a shop with a JSON library reads it by that. */
    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : null;
    }
}
