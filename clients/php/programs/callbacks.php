<?php

/**
 * Receives callbacks on a free port of 127.0.0.1, which it prints, until standard input ends.
 *
 * `PUT /inboxes/NAME` opens an inbox, `POST /callbacks/NAME/…` is a callback for it, and `GET /inboxes/NAME?after=3&waitMs=500`
 * answers those after the third as JSON, as soon as there is one. What has no inbox gets a 404.
 */

declare(strict_types=1);

/** A request whose bytes have all come. */
final readonly class Request
{
    /**
     * @param array<string, string>          $headers names in lower case
     * @param list<string>                   $path    its segments
     * @param array<string, string>          $query
     */
    private function __construct(
        public string $method,
        public string $target,
        public array $path,
        public array $query,
        public array $headers,
        public string $body,
    ) {
    }

    public static function read(string $bytes): ?self
    {
        [$head, $body] = [...explode("\r\n\r\n", $bytes, 2), null];
        if ($body === null) {
            return null;
        }
        $lines = explode("\r\n", $head);
        [$method, $target] = [...explode(' ', array_shift($lines)), '', ''];
        $headers = [];
        foreach ($lines as $line) {
            [$name, $value] = [...explode(':', $line, 2), ''];
            $headers[strtolower($name)] = trim($value);
        }
        if (strlen($body) < (int) ($headers['content-length'] ?? 0)) {
            return null;
        }
        [$path, $words] = [...explode('?', $target, 2), ''];
        parse_str($words, $query);

        return new self($method, $target, explode('/', trim($path, '/')), array_filter($query, is_string(...)), $headers, $body);
    }
}

final class Receiver
{
    /** @var array<string, list<array<string, mixed>>> */
    private array $inboxes = [];
    /** @var array<int, array{socket: resource, bytes: string}> those that have not asked all of their question */
    private array $clients = [];
    /** @var array<int, array{socket: resource, name: string, after: int, until: float}> those that wait for a callback */
    private array $waiting = [];

    /** @param resource $server */
    public function run($server): void
    {
        for (;;) {
            $read = [STDIN, $server, ...array_column($this->clients, 'socket')];
            $none = null;
            $soonest = min([microtime(true) + 60, ...array_column($this->waiting, 'until')]);
            $wait = (int) max(0, ceil(($soonest - microtime(true)) * 1_000_000));
            if (stream_select($read, $none, $none, intdiv($wait, 1_000_000), $wait % 1_000_000) === false) {
                return;
            }
            foreach ($read as $socket) {
                if ($socket === STDIN) {
                    return;
                }
                $socket === $server ? $this->accept($server) : $this->receive($socket);
            }
            $this->tellWaiting();
        }
    }

    /** @param resource $server */
    private function accept($server): void
    {
        $socket = @stream_socket_accept($server, 0);
        if (is_resource($socket)) {
            stream_set_blocking($socket, false);
            $this->clients[(int) $socket] = ['socket' => $socket, 'bytes' => ''];
        }
    }

    /** @param resource $socket */
    private function receive($socket): void
    {
        $id = (int) $socket;
        $came = fread($socket, 65536);
        $this->clients[$id]['bytes'] .= $came;
        $request = Request::read($this->clients[$id]['bytes']);
        if ($request !== null) {
            unset($this->clients[$id]);
            $this->take($socket, $request);
        } elseif ($came === false || ($came === '' && feof($socket))) {
            unset($this->clients[$id]);
            fclose($socket);
        }
    }

    /** @param resource $socket */
    private function take($socket, Request $request): void
    {
        [$what, $name] = [...$request->path, '', ''];
        if ($what === 'inboxes' && $request->method === 'PUT') {
            $this->inboxes[$name] ??= [];
            $this->answer($socket, 200);
        } elseif (!isset($this->inboxes[$name])) {
            $this->answer($socket, 404);
        } elseif ($what === 'callbacks') {
            $this->inboxes[$name][] = [
                'method' => $request->method,
                'path' => $request->target,
                'headers' => (object) $request->headers,
                'body' => $request->body,
            ];
            $this->answer($socket, 200);
        } elseif ($request->method === 'DELETE') {
            unset($this->inboxes[$name]);
            $this->answer($socket, 200);
        } else {
            $this->waiting[] = [
                'socket' => $socket,
                'name' => $name,
                'after' => (int) ($request->query['after'] ?? 0),
                'until' => microtime(true) + (int) ($request->query['waitMs'] ?? 0) / 1000,
            ];
        }
    }

    private function tellWaiting(): void
    {
        foreach ($this->waiting as $index => ['socket' => $socket, 'name' => $name, 'after' => $after, 'until' => $until]) {
            $found = array_slice($this->inboxes[$name] ?? [], $after);
            if ($found !== [] || microtime(true) >= $until) {
                unset($this->waiting[$index]);
                $this->answer($socket, 200, json_encode($found, JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR));
            }
        }
    }

    /** @param resource $socket */
    private function answer($socket, int $status, string $body = ''): void
    {
        $phrase = $status === 200 ? 'OK' : 'Not Found';
        stream_set_blocking($socket, true);
        $head = [
            "HTTP/1.1 {$status} {$phrase}",
            'Content-Type: application/json',
            'Content-Length: ' . strlen($body),
            'Connection: close',
        ];
        @fwrite($socket, implode("\r\n", $head) . "\r\n\r\n{$body}");
        fclose($socket);
    }
}

$server = stream_socket_server('tcp://127.0.0.1:0');
if (!is_resource($server)) {
    exit(1);
}
$name = (string) stream_socket_get_name($server, false);
fwrite(STDOUT, substr($name, (int) strrpos($name, ':') + 1) . "\n");
(new Receiver())->run($server);
