<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Length;
use Payersim\Internal\Words;

/**
 * Reads a phone as a person does, for any runner of tests: each returns null where it holds, and otherwise what was expected
 * and what the phone shows. In PHPUnit the trait {@see PHPUnit\PayersimAssertions} asserts them.
 *
 * They look at the last screen that the test has seen: {@see Phone::look()} sees anew. A screen that no phone of its network
 * would show whole does not hold either, unless the test allows it. A text is looked for in any case, line breaks being blanks.
 */
final class Check
{
    /** Warnings of a screen that a phone would not show as it is. */
    private const UNFIT = ['too-long', 'not-gsm'];

    /**
     * The phone shows an open screen that reads so.
     *
     * @param string|null  $matches a pattern of preg_match, such as `/^2 Balance$/m`
     * @param string|null  $exactly the whole screen, but line breaks at its end
     * @param string|null  $offers  a part of the label of one of its options
     * @param list<string> $allow   warnings to accept: `too-long`, `not-gsm`
     */
    public static function screen(
        Phone $phone,
        ?string $contains = null,
        ?string $matches = null,
        ?string $exactly = null,
        ?string $offers = null,
        array $allow = [],
    ): ?string {
        return self::reads($phone, 'open', 'show an open screen', $contains, $matches, $exactly, $offers, $allow);
    }

    /**
     * The app has ended the session, with a last screen that reads so.
     *
     * @param list<string> $allow
     */
    public static function ended(
        Phone $phone,
        ?string $contains = null,
        ?string $matches = null,
        ?string $exactly = null,
        array $allow = [],
    ): ?string {
        $what = 'have its session ended by the app with a screen';

        return self::reads($phone, 'ended', $what, $contains, $matches, $exactly, null, $allow);
    }

    /** The last screen is short enough for its network, and in the letters that phones show. */
    public static function fits(Phone $phone): ?string
    {
        $screen = $phone->screen();
        $wrong = self::unfit($screen, []);

        return $screen !== null && $wrong === []
            ? null
            : self::told($phone, 'have a screen that fits the phones of its network', $wrong);
    }

    /**
     * An SMS that reads so has arrived; this does not wait for one: {@see Phone::nextSms()} does.
     *
     * @param string|null $matches a pattern of preg_match
     * @param string|null $sender  a short code or a name, as the phone shows it
     */
    public static function sms(Phone $phone, ?string $contains = null, ?string $matches = null, ?string $sender = null): ?string
    {
        if ($contains === null && $matches === null && $sender === null) {
            throw new \InvalidArgumentException('Name what the SMS is to say: contains, matches, sender or several of them.');
        }
        $came = $phone->messages();
        foreach ($came as $message) {
            if (($sender === null || $message->sender === $sender) && self::says($message->text, $contains, $matches)) {
                return null;
            }
        }
        $from = $sender === null ? [] : ["from {$sender}"];
        $expected = implode(' ', ['have received an SMS', ...$from, ...self::wanted($contains, $matches)]);
        $seen = array_map(static fn (Message $one): array => ["SMS from {$one->sender}:", ...Words::quoted($one->text)], $came);
        $lines = $came === [] ? ['No SMS has come.'] : array_merge(...$seen);

        return implode("\n", ["Expected {$phone->msisdn} to {$expected}.", ...$lines]);
    }

