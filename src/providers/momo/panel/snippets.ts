/** What a first order needs: who asks whom for what, with which keys. */
interface FirstCall {
  /** The base URL of the world, without a slash at the end. */
  url: string
  subscriptionKey: string
  userId: string
  apiKey: string
  environment: string
  /** The payer's number in digits, without `+`. */
  phone: string
  amount: string
  currency: string
}

interface Snippet {
  /** The file to put it in, and the command that runs it. */
  file: string
  run: string
  text: string
}

type Of = (call: FirstCall) => Snippet

const body = ({ amount, currency, phone }: FirstCall) =>
  JSON.stringify({ amount, currency, externalId: '1', payer: { partyIdType: 'MSISDN', partyId: phone } })
/** A string as JavaScript, Python, Java and Go write it. */
const quoted = (text: string) => JSON.stringify(text)
/** A string as PHP writes it. */
const single = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
/** A string as a POSIX shell takes it. */
const inShell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const curl: Of = (call) => ({
  file: 'order.sh',
  run: 'sh order.sh',
  text: `URL=${inShell(call.url)}
KEY=${inShell(call.subscriptionKey)}
ID=$(uuidgen 2>/dev/null || cat /proc/sys/kernel/random/uuid)

TOKEN=$(curl -s -X POST "$URL/collection/token/" -H "Ocp-Apim-Subscription-Key: $KEY" \\
  -u ${inShell(`${call.userId}:${call.apiKey}`)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')

curl -s "$URL/collection/v1_0/requesttopay" -H "Authorization: Bearer $TOKEN" \\
  -H "Ocp-Apim-Subscription-Key: $KEY" -H ${inShell(`X-Target-Environment: ${call.environment}`)} \\
  -H "X-Reference-Id: $ID" -H 'Content-Type: application/json' \\
  -d ${inShell(body(call))}

curl -s "$URL/collection/v1_0/requesttopay/$ID" -H "Authorization: Bearer $TOKEN" \\
  -H "Ocp-Apim-Subscription-Key: $KEY" -H ${inShell(`X-Target-Environment: ${call.environment}`)}
`,
})

const node: Of = (call) => ({
  file: 'order.mjs',
  run: 'node order.mjs',
  text: `import { randomUUID } from 'node:crypto'

const url = ${quoted(call.url)}
const key = { 'Ocp-Apim-Subscription-Key': ${quoted(call.subscriptionKey)} }
const user = Buffer.from(${quoted(`${call.userId}:${call.apiKey}`)}).toString('base64')

const answer = await fetch(\`\${url}/collection/token/\`, {
  method: 'POST',
  headers: { ...key, Authorization: \`Basic \${user}\` },
})
const { access_token } = await answer.json()

const id = randomUUID()
const headers = { ...key, Authorization: \`Bearer \${access_token}\`, 'X-Target-Environment': ${quoted(call.environment)} }
const order = await fetch(\`\${url}/collection/v1_0/requesttopay\`, {
  method: 'POST',
  headers: { ...headers, 'X-Reference-Id': id, 'Content-Type': 'application/json' },
  body: JSON.stringify(${body(call)}),
})
if (order.status !== 202) throw new Error(\`\${order.status} \${await order.text()}\`)

const status = await fetch(\`\${url}/collection/v1_0/requesttopay/\${id}\`, { headers })
console.log(await status.text())
`,
})

const python: Of = (call) => ({
  file: 'order.py',
  run: 'python3 order.py',
  text: `import base64, json, uuid
from urllib.request import Request, urlopen

url = ${quoted(call.url)}
key = {"Ocp-Apim-Subscription-Key": ${quoted(call.subscriptionKey)}}
user = base64.b64encode(${quoted(`${call.userId}:${call.apiKey}`)}.encode()).decode()

token = Request(f"{url}/collection/token/", method="POST", headers={**key, "Authorization": f"Basic {user}"})
access_token = json.load(urlopen(token))["access_token"]

reference = str(uuid.uuid4())
headers = {**key, "Authorization": f"Bearer {access_token}", "X-Target-Environment": ${quoted(call.environment)}}
order = ${body(call)}
urlopen(Request(
    f"{url}/collection/v1_0/requesttopay",
    data=json.dumps(order).encode(),
    headers={**headers, "X-Reference-Id": reference, "Content-Type": "application/json"},
))

status = Request(f"{url}/collection/v1_0/requesttopay/{reference}", headers=headers)
print(urlopen(status).read().decode())
`,
})

