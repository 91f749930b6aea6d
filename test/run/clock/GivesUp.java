import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job that asks for money by MTN's own host, asks for its status every five seconds, and gives up after five minutes. Its
 * arguments are the API user, its key, the subscription key, and the payer.
 */
public class GivesUp {
  private static final String MTN = "https://sandbox.momodeveloper.mtn.com/collection";
  private static final HttpClient http = HttpClient.newHttpClient();

  public static void main(String[] args) throws Exception {
    String id = args[0], apiKey = args[1], key = args[2], payer = args[3];
    String basic = Base64.getEncoder().encodeToString((id + ":" + apiKey).getBytes(StandardCharsets.UTF_8));
    String token = field("access_token", send(request("/token/", key, "Basic " + basic)
        .POST(HttpRequest.BodyPublishers.noBody())));
    String bearer = "Bearer " + token, reference = UUID.randomUUID().toString();
    send(request("/v1_0/requesttopay", key, bearer)
        .header("X-Reference-Id", reference)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":\"5\",\"currency\":\"EUR\",\"externalId\":\"1\","
            + "\"payer\":{\"partyIdType\":\"MSISDN\",\"partyId\":\"" + payer + "\"},"
            + "\"payerMessage\":\"\",\"payeeNote\":\"\"}")));

    Instant started = Instant.now();
    while (true) {
      String order = send(request("/v1_0/requesttopay/" + reference, key, bearer).GET());
      String reason = field("reason", order);
      System.out.println("{\"status\":\"" + field("status", order) + "\","
          + (reason == null ? "" : "\"reason\":\"" + reason + "\",") + "\"at\":\"" + now() + "\"}");
      if (Duration.between(started, Instant.now()).compareTo(Duration.ofMinutes(5)) >= 0) break;
      Thread.sleep(5_000);
    }
    System.out.println("{\"gaveUp\":\"" + now() + "\"}");
  }

  private static String now() {
    return Instant.ofEpochMilli(System.currentTimeMillis()).toString();
  }

  private static HttpRequest.Builder request(String path, String key, String authorization) {
    return HttpRequest.newBuilder(URI.create(MTN + path))
        .header("Ocp-Apim-Subscription-Key", key)
        .header("Authorization", authorization)
        .header("X-Target-Environment", "sandbox");
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private static String field(String name, String json) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    return found.find() ? found.group(1) : null;
  }
}
