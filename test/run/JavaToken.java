import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * POSTs to the URL in args[1] and prints what comes back: by java.net.http where args[0] is "http-client", and
 * else by HttpURLConnection.
 */
public class JavaToken {
  public static void main(String[] args) throws Exception {
    String way = args[0], url = args[1], authorization = args[2], key = args[3];
    if (way.equals("http-client")) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url))
          .header("Authorization", authorization)
          .header("Ocp-Apim-Subscription-Key", key)
          .POST(HttpRequest.BodyPublishers.noBody())
          .build();
      HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      print(answer.statusCode(), answer.body());
      return;
    }
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", authorization);
    connection.setRequestProperty("Ocp-Apim-Subscription-Key", key);
    connection.setDoOutput(true);
    connection.getOutputStream().close();
    print(connection.getResponseCode(), textOf(connection.getInputStream()));
  }

  private static String textOf(InputStream body) throws IOException {
    return new String(body.readAllBytes());
  }

  private static void print(int status, String body) {
    System.out.println("{\"status\":" + status + ",\"body\":" + body + "}");
  }
}
