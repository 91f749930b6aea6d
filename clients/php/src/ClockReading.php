<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** The simulator's clock. */
final readonly class ClockReading
{
    /** @param string $mode `running` or `frozen` */
    public function __construct(
        public string $mode,
        public \DateTimeImmutable $now,
    ) {
    }

    /** @internal */
    public static function of(Json $view): self
    {
        return new self($view->text('mode'), $view->time('now'));
    }
}
