<?php

/**
 * In the place of `payersim serve`, which takes a second to start: writes its ready file, and answers everybody
 * that it is well.
 */

declare(strict_types=1);

$server = stream_socket_server('tcp://127.0.0.1:0');
$url = 'http://' . stream_socket_get_name($server, false);
file_put_contents($argv[1 + (int) array_search('--ready-file', $argv, true)], json_encode(['url' => $url]));
// So many answers, and it ends.
for ($answers = (int) (getenv('ANSWERS') ?: PHP_INT_MAX); $answers > 0; --$answers) {
    $client = @stream_socket_accept($server, 60);
    if ($client !== false) {
        fread($client, 8192);
        $body = '{"status":"ok","version":"0.1.0"}';
        fwrite($client, 'HTTP/1.1 200 OK' . "\r\nContent-Length: " . strlen($body) . "\r\nConnection: close\r\n\r\n{$body}");
        fclose($client);
    }
}
fwrite(STDERR, "out of memory\n");
