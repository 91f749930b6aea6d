<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** The answer to the status of an order, as MTN gives it. */
final readonly class OrderStatus
{
    /**
     * @param string               $status `PENDING`, `SUCCESSFUL` or `FAILED`
     * @param string|null          $reason why it failed, such as `APPROVAL_REJECTED`
     * @param array<string, mixed> $body   the whole answer
     */
    public function __construct(
        public string $status,
        public ?string $reason,
        public ?string $financialTransactionId,
        public array $body,
    ) {
    }

    /** @internal */
    public static function of(Json $answer): self
    {
        $body = $answer->all();
        // Older operations have the reason as a text, newer ones as an object.
        $reason = is_array($body['reason'] ?? null) ? $answer->object('reason')->text('code') : $answer->textOrNull('reason');

        return new self($answer->text('status'), $reason, $answer->textOrNull('financialTransactionId'), $body);
    }
}
