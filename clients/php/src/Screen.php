<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** What a phone shows. */
final readonly class Screen
{
    /**
     * @param string              $status    `open`, `ended`, `cancelled`, `timed-out` or `failed`
     * @param list<Option>        $options   of the menu; none where the screen is not open
     * @param int                 $hops      how often the app was asked in this session
     * @param string|null         $error     why the session failed
     * @param string|null         $answer    of an app whose answer was refused: its first characters, made visible
     * @param string|null         $diagnosis of a failed session: what probably happened, and what to do
     * @param list<ScreenWarning> $warnings
     */
    public function __construct(
        public string $status,
        public string $text,
        public array $options,
        public ?string $sessionId,
        public int $hops,
        public ?string $error,
        public ?string $answer,
        public ?string $diagnosis,
        public array $warnings,
    ) {
    }

    public function isOpen(): bool
    {
        return $this->status === 'open';
    }

    /** @internal */
    public static function of(Json $view): self
    {
        return new self(
            $view->text('status'),
            $view->text('text'),
            array_map(Option::of(...), $view->list('options')),
            $view->textOrNull('sessionId'),
            $view->number('hops'),
            $view->textOrNull('error'),
            $view->textOrNull('answer'),
            $view->textOrNull('diagnosis'),
            array_map(ScreenWarning::of(...), $view->list('warnings')),
        );
    }
}
