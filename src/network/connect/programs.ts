import { inPhp, inQuotes, inShell } from '../../terms/index.ts'
import type { Connect, ConnectPlace } from '../../terms/sim/connect.ts'

/** What a first SMS needs: which application sends what to whom. */
interface FirstSms {
  /** The base URL of the world, without a slash at the end. */
  url: string
  username: string
  apiKey: string
  /** `+` and digits. */
  to: string
  text: string
  led: ConnectPlace['led']
}

type Program = Connect['programs'][number]
type Of = (sms: FirstSms) => Program

const curl: Of = ({ url, username, apiKey, to, text }) => ({
  language: 'curl',
  file: 'sms.sh',
  run: 'sh sms.sh',
  text: `curl -s ${inShell(`${url}/version1/messaging`)} -H ${inShell(`apiKey: ${apiKey}`)} -H 'Accept: application/json' \\
  --data-urlencode ${inShell(`username=${username}`)} --data-urlencode ${inShell(`to=${to}`)} \\
  --data-urlencode ${inShell(`message=${text}`)}
`,
})

const node: Of = ({ url, username, apiKey, to, text }) => ({
  language: 'Node',
  file: 'sms.mjs',
  run: 'node sms.mjs',
  text: `const answer = await fetch(${inQuotes(`${url}/version1/messaging`)}, {
  method: 'POST',
  headers: { apiKey: ${inQuotes(apiKey)}, Accept: 'application/json' },
  body: new URLSearchParams({
    username: ${inQuotes(username)},
    to: ${inQuotes(to)},
    message: ${inQuotes(text)},
  }),
})
console.log(await answer.text())
`,
})

/** The SDK has no option for another host. It takes the sandbox of Africa's Talking for the username `sandbox` alone. */
const nodeSdk: Of = ({ username, apiKey, to, text, led }) => ({
  language: 'Node, its SDK',
  file: 'sms-sdk.mjs',
  run: led('node sms-sdk.mjs'),
  text: `// npm install africastalking
import africastalking from 'africastalking'

const { SMS } = africastalking({ username: ${inQuotes(username)}, apiKey: ${inQuotes(apiKey)} })
const answer = await SMS.send({ to: [${inQuotes(to)}], message: ${inQuotes(text)} })
console.log(JSON.stringify(answer))
`,
})

const python: Of = ({ url, username, apiKey, to, text }) => ({
  language: 'Python',
  file: 'sms.py',
  run: 'python3 sms.py',
  text: `from urllib.parse import urlencode
from urllib.request import Request, urlopen

fields = {"username": ${inQuotes(username)}, "to": ${inQuotes(to)}, "message": ${inQuotes(text)}}
answer = urlopen(Request(
    ${inQuotes(`${url}/version1/messaging`)},
    data=urlencode(fields).encode(),
    headers={"apiKey": ${inQuotes(apiKey)}, "Accept": "application/json"},
))
print(answer.read().decode())
`,
})

const php: Of = ({ url, username, apiKey, to, text }) => ({
  language: 'PHP',
  file: 'sms.php',
  run: 'php sms.php',
  text: `<?php
$http = [
    'method' => 'POST',
    'header' => [
        ${inPhp(`apiKey: ${apiKey}`)},
        'Accept: application/json',
        'Content-Type: application/x-www-form-urlencoded',
    ],
    'content' => http_build_query([
        'username' => ${inPhp(username)},
        'to' => ${inPhp(to)},
        'message' => ${inPhp(text)},
    ]),
];
echo file_get_contents(${inPhp(`${url}/version1/messaging`)}, false, stream_context_create(['http' => $http])), "\\n";
`,
})

const java: Of = ({ url, username, apiKey, to, text }) => ({
  language: 'Java',
  file: 'Sms.java',
  run: 'java Sms.java',
  text: `import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;

class Sms {
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public static void main(String[] args) throws Exception {
        var form = "username=" + encoded(${inQuotes(username)})
            + "&to=" + encoded(${inQuotes(to)})
            + "&message=" + encoded(${inQuotes(text)});
        var request = HttpRequest.newBuilder(URI.create(${inQuotes(`${url}/version1/messaging`)}))
            .header("apiKey", ${inQuotes(apiKey)})
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
        var answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.body());
    }
}
`,
})

const go: Of = ({ url, username, apiKey, to, text }) => ({
  language: 'Go',
  file: 'sms.go',
  run: 'go run sms.go',
  text: `package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strings"
)

func main() {
	form := url.Values{
		"username": {${inQuotes(username)}},
		"to":       {${inQuotes(to)}},
		"message":  {${inQuotes(text)}},
	}
	request, err := http.NewRequest("POST", ${inQuotes(`${url}/version1/messaging`)}, strings.NewReader(form.Encode()))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("apiKey", ${inQuotes(apiKey)})
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	fmt.Println(string(text))
}
`,
})

/** A first SMS: by the official SDK for Node, and in each language with nothing but what it brings. */
export const programsOf = (sms: FirstSms): Program[] =>
  [curl, node, nodeSdk, python, php, java, go].map((inLanguage) => inLanguage(sms))
