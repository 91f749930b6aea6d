<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\Screen;

/**
 * Texts as a person reads them.
 *
 * @internal
 */
final class Words
{
    /** Whether a text contains another, in any case, line breaks being blanks. */
    public static function in(string $seen, string $wanted): bool
    {
        return str_contains(self::flat($seen), self::flat($wanted));
    }

    /**
     * The lines of a screen, for who reads a failure.
     *
     * @return list<string>
     */
    public static function drawn(?Screen $screen): array
    {
        if ($screen === null) {
            return ['It has no screen yet. Call dial(), waitPrompt() or look() first.'];
        }
        $state = $screen->isOpen() ? 'An open screen:' : "The session {$screen->status}:";
        $answer = $screen->answer === null ? null : "The app answered {$screen->answer}";
        $more = array_filter([$screen->error, $answer, $screen->diagnosis], is_string(...));

        return [$state, ...self::quoted($screen->text), ...array_values($more)];
    }

    /**
     * Each line behind a mark. No control character of an app may reach the terminal.
     *
     * @return list<string>
     */
    public static function quoted(string $text): array
    {
        $lines = preg_split('/\r\n|\r|\n/', $text);

        return array_map(
            static fn (string $line): string => rtrim('  | ' . preg_replace('/[\x00-\x1F\x7F]|\xC2[\x80-\x9F]/', ' ', $line)),
            $lines === false ? [$text] : $lines,
        );
    }

    private static function flat(string $text): string
    {
        $blanks = preg_replace('/\s+/u', ' ', $text) ?? $text;

        // Letters beyond ASCII in any case too, where PHP has what that takes.
        return trim(function_exists('mb_strtolower') ? mb_strtolower($blanks, 'UTF-8') : strtolower($blanks));
    }
}
