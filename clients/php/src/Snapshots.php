<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Wire;

/** Snapshots of a whole world by name: money, sessions, inboxes, faults and the time. */
final readonly class Snapshots
{
    /**
     * @internal
     *
     * @param \Closure(): void $restored
     */
    public function __construct(private Wire $wire, private \Closure $restored)
    {
    }

    /** Saves the world, once all that is due has arrived; replaces one of the same name. */
    public function take(string $name): void
    {
        $this->wire->json('POST', '/_sim/snapshots', ['name' => $name]);
    }

    /**
     * Restores that world and its time. Phones forget the screens since then.
     *
     * @throws PayersimException there is no such snapshot
     */
    public function restore(string $name): ClockReading
    {
        $clock = $this->wire->json('POST', '/_sim/snapshots/' . Wire::segment($name) . '/restore', []);
        ($this->restored)();

        return ClockReading::of(Json::of($clock));
    }

    /**
     * Their names.
     *
     * @return list<string>
     */
    public function list(): array
    {
        $all = Json::listOf($this->wire->json('GET', '/_sim/snapshots'));

        return array_map(static fn (Json $one): string => $one->text('name'), $all);
    }

    public function delete(string $name): void
    {
        $this->wire->json('DELETE', '/_sim/snapshots/' . Wire::segment($name));
    }
}
