<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** An entry of the timeline. */
final readonly class Event
{
    /**
     * @param string               $kind  such as `ussd.hop`; docs/events.md has all
     * @param array<string, mixed> $data  secrets are hidden
     * @param string|null          $trace what one cause brought about has the same
     */
    public function __construct(
        public string $id,
        public string $kind,
        public ?string $phone,
        public \DateTimeImmutable $at,
        public array $data,
        public ?string $trace,
    ) {
    }

    /** @internal */
    public static function of(Json $view): self
    {
        return new self(
            $view->text('id'),
            $view->text('kind'),
            $view->textOrNull('phone'),
            $view->time('at'),
            $view->object('data')->all(),
            $view->textOrNull('trace'),
        );
    }
}
