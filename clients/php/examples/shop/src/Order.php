<?php

declare(strict_types=1);

namespace Shop;

final class Order implements \JsonSerializable
{
    public function __construct(
        public readonly string $goods,
        public readonly string $phone,
        public readonly string $id,
        /** Drawn once and kept before MoMo is asked: asking again is asking for the same. */
        public string $reference,
        /** Whether MoMo has said that it took the request. */
        public bool $asked = false,
        /** waiting, paid, or why not. */
        public string $state = 'waiting',
    ) {
    }

    /** @return array<string, string|bool> */
    public function jsonSerialize(): array
    {
        return get_object_vars($this);
    }
}
