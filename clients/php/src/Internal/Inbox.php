<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\Callback;

/**
 * The callbacks of one merchant, in the order of arrival.
 *
 * @internal
 */
final class Inbox
{
    /** @var list<Callback> */
    private array $received = [];

    public function __construct(private readonly Sink $sink, private readonly string $merchant)
    {
        $sink->open($merchant);
    }

    public function url(string $host, string $referenceId): string
    {
        return $this->sink->url($host, $this->merchant, $referenceId);
    }

    /** @return list<Callback> */
    public function received(): array
    {
        $this->read(0.0);

        return $this->received;
    }

    /**
     * The first callback from `seen` on that fits; null if none comes in time.
     *
     * @param callable(Callback): bool $fits
     * @param int                      $seen so many were looked at before; it is moved behind the one returned
     */
    public function next(callable $fits, int &$seen, float $timeout): ?Callback
    {
        $end = microtime(true) + $timeout;
        $this->read(0.0);
        $index = $seen;
        while (true) {
            while (!isset($this->received[$index])) {
                $left = $end - microtime(true);
                if ($left <= 0) {
                    return null;
                }
                $this->read($left);
            }
            $callback = $this->received[$index];
            ++$index;
            if ($fits($callback)) {
                $seen = $index;

                return $callback;
            }
        }
    }

    public function forget(): void
    {
        $this->sink->forget($this->merchant);
    }

    private function read(float $timeout): void
    {
        foreach ($this->sink->received($this->merchant, count($this->received), $timeout) as $one) {
            $this->received[] = Callback::of($one);
        }
    }
}
