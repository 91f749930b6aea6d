<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** What somebody asked for: a request to pay, a mandate, a payout, a balance. */
final readonly class Payment
{
    /**
     * @param string      $kind      such as `request-to-pay`
     * @param string      $reference the id by which who asked calls it
     * @param string|null $amount    a decimal text
     * @param string      $state     `pending`, `successful`, `failed` or `ended` (a mandate that was in force)
     * @param string      $standing  where it stands, in a sentence
     * @param string|null $why       why it failed
     */
    public function __construct(
        public string $id,
        public string $kind,
        public string $reference,
        public string $merchant,
        public ?string $phone,
        public ?string $amount,
        public ?string $currency,
        public string $state,
        public string $standing,
        public ?string $why,
        public ?string $trace,
    ) {
    }

    /** @internal */
    public static function of(Json $view): self
    {
        return new self(
            $view->text('id'),
            $view->text('kind'),
            $view->text('reference'),
            $view->object('merchant')->text('name'),
            $view->textOrNull('phone'),
            $view->textOrNull('amount'),
            $view->textOrNull('currency'),
            $view->text('state'),
            $view->text('standing'),
            $view->textOrNull('why'),
            $view->textOrNull('trace'),
        );
    }
}
