import { inPhp, inQuotes, inShell } from '../../../terms/index.ts'
import type { Connect } from '../../../terms/sim/connect.ts'

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

type Program = Connect['programs'][number]
type Of = (call: FirstCall) => Program

const body = ({ amount, currency, phone }: FirstCall) =>
  JSON.stringify({ amount, currency, externalId: '1', payer: { partyIdType: 'MSISDN', partyId: phone } })
const curl: Of = (call) => ({
  language: 'curl',
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
  language: 'Node',
  file: 'order.mjs',
  run: 'node order.mjs',
  text: `import { randomUUID } from 'node:crypto'

const url = ${inQuotes(call.url)}
const key = { 'Ocp-Apim-Subscription-Key': ${inQuotes(call.subscriptionKey)} }
const user = Buffer.from(${inQuotes(`${call.userId}:${call.apiKey}`)}).toString('base64')

const answer = await fetch(\`\${url}/collection/token/\`, {
  method: 'POST',
  headers: { ...key, Authorization: \`Basic \${user}\` },
})
const { access_token } = await answer.json()

const id = randomUUID()
const headers = { ...key, Authorization: \`Bearer \${access_token}\`, 'X-Target-Environment': ${inQuotes(call.environment)} }
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
  language: 'Python',
  file: 'order.py',
  run: 'python3 order.py',
  text: `import base64, json, uuid
from urllib.request import Request, urlopen

url = ${inQuotes(call.url)}
key = {"Ocp-Apim-Subscription-Key": ${inQuotes(call.subscriptionKey)}}
user = base64.b64encode(${inQuotes(`${call.userId}:${call.apiKey}`)}.encode()).decode()

token = Request(f"{url}/collection/token/", method="POST", headers={**key, "Authorization": f"Basic {user}"})
access_token = json.load(urlopen(token))["access_token"]

reference = str(uuid.uuid4())
headers = {**key, "Authorization": f"Bearer {access_token}", "X-Target-Environment": ${inQuotes(call.environment)}}
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
  language: 'PHP',
  file: 'order.php',
  run: 'php order.php',
  text: `<?php
$url = ${inPhp(call.url)};
$key = ${inPhp(`Ocp-Apim-Subscription-Key: ${call.subscriptionKey}`)};
$user = base64_encode(${inPhp(`${call.userId}:${call.apiKey}`)});

function call($method, $url, $headers, $body = '') {
    $http = ['method' => $method, 'header' => $headers, 'content' => $body];
    return file_get_contents($url, false, stream_context_create(['http' => $http]));
}

$token = json_decode(call('POST', "$url/collection/token/", [$key, "Authorization: Basic $user"]))->access_token;

$id = vsprintf('%s%s-%s-4%.3s-a%.3s-%s%s%s', str_split(bin2hex(random_bytes(16)), 4));
$headers = [$key, "Authorization: Bearer $token", ${inPhp(`X-Target-Environment: ${call.environment}`)}];
$order = ${inPhp(body(call))};
call('POST', "$url/collection/v1_0/requesttopay",
    [...$headers, "X-Reference-Id: $id", 'Content-Type: application/json'], $order);

echo call('GET', "$url/collection/v1_0/requesttopay/$id", $headers), "\\n";
`,
})

const java: Of = (call) => ({
  language: 'Java',
  file: 'Order.java',
  run: 'java Order.java',
  text: `import java.net.URI;
import java.net.http.*;
import java.util.*;

class Order {
    static final String URL = ${inQuotes(call.url)};
    static final HttpClient client = HttpClient.newHttpClient();

    static HttpRequest.Builder to(String path, String authorization) {
        return HttpRequest.newBuilder(URI.create(URL + path))
            .header("Ocp-Apim-Subscription-Key", ${inQuotes(call.subscriptionKey)})
            .header("X-Target-Environment", ${inQuotes(call.environment)})
            .header("Authorization", authorization);
    }

    static String send(HttpRequest.Builder request) throws Exception {
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) throw new Exception(answer.statusCode() + " " + answer.body());
        return answer.body();
    }

    public static void main(String[] args) throws Exception {
        var user = Base64.getEncoder().encodeToString(${inQuotes(`${call.userId}:${call.apiKey}`)}.getBytes());
        var answer = send(to("/collection/token/", "Basic " + user).POST(HttpRequest.BodyPublishers.noBody()));
        var bearer = "Bearer " + answer.replaceAll(".*\\"access_token\\":\\"([^\\"]*)\\".*", "$1");

        var id = UUID.randomUUID();
        var order = ${inQuotes(body(call))};
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
  language: 'Go',
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

const url = ${inQuotes(call.url)}

func call(method, path, body string, prepare func(*http.Request)) []byte {
	request, err := http.NewRequest(method, url+path, strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Ocp-Apim-Subscription-Key", ${inQuotes(call.subscriptionKey)})
	request.Header.Set("X-Target-Environment", ${inQuotes(call.environment)})
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
		r.SetBasicAuth(${inQuotes(call.userId)}, ${inQuotes(call.apiKey)})
	}), &token)
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token.Access_token) }

	b := make([]byte, 16)
	rand.Read(b)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	id := fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
	order := ${inQuotes(body(call))}
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
export const programsOf = (call: FirstCall): Program[] =>
  [curl, node, python, php, java, go].map((inLanguage) => inLanguage(call))
