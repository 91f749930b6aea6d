<?php
// POSTs to the URL in argv[1] by PHP's curl extension, as most PHP clients do, and prints what comes back.
[, $url, $authorization, $key] = $argv;
$curl = curl_init($url);
curl_setopt_array($curl, [
    CURLOPT_POST => true,
    CURLOPT_POSTFIELDS => '',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => ["Authorization: $authorization", "Ocp-Apim-Subscription-Key: $key"],
]);
$body = curl_exec($curl);
if ($body === false) {
    fwrite(STDERR, curl_errno($curl) . ' ' . curl_error($curl) . "\n");
    exit(1);
}
echo json_encode(['status' => curl_getinfo($curl, CURLINFO_RESPONSE_CODE), 'body' => json_decode($body)]), "\n";
