<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** One option of a menu. */
final readonly class Option
{
    public function __construct(
        public string $key,
        public string $label,
    ) {
    }

    /** @internal */
    public static function of(Json $view): self
    {
        return new self($view->text('key'), $view->text('label'));
    }
}
