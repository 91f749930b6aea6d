import { inPhp, inQuotes, inShell } from '../../../terms/index.ts'
import type { Connect } from '../../../terms/sim/connect.ts'

/** What a first balance needs: which app asks for which account. */
interface FirstBalance {
  /** The base URL of the world, without a slash at the end. */
  url: string
  app: { apiKey: string; secret: string }
  source: { type: string; plaintext: string; phone: string }
}

type Program = Connect['programs'][number]
type Of = (balance: FirstBalance) => Program

/** What `auth_provider` is: any name does. */
const provider = 'payersim'
const customerOf = ({ source }: FirstBalance) => source.phone.replace('+', '')

const curl: Of = (balance) => ({
  language: 'curl',
  file: 'balance.sh',
  run: 'sh balance.sh',
  text: `URL=${inShell(balance.url)}
KEY=${inShell(balance.app.apiKey)}
SECRET=${inShell(balance.app.secret)}
REF=$(uuidgen 2>/dev/null || cat /proc/sys/kernel/random/uuid)

SIGNATURE=$(printf %s "$REF;$SECRET" | openssl md5 -r | cut -c1-32)
HALF=$(printf %s "$SECRET" | iconv -f UTF-8 -t UTF-16LE | openssl md5 -r | cut -c1-32)
SECURE=$(printf %s ${inShell(balance.source.plaintext)} | openssl enc -des-ede3-cbc -base64 -A \\
  -K "$HALF$(printf %s "$HALF" | cut -c1-16)" -iv 0000000000000000)

curl -s "$URL/v2/transact" -H "Authorization: Bearer $KEY" -H "Signature: $SIGNATURE" \\
  -H 'Content-Type: application/json' -d @- <<END
{
  "request_ref": "$REF",
  "request_type": "get_balance",
  "auth": { "type": ${inQuotes(balance.source.type)}, "secure": "$SECURE", "auth_provider": "${provider}" },
  "transaction": { "transaction_ref": "$REF", "customer": { "customer_ref": "${customerOf(balance)}" } }
}
END
`,
})

const node: Of = (balance) => ({
  language: 'Node',
  file: 'balance.mjs',
  run: 'node balance.mjs',
  text: `import { createCipheriv, createHash, randomUUID } from 'node:crypto'

const url = ${inQuotes(balance.url)}
const apiKey = ${inQuotes(balance.app.apiKey)}
const secret = ${inQuotes(balance.app.secret)}
const md5 = (bytes) => createHash('md5').update(bytes).digest()

const half = md5(Buffer.from(secret, 'utf16le'))
const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([half, half.subarray(0, 8)]), Buffer.alloc(8))
const secure = cipher.update(${inQuotes(balance.source.plaintext)}, 'utf8', 'base64') + cipher.final('base64')

const ref = randomUUID()
const answer = await fetch(\`\${url}/v2/transact\`, {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${apiKey}\`,
    Signature: md5(\`\${ref};\${secret}\`).toString('hex'),
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({
    request_ref: ref,
    request_type: 'get_balance',
    auth: { type: ${inQuotes(balance.source.type)}, secure, auth_provider: '${provider}' },
    transaction: { transaction_ref: ref, customer: { customer_ref: '${customerOf(balance)}' } },
  }),
})
console.log(await answer.text())
`,
})

const python: Of = (balance) => ({
  language: 'Python',
  file: 'balance.py',
  run: 'python3 balance.py',
  text: `import hashlib, json, subprocess, uuid
from urllib.request import Request, urlopen

url = ${inQuotes(balance.url)}
api_key = ${inQuotes(balance.app.apiKey)}
secret = ${inQuotes(balance.app.secret)}

def md5(data):
    return hashlib.md5(data).hexdigest()

# Python has no 3DES of its own. Without openssl: pip install pycryptodome.
half = md5(secret.encode("utf-16-le"))
des = ["openssl", "enc", "-des-ede3-cbc", "-base64", "-A", "-K", half + half[:16], "-iv", "0" * 16]
secure = subprocess.check_output(des, input=${inQuotes(balance.source.plaintext)}.encode()).decode()

ref = str(uuid.uuid4())
balance = {
    "request_ref": ref,
    "request_type": "get_balance",
    "auth": {"type": ${inQuotes(balance.source.type)}, "secure": secure, "auth_provider": "${provider}"},
    "transaction": {"transaction_ref": ref, "customer": {"customer_ref": "${customerOf(balance)}"}},
}
answer = urlopen(Request(
    f"{url}/v2/transact",
    data=json.dumps(balance).encode(),
    headers={
        "Authorization": f"Bearer {api_key}",
        "Signature": md5(f"{ref};{secret}".encode()),
        "Content-Type": "application/json",
    },
))
print(answer.read().decode())
`,
})

