<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** An SMS on a phone, or an e-mail in a mailbox. */
final readonly class Message
{
    /**
     * @param int         $id      grows in the order of arrival
     * @param string      $sender  a short code, a name, or an address
     * @param string|null $code    the 4 to 8 digits next to a word such as code or OTP
     * @param string|null $subject of an e-mail
     */
    public function __construct(
        public int $id,
        public string $sender,
        public string $text,
        public ?string $code,
        public \DateTimeImmutable $receivedAt,
        public ?string $subject,
    ) {
    }

    /** @internal */
    public static function of(Json $view): self
    {
        return new self(
            $view->number('id'),
            $view->text('from'),
            $view->text('text'),
            $view->textOrNull('code'),
            $view->time('receivedAt'),
            $view->textOrNull('subject'),
        );
    }
}
