<?php

declare(strict_types=1);

namespace Shop;

/** MoMo answered, and did not do it. */
final class MtnMomoException extends \RuntimeException
{
    public function __construct(int $status, public readonly string $momoCode)
    {
        parent::__construct("MoMo answered {$status} {$momoCode}");
    }
}
