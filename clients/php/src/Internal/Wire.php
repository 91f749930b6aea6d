<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\Answer;
use Payersim\NoServerException;
use Payersim\PayersimException;

/**
 * Requests to a simulator over HTTP, by the extension curl: PHP's own streams neither keep a connection nor tell a lost
 * answer from a refused connection.
 *
 * @internal
 */
final readonly class Wire
{
    /** The simulator closes a connection that has been idle for five seconds: one that may be closing is not used again. */
    private const IDLE_SECONDS = 2;
    /** A control route answers within a minute, by a 503 if it must. */
    private const TIMEOUT_SECONDS = 75.0;
    private const CONNECT_SECONDS = 10;

    public string $url;

    public function __construct(
        string $url,
        private ?string $token = null,
        private Connection $connection = new Connection(),
    ) {
        $whole = str_contains($url, '://') ? $url : "http://{$url}";
        $parts = parse_url($whole);
        if (!is_array($parts) || !in_array($parts['scheme'] ?? '', ['http', 'https'], true) || ($parts['host'] ?? '') === '') {
            throw new PayersimException("\"{$url}\" is no URL of a simulator. Write one such as http://127.0.0.1:4000.");
        }
        $this->url = rtrim($whole, '/');
    }

    /** The same connections, for paths below a prefix such as `/w/suite-1`. */
    public function below(string $prefix): self
    {
        return new self($this->url . $prefix, $this->token, $this->connection);
    }

    /**
     * Asks a control route, and returns what its JSON holds.
     *
     * @param array<string, string|int|null> $query
     *
     * @throws PayersimException with the problem's type, title and detail where the status is not 2xx
     */
    public function json(string $method, string $path, mixed $body = null, array $query = []): mixed
    {
        $words = http_build_query(Json::given($query), '', '&', PHP_QUERY_RFC3986);
        $whole = $words === '' ? $path : "{$path}?{$words}";
        $headers = $body === null ? [] : ['Content-Type' => 'application/json'];

        return self::read("{$method} {$path}", $this->send($method, $whole, $headers, $body === null ? null : Json::body($body)));
    }

    /**
     * Sends a request and returns the answer, whatever its status.
     *
     * @param array<string, string> $headers
     * @param float|null            $timeout real seconds until the answer is given up
     * @param bool                  $once    on a connection of its own: curl sends a request again, by itself, where a
     *                                       connection that was used before ends without an answer
     *
     * @throws NoServerException nothing answers at the URL
     * @throws PayersimException the answer was lost, or took too long; see `failure`
     */
    public function send(
        string $method,
        string $path,
        array $headers = [],
        ?string $body = null,
        ?float $timeout = null,
        bool $once = false,
    ): Answer {
        $sent = ['User-Agent' => 'payersim', 'Expect' => '', ...$headers];
        if ($this->token !== null && str_starts_with($path, '/_sim')) {
            $sent += ['Authorization' => "Bearer {$this->token}"];
        }
        $got = [];
        $handle = $this->connection->handle();
        curl_setopt_array($handle, [
            CURLOPT_URL => $this->url . $path,
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_HTTPHEADER => array_map(self::line(...), array_keys($sent), $sent),
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_HEADERFUNCTION => static function (\CurlHandle $_, string $line) use (&$got): int {
                [$name, $value] = [...explode(':', $line, 2), null];
                if ($value !== null) {
                    $got[strtolower($name)] = trim($value);
                }

                return strlen($line);
            },
            CURLOPT_TIMEOUT_MS => (int) ceil(1000 * ($timeout ?? self::TIMEOUT_SECONDS)),
            CURLOPT_CONNECTTIMEOUT => self::CONNECT_SECONDS,
            CURLOPT_MAXAGE_CONN => self::IDLE_SECONDS,
            CURLOPT_FRESH_CONNECT => $once,
            CURLOPT_FORBID_REUSE => $once,
            CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
            // A proxy of the machine's does not lead to a simulator.
            CURLOPT_PROXY => '',
        ]);
        if ($body !== null || $method === 'POST') {
            curl_setopt($handle, CURLOPT_POSTFIELDS, $body ?? '');
        }
        $text = curl_exec($handle);
        if (!is_string($text)) {
            throw $this->noAnswer("{$method} {$path}", $handle);
        }
        $status = curl_getinfo($handle, CURLINFO_RESPONSE_CODE);

        return new Answer(is_int($status) ? $status : 0, $got, $text);
    }

    /**
     * The JSON of a good answer; null for an empty one.
     *
     * @param string $asked method and path, for messages
     *
     * @throws PayersimException the status is not 2xx, or the body is no JSON
     */
    public static function read(string $asked, Answer $answer): mixed
    {
        if ($answer->status < 200 || $answer->status > 299) {
            throw self::refusal($asked, $answer);
        }
        if ($answer->text === '') {
            return null;
        }
        try {
            return json_decode($answer->text, true, 512, JSON_THROW_ON_ERROR);
        } catch (\JsonException) {
            throw new PayersimException(
                "{$asked} answered {$answer->status} with what is no JSON. Is it a payersim that listens there?",
                status: $answer->status,
            );
        }
    }

    /** The error for an answer that is not 2xx, from problem details or from a vendor's error body. */
    public static function refusal(string $asked, Answer $answer): PayersimException
    {
        $parsed = $answer->json();
        $body = is_array($parsed) ? (new Json($parsed))->all() : [];
        $said = null;
        foreach (['detail', 'message', 'error', 'title'] as $word) {
            $said ??= is_string($body[$word] ?? null) ? $body[$word] : null;
        }
        // MTN refuses some requests without a word; the simulator's own comes in a header, if it is asked for.
        $explained = rawurldecode($answer->headers['x-payersim-explanation'] ?? '');
        $detail = $said ?? ($explained !== '' ? $explained : substr(trim($answer->text), 0, 200));
        $code = is_string($body['code'] ?? null) && !isset($body['detail']) ? $body['code'] : null;
        $message = "{$asked} answered {$answer->status}" . ($code === null ? '' : " {$code}");
        $message .= $detail === '' ? '.' : ": {$detail}";
        if (preg_match('/#(token-needed|not-local)$/', is_string($body['type'] ?? null) ? $body['type'] : '') === 1) {
            $message .= ' Set PAYERSIM_ADMIN_TOKEN to the admin token that it was started with.';
        }

        return new PayersimException($message, $answer->status, $body, $detail, $code);
    }

    /** A text as one segment of a path. */
    public static function segment(string $text): string
    {
        return rawurlencode($text);
    }

    private static function line(string $name, string $value): string
    {
        return "{$name}: {$value}";
    }

    private function noAnswer(string $asked, \CurlHandle $handle): PayersimException
    {
        $why = curl_error($handle);
        if (curl_getinfo($handle, CURLINFO_REQUEST_SIZE) === 0) {
            $ended = $this->connection->howItEnded === null ? null : ($this->connection->howItEnded)();
            if ($ended !== null) {
                return new NoServerException($ended);
            }

            return new NoServerException(
                "No payersim answers at {$this->url}: {$why}. Start one by `payersim serve`, or set PAYERSIM_URL.",
            );
        }
        if (curl_errno($handle) === CURLE_OPERATION_TIMEDOUT) {
            $message = "{$asked} was not answered in time, and was given up. It may have been performed.";

            return new PayersimException($message, failure: 'unanswered');
        }
        $message = "{$asked}: the connection broke off before the answer came, so it is lost. It may have been performed.";

        return new PayersimException($message, failure: 'lost');
    }
}