    /**
     * The program under test called an API as it should. The words are those of docs/control.md, *Calls of your program*.
     *
     *     Check::calls($world, 'momo.getRequestToPay', count: ['max' => 5]);
     *     Check::calls($world, 'momo.createToken', never: true, after: 'momo.createToken', within: 'PT1H');
     *
     * @param string|null                              $operation one, or `momo` for all of an API; or `order` instead of it
     * @param int|array<string, int>|null              $count     so many, or `['min' => 1, 'max' => 5]`; at least one by default
     * @param int|string|null                          $status    only those that were answered so; `none`: no answer came
     * @param string|array<string, mixed>|null         $after     only calls that came after one of these
     * @param \DateInterval|string|null                $within    with `after`: a length of time on the simulator's clock
     * @param list<string|array<string, mixed>>|null   $order
     * @param float                                    $timeout   real seconds to wait for calls that are missing
     *
     * @throws PayersimException there is no such operation
     */
    public static function calls(
        World $world,
        ?string $operation = null,
        int|array|null $count = null,
        bool $never = false,
        int|string|null $status = null,
        ?string $reference = null,
        ?string $unique = null,
        string|array|null $after = null,
        \DateInterval|string|null $within = null,
        ?array $order = null,
        ?string $by = null,
        float $timeout = 1.0,
    ): ?string {
        $expected = Json::given([
            'operation' => $operation,
            'count' => $count,
            'never' => $never ? true : null,
            'status' => $status,
            'reference' => $reference,
            'unique' => $unique,
            'after' => $after,
            'within' => $within === null ? null : Length::of($within),
            'order' => $order,
            'by' => $by,
        ]);
        $wait = Length::milliseconds($timeout);
        $found = Json::of($world->control('POST', "/_sim/calls/check?waitMs={$wait}", $expected));
        if ($found->is('holds')) {
            return null;
        }
        $seen = array_map(Words::quoted(...), $found->texts('seen'));

        return implode("\n", ["Expected {$found->text('expected')}.", 'What came:', ...array_merge(...$seen)]);
    }

    /** @param list<string> $allow */
    private static function reads(
        Phone $phone,
        string $status,
        string $what,
        ?string $contains,
        ?string $matches,
        ?string $exactly,
        ?string $offers,
        array $allow,
    ): ?string {
        if (in_array('', [$contains, $matches, $exactly, $offers], true)) {
            throw new \InvalidArgumentException('Every screen contains an empty text: name what it is to say.');
        }
        $screen = $phone->screen();
        $expected = [$what, ...self::wanted($contains, $matches)];
        $fits = $screen !== null && $screen->status === $status && self::says($screen->text, $contains, $matches);
        if ($exactly !== null) {
            $expected[] = 'that reads exactly ' . Json::quoted($exactly);
            $fits = $fits && rtrim($screen->text, "\r\n") === rtrim($exactly, "\r\n");
        }
        if ($offers !== null) {
            $expected[] = 'with an option that contains ' . Json::quoted($offers);
            $offered = array_filter($screen->options ?? [], static fn (Option $one): bool => Words::in($one->label, $offers));
            $fits = $fits && $offered !== [];
        }
        if (!$fits) {
            return self::told($phone, implode(' ', $expected), []);
        }
        $wrong = self::unfit($screen, $allow);

        return $wrong === [] ? null : self::told($phone, 'have a screen that fits the phones of its network', [
            ...$wrong,
            'Where it may be so, say allow: [\'too-long\'] with its code.',
        ]);
    }

    private static function says(string $seen, ?string $contains, ?string $matches): bool
    {
        return ($contains === null || Words::in($seen, $contains)) && ($matches === null || preg_match($matches, $seen) === 1);
    }

    /** @return list<string> */
    private static function wanted(?string $contains, ?string $matches): array
    {
        return [
            ...($contains === null ? [] : ['that contains ' . Json::quoted($contains)]),
            ...($matches === null ? [] : ["that matches {$matches}"]),
        ];
    }

    /** @param list<string> $wrong */
    private static function told(Phone $phone, string $expected, array $wrong): string
    {
        return implode("\n", ["Expected {$phone->msisdn} to {$expected}.", ...$wrong, ...Words::drawn($phone->screen())]);
    }

    /**
     * @param list<string> $allow
     *
     * @return list<string>
     */
    private static function unfit(?Screen $screen, array $allow): array
    {
        $found = array_filter(
            $screen->warnings ?? [],
            static fn (ScreenWarning $one): bool => in_array($one->code, array_diff(self::UNFIT, $allow), true),
        );

        return array_values(array_map(static fn (ScreenWarning $one): string => "{$one->code}: {$one->message}", $found));
    }
}
