<?php

declare(strict_types=1);

namespace Payersim;

/** The answer to a request, whatever its status. */
final readonly class Answer
{
    /** @param array<string, string> $headers names in lower case */
    public function __construct(
        public int $status,
        public array $headers,
        public string $text,
    ) {
    }

    /** The body as JSON, objects as arrays; null if it is none. */
    public function json(): mixed
    {
        return json_decode($this->text, true);
    }
}
