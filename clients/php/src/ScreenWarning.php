<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** What would hurt on a real network, such as `too-long`. */
final readonly class ScreenWarning
{
    public function __construct(
        public string $code,
        public string $message,
    ) {
    }

    /** @internal */
    public static function of(Json $view): self
    {
        return new self($view->text('code'), $view->text('message'));
    }
}
