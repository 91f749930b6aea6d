<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Wire;

/** A call that waits on its way. */
final readonly class HeldCall
{
    /**
     * @internal
     *
     * @param array<string, mixed> $call what it says: `method`, `url`, `status`, `headers`, `body`; secrets are masked
     */
    public function __construct(private Wire $wire, public string $id, public array $call)
    {
    }

    /** Lets it go on as it is. */
    public function release(): void
    {
        $this->letGo([]);
    }

    /**
     * Lets it go on changed.
     *
     * @param int|null                        $status  of an answer
     * @param array<string, string|null>|null $headers by name; null takes one away
     */
    public function change(?int $status = null, ?array $headers = null, ?string $body = null): void
    {
        $this->letGo(['change' => (object) Json::given(['status' => $status, 'headers' => $headers, 'body' => $body])]);
    }

    /** It gets no further: its sender gets no answer. */
    public function drop(): void
    {
        $this->letGo(['drop' => true]);
    }

    /** @param array<string, mixed> $how */
    private function letGo(array $how): void
    {
        $this->wire->json('POST', '/_sim/holds/calls/' . Wire::segment($this->id) . '/release', $how);
    }
}
