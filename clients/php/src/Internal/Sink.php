<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\NoServerException;
use Payersim\PayersimException;

/**
 * Where the callbacks of a test's own merchants arrive: a process of its own on 127.0.0.1, since PHP does one thing at a time,
 * and a simulator that waits for the answer to a callback is itself waited for.
 *
 * @internal
 */
final class Sink
{
    private readonly Child $child;
    private readonly Wire $wire;
    private readonly int $port;

    public function __construct()
    {
        $this->child = new Child('callbacks.php', [], ['pipe', 'w']);
        $port = $this->child->line();
        if (!ctype_digit($port)) {
            throw new NoServerException('The receiver of callbacks did not start: may PHP listen on 127.0.0.1 here?');
        }
        $this->port = (int) $port;
        $this->wire = new Wire("http://127.0.0.1:{$port}");
    }

    public function url(string $host, string $merchant, string $referenceId): string
    {
        return "http://{$host}:{$this->port}/callbacks/{$merchant}/{$referenceId}";
    }

    public function open(string $merchant): void
    {
        $this->ask('PUT', "/inboxes/{$merchant}");
    }

    /**
     * The callbacks of a merchant, but the first so many.
     *
     * @param float $timeout real seconds to wait for one more
     *
     * @return list<Json>
     */
    public function received(string $merchant, int $after, float $timeout): array
    {
        // Half a minute at a time: a request is given up after a little more than one.
        $wait = Length::milliseconds(min($timeout, 30.0));

        return Json::listOf($this->ask('GET', "/inboxes/{$merchant}?after={$after}&waitMs={$wait}"));
    }

    public function forget(string $merchant): void
    {
        $this->ask('DELETE', "/inboxes/{$merchant}");
    }

    public function close(): void
    {
        $this->child->end();
    }

    private function ask(string $method, string $path): mixed
    {
        try {
            return $this->wire->json($method, $path);
        } catch (NoServerException) {
            throw new PayersimException('The receiver of callbacks has ended: a process that the test ran has ended it.');
        }
    }
}
