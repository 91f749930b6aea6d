<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Length;
use Payersim\Internal\Wire;

/** The clock of a world. */
final readonly class Clock
{
    /** @internal */
    public function __construct(private Wire $wire)
    {
    }

    public function read(): ClockReading
    {
        return ClockReading::of(Json::of($this->wire->json('GET', '/_sim/clock')));
    }

    /**
     * Stops the clock.
     *
     * @param \DateTimeInterface|string|null $at ISO 8601, if a text; the present by default
     */
    public function freeze(\DateTimeInterface|string|null $at = null): ClockReading
    {
        $time = $at instanceof \DateTimeInterface ? $at->format(\DATE_RFC3339_EXTENDED) : $at;

        return $this->move('freeze', Json::given(['at' => $time]));
    }

    /**
     * Moves the clock, and returns when all that fell due has been attempted, and what that caused.
     *
     * @param \DateInterval|string $by an ISO 8601 duration such as `PT5M`, if a text
     */
    public function advance(\DateInterval|string $by): ClockReading
    {
        return $this->move('advance', ['by' => Length::of($by)]);
    }

    /** Lets the clock go. */
    public function run(): ClockReading
    {
        return $this->move('run', []);
    }

    /** @param array<string, mixed> $body */
    private function move(string $how, array $body): ClockReading
    {
        return ClockReading::of(Json::of($this->wire->json('POST', "/_sim/clock/{$how}", $body)));
    }
}
