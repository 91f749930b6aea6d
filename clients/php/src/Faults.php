<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Wire;

/**
 * Failures on command.
 *
 *     $world->faults->set(['point' => 'callback', 'do' => 'dropped']);
 *
 * A plan has `match`, `when` and `args` too: docs/control.md, *Faults*.
 */
final readonly class Faults
{
    /** @internal */
    public function __construct(private Wire $wire)
    {
    }

    /**
     * Puts these in the place of all others; their counts start at 0.
     *
     * @param array<string, mixed> ...$plans
     *
     * @throws PayersimException an unknown word: it names the nearest known one
     */
    public function set(array ...$plans): void
    {
        if ($plans === []) {
            $this->clear();

            return;
        }
        $this->wire->json('PUT', '/_sim/faults', array_values($plans));
    }

    public function clear(): void
    {
        $this->wire->json('DELETE', '/_sim/faults');
    }

    /**
     * The plans, how often each matched (`met`), and how often it struck (`injected`).
     *
     * @return list<array<string, mixed>>
     */
    public function list(): array
    {
        return array_map(static fn (Json $plan): array => $plan->all(), Json::listOf($this->wire->json('GET', '/_sim/faults')));
    }
}