const php: Of = (call) => ({
  file: 'order.php',
  run: 'php order.php',
  text: `<?php
$url = ${single(call.url)};
$key = ${single(`Ocp-Apim-Subscription-Key: ${call.subscriptionKey}`)};
$user = base64_encode(${single(`${call.userId}:${call.apiKey}`)});

function call($method, $url, $headers, $body = '') {
    $http = ['method' => $method, 'header' => $headers, 'content' => $body];
    return file_get_contents($url, false, stream_context_create(['http' => $http]));
}

$token = json_decode(call('POST', "$url/collection/token/", [$key, "Authorization: Basic $user"]))->access_token;

$id = vsprintf('%s%s-%s-4%.3s-a%.3s-%s%s%s', str_split(bin2hex(random_bytes(16)), 4));
$headers = [$key, "Authorization: Bearer $token", ${single(`X-Target-Environment: ${call.environment}`)}];
$order = ${single(body(call))};
call('POST', "$url/collection/v1_0/requesttopay",
    [...$headers, "X-Reference-Id: $id", 'Content-Type: application/json'], $order);

echo call('GET', "$url/collection/v1_0/requesttopay/$id", $headers), "\\n";
`,
})

const java: Of = (call) => ({
  file: 'Order.java',
  run: 'java Order.java',
  text: `import java.net.URI;
import java.net.http.*;
import java.util.*;

class Order {
    static final String URL = ${quoted(call.url)};
    static final HttpClient client = HttpClient.newHttpClient();

    static HttpRequest.Builder to(String path, String authorization) {
        return HttpRequest.newBuilder(URI.create(URL + path))
            .header("Ocp-Apim-Subscription-Key", ${quoted(call.subscriptionKey)})
            .header("X-Target-Environment", ${quoted(call.environment)})
            .header("Authorization", authorization);
    }

    static String send(HttpRequest.Builder request) throws Exception {
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) throw new Exception(answer.statusCode() + " " + answer.body());
        return answer.body();
    }

    public static void main(String[] args) throws Exception {
        var user = Base64.getEncoder().encodeToString(${quoted(`${call.userId}:${call.apiKey}`)}.getBytes());
        var answer = send(to("/collection/token/", "Basic " + user).POST(HttpRequest.BodyPublishers.noBody()));
        var bearer = "Bearer " + answer.replaceAll(".*\\"access_token\\":\\"([^\\"]*)\\".*", "$1");

        var id = UUID.randomUUID();
        var order = ${quoted(body(call))};
        send(to("/collection/v1_0/requesttopay", bearer)
            .header("X-Reference-Id", id.toString())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(order)));

        System.out.println(send(to("/collection/v1_0/requesttopay/" + id, bearer)));
    }
}
`,
})

const go: Of = (call) => ({
  file: 'order.go',
  run: 'go run order.go',
  text: `package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
)

const url = ${quoted(call.url)}

func call(method, path, body string, prepare func(*http.Request)) []byte {
	request, err := http.NewRequest(method, url+path, strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Ocp-Apim-Subscription-Key", ${quoted(call.subscriptionKey)})
	request.Header.Set("X-Target-Environment", ${quoted(call.environment)})
	prepare(request)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode >= 400 {
		log.Fatal(answer.Status, " ", string(text))
	}
	return text
}

func main() {
	var token struct{ Access_token string }
	json.Unmarshal(call("POST", "/collection/token/", "", func(r *http.Request) {
		r.SetBasicAuth(${quoted(call.userId)}, ${quoted(call.apiKey)})
	}), &token)
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token.Access_token) }

	b := make([]byte, 16)
	rand.Read(b)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	id := fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
	order := ${quoted(body(call))}
	call("POST", "/collection/v1_0/requesttopay", order, func(r *http.Request) {
		bearer(r)
		r.Header.Set("X-Reference-Id", id)
		r.Header.Set("Content-Type", "application/json")
	})

	fmt.Println(string(call("GET", "/collection/v1_0/requesttopay/"+id, "", bearer)))
}
`,
})

/** A first request to pay and its status, in each language with nothing but what it brings. */
export const snippets = { curl, node, python, php, java, go } as const
export type Language = keyof typeof snippets

export const languageNames: Readonly<Record<Language, string>> = {
  curl: 'curl',
  node: 'Node',
  python: 'Python',
  php: 'PHP',
  java: 'Java',
  go: 'Go',
}
