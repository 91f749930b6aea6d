<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\Event;

/**
 * What happened, as lines of text.
 *
 * @internal
 */
final class Story
{
    /** Ids that say nothing to who reads a failure. */
    private const LEFT_OUT = ['sessionId', 'requestId', 'transfer', 'entryId'];

    /**
     * One line for each event: its time, what it is, and what it says.
     *
     * @param list<Event> $events
     */
    public static function of(array $events): string
    {
        // A hop is told twice: as an event of the phone, and as the exchange that brought it.
        $told = array_filter($events, static fn (Event $event): bool => $event->kind !== 'hop.answered');

        return implode("\n", array_map(self::line(...), $told));
    }

    private static function line(Event $event): string
    {
        $isExchange = isset($event->data['direction']);
        $phone = $event->phone !== null && !$isExchange ? " {$event->phone}" : '';
        $said = $isExchange ? self::exchange(new Json($event->data)) : self::said($event->data);

        return rtrim("{$event->at->format('H:i:s')} {$event->kind}{$phone} {$said}");
    }

    private static function exchange(Json $data): string
    {
        $answer = $data->textOrNull('status') ?? $data->textOrNull('error') ?? 'no answer';
        $why = $data->textOrNull('explanation');

        return "{$data->text('method')} {$data->text('url')} -> {$answer}" . (($why ?? '') === '' ? '' : " ({$why})");
    }

    /** @param array<string, mixed> $data */
    private static function said(array $data): string
    {
        $words = [];
        foreach ($data as $name => $value) {
            if (in_array($name, self::LEFT_OUT, true) || $value === null || is_array($value)) {
                continue;
            }
            $words[] = "{$name} " . (preg_replace('/^(.{89}).{2,}$/su', '$1…', Json::body($value)) ?? '');
        }

        return implode(' ', $words);
    }
}
