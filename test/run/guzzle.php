<?php
// POSTs to the URL in argv[1] by Guzzle, from Debian's package, and prints what comes back.
require_once 'GuzzleHttp/autoload.php';
[, $url, $authorization, $key] = $argv;
$answer = (new GuzzleHttp\Client())->request('POST', $url, [
    'headers' => ['Authorization' => $authorization, 'Ocp-Apim-Subscription-Key' => $key],
]);
echo json_encode(['status' => $answer->getStatusCode(), 'body' => json_decode((string) $answer->getBody())]), "\n";
