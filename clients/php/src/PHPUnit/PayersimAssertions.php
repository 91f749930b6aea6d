<?php

declare(strict_types=1);

namespace Payersim\PHPUnit;

use Payersim\Check;
use Payersim\Phone;
use Payersim\World;
use PHPUnit\Framework\Assert;

/** {@see Check} as assertions: a failure shows the screen, the SMS or the calls. */
trait PayersimAssertions
{
    /**
     * The phone shows an open screen that reads so.
     *
     *     self::assertScreen($ama, contains: 'Pay 12.50 EUR', offers: 'Approve');
     *
     * @param string|null  $matches a pattern of preg_match, such as `/^2 Balance$/m`
     * @param string|null  $exactly the whole screen, but line breaks at its end
     * @param string|null  $offers  a part of the label of one of its options
     * @param list<string> $allow   warnings to accept: `too-long`, `not-gsm`
     */
    public static function assertScreen(
        Phone $phone,
        ?string $contains = null,
        ?string $matches = null,
        ?string $exactly = null,
        ?string $offers = null,
        array $allow = [],
    ): void {
        self::assertPayersim(Check::screen($phone, $contains, $matches, $exactly, $offers, $allow));
    }

    /**
     * The app has ended the session, with a last screen that reads so.
     *
     * @param list<string> $allow
     */
    public static function assertSessionEnded(
        Phone $phone,
        ?string $contains = null,
        ?string $matches = null,
        ?string $exactly = null,
        array $allow = [],
    ): void {
        self::assertPayersim(Check::ended($phone, $contains, $matches, $exactly, $allow));
    }

    /** The last screen is short enough for its network, and in the letters that phones show. */
    public static function assertFits(Phone $phone): void
    {
        self::assertPayersim(Check::fits($phone));
    }

    /** An SMS that reads so has arrived; this does not wait for one: {@see Phone::nextSms()} does. */
    public static function assertSms(
        Phone $phone,
        ?string $contains = null,
        ?string $matches = null,
        ?string $sender = null,
    ): void {
        self::assertPayersim(Check::sms($phone, $contains, $matches, $sender));
    }

    /**
     * The program under test called an API as it should: {@see Check::calls()} tells the words.
     *
     *     self::assertCalls($this->world, 'momo.getRequestToPay', count: ['max' => 5]);
     *
     * @param int|array<string, int>|null            $count
     * @param string|array<string, mixed>|null       $after
     * @param list<string|array<string, mixed>>|null $order
     */
    public static function assertCalls(
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
    ): void {
        self::assertPayersim(Check::calls(
            $world,
            $operation,
            $count,
            $never,
            $status,
            $reference,
            $unique,
            $after,
            $within,
            $order,
            $by,
            $timeout,
        ));
    }

    private static function assertPayersim(?string $wrong): void
    {
        if ($wrong !== null) {
            Assert::fail($wrong);
        }
        // So that PHPUnit counts it.
        Assert::assertNull($wrong);
    }
}