const php: Of = (balance) => ({
  language: 'PHP',
  file: 'balance.php',
  run: 'php balance.php',
  text: `<?php
$url = ${inPhp(balance.url)};
$apiKey = ${inPhp(balance.app.apiKey)};
$secret = ${inPhp(balance.app.secret)};

$half = md5(iconv('UTF-8', 'UTF-16LE', $secret), true);
$key = $half . substr($half, 0, 8);
$secure = openssl_encrypt(${inPhp(balance.source.plaintext)}, 'des-ede3-cbc', $key, 0, str_repeat("\\0", 8));

$ref = bin2hex(random_bytes(16));
$signature = md5("$ref;$secret");
$body = json_encode([
    'request_ref' => $ref,
    'request_type' => 'get_balance',
    'auth' => ['type' => ${inPhp(balance.source.type)}, 'secure' => $secure, 'auth_provider' => '${provider}'],
    'transaction' => ['transaction_ref' => $ref, 'customer' => ['customer_ref' => '${customerOf(balance)}']],
]);
$headers = ["Authorization: Bearer $apiKey", "Signature: $signature", 'Content-Type: application/json'];
$http = ['method' => 'POST', 'header' => $headers, 'content' => $body];
echo file_get_contents("$url/v2/transact", false, stream_context_create(['http' => $http])), "\\n";
`,
})

const java: Of = (balance) => ({
  language: 'Java',
  file: 'Balance.java',
  run: 'java Balance.java',
  text: `import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.*;
import javax.crypto.Cipher;
import javax.crypto.spec.*;

class Balance {
    static final String URL = ${inQuotes(balance.url)};
    static final String API_KEY = ${inQuotes(balance.app.apiKey)};
    static final String SECRET = ${inQuotes(balance.app.secret)};

    static byte[] md5(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("MD5").digest(bytes);
    }

    static String secure(String plaintext) throws Exception {
        var key = Arrays.copyOf(md5(SECRET.getBytes(StandardCharsets.UTF_16LE)), 24);
        System.arraycopy(key, 0, key, 16, 8);
        var cipher = Cipher.getInstance("DESede/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DESede"), new IvParameterSpec(new byte[8]));
        return Base64.getEncoder().encodeToString(cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8)));
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }

    public static void main(String[] args) throws Exception {
        var ref = UUID.randomUUID().toString();
        var signature = new StringBuilder();
        for (byte one : md5((ref + ";" + SECRET).getBytes())) signature.append(String.format("%02x", one));
        var secure = secure(${inQuotes(balance.source.plaintext)});
        var body = ${inQuotes(
          JSON.stringify({
            request_ref: 'REF',
            request_type: 'get_balance',
            auth: { type: balance.source.type, secure: 'SECURE', auth_provider: provider },
            transaction: { transaction_ref: 'REF', customer: { customer_ref: customerOf(balance) } },
          }),
        )}
            .replace(quoted("REF"), quoted(ref)).replace(quoted("SECURE"), quoted(secure));

        var request = HttpRequest.newBuilder(URI.create(URL + "/v2/transact"))
            .header("Authorization", "Bearer " + API_KEY)
            .header("Signature", signature.toString())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
        var answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.body());
    }
}
`,
})

const go: Of = (balance) => ({
  language: 'Go',
  file: 'balance.go',
  run: 'go run balance.go',
  text: `package main

import (
	"bytes"
	"crypto/cipher"
	"crypto/des"
	"crypto/md5"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"unicode/utf16"
)

const url = ${inQuotes(balance.url)}
const apiKey = ${inQuotes(balance.app.apiKey)}
const secret = ${inQuotes(balance.app.secret)}

func secure(plaintext string) string {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(secret)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	half := md5.Sum(wide)
	block, err := des.NewTripleDESCipher(append(half[:], half[:8]...))
	if err != nil {
		log.Fatal(err)
	}
	padding := 8 - len(plaintext)%8
	text := append([]byte(plaintext), bytes.Repeat([]byte{byte(padding)}, padding)...)
	cipher.NewCBCEncrypter(block, make([]byte, 8)).CryptBlocks(text, text)
	return base64.StdEncoding.EncodeToString(text)
}

func main() {
	random := make([]byte, 16)
	rand.Read(random)
	ref := fmt.Sprintf("%x", random)
	type object map[string]any
	body, _ := json.Marshal(object{
		"request_ref":  ref,
		"request_type": "get_balance",
		"auth": object{
			"type":          ${inQuotes(balance.source.type)},
			"secure":        secure(${inQuotes(balance.source.plaintext)}),
			"auth_provider": "${provider}",
		},
		"transaction": object{
			"transaction_ref": ref,
			"customer":        object{"customer_ref": "${customerOf(balance)}"},
		},
	})
	request, err := http.NewRequest("POST", url+"/v2/transact", bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+apiKey)
	request.Header.Set("Signature", fmt.Sprintf("%x", md5.Sum([]byte(ref+";"+secret))))
	request.Header.Set("Content-Type", "application/json")
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

/** A first balance, signed and encrypted as OnePipe wants it, in each language with nothing but what it brings. */
export const programsOf = (balance: FirstBalance): Program[] =>
  [curl, node, python, php, java, go].map((inLanguage) => inLanguage(balance))
