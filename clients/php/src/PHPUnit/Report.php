<?php

declare(strict_types=1);

namespace Payersim\PHPUnit;

use Payersim\Internal\Json;
use Payersim\Internal\Words;
use Payersim\PayersimException;
use Payersim\Phone;
use Payersim\World;

/**
 * What the phones of a failed test showed, and where its payments stand.
 *
 * @internal
 */
final class Report
{
    private const STORY_LINES = 40;
    private const PAYMENTS = 3;

    public static function of(World $world): string
    {
        try {
            $phones = array_merge(...array_map(self::phone(...), $world->phones()));
            $payments = self::payments($world);
        } catch (PayersimException $refused) {
            return "\n\npayersim: {$refused->getMessage()}\n";
        }
        $parts = array_filter(['payersim: phones' => $phones, 'payersim: payments' => $payments]);

        return "\n" . implode('', array_map(
            static fn (string $title, array $lines): string => "\n--- {$title} ---\n" . implode("\n", $lines) . "\n",
            array_keys($parts),
            $parts,
        ));
    }

    /** Lets an exception say more. It stays the one that it was, with its class, its trace and its difference. */
    public static function append(\Throwable $failure, string $more): void
    {
        $class = $failure instanceof \Error ? \Error::class : \Exception::class;
        (new \ReflectionProperty($class, 'message'))->setValue($failure, $failure->getMessage() . $more);
    }

    /** @return list<string> */
    private static function phone(Phone $phone): array
    {
        $seen = $phone->screen();
        $lines = ["{$phone->msisdn}, as the test saw it last:", ...Words::drawn($seen)];
        $now = $phone->look();
        // By value: it is read anew.
        if ($now != $seen) {
            array_push($lines, "{$phone->msisdn} now:", ...Words::drawn($now));
        }
        foreach ($phone->messages() as $one) {
            $lines[] = "  SMS from {$one->sender}: " . Json::quoted($one->text);
        }

        return $lines;
    }

    /** @return list<string> */
    private static function payments(World $world): array
    {
        $told = [];
        // The newest first, as the story of a failure ends there.
        foreach ($world->payments(limit: self::PAYMENTS) as $payment) {
            $amount = $payment->amount === null ? '' : " of {$payment->amount} {$payment->currency}";
            $told[] = "{$payment->kind}{$amount} for {$payment->merchant}, {$payment->reference}: {$payment->standing}";
            $lines = array_filter(explode("\n", $world->story($payment)), static fn (string $line): bool => $line !== '');
            $leftOut = count($lines) - self::STORY_LINES;
            if ($leftOut > 0) {
                $told[] = "  ({$leftOut} earlier lines left out)";
            }
            foreach (array_slice($lines, -self::STORY_LINES) as $line) {
                $told[] = "  {$line}";
            }
        }

        return $told;
    }
}
