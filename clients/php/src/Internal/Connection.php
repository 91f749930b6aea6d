<?php

declare(strict_types=1);

namespace Payersim\Internal;

/**
 * The connections to one server that may be used again.
 *
 * @internal
 */
final class Connection
{
    private ?\CurlHandle $handle = null;
    private int $process = 0;

    /** @param (\Closure(): ?string)|null $howItEnded of a server that this process started: how it ended, if it has */
    public function __construct(public readonly ?\Closure $howItEnded = null)
    {
    }

    public function handle(): \CurlHandle
    {
        // A forked process must not write to the socket of its parent.
        if ($this->handle === null || $this->process !== getmypid()) {
            $this->handle = curl_init();
            $this->process = (int) getmypid();
        }
        curl_reset($this->handle);

        return $this->handle;
    }
}
