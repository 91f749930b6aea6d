<?php

declare(strict_types=1);

namespace Payersim\Tests;

use Payersim\Merchant;
use Payersim\PayersimException;
use Payersim\Phone;
use Payersim\PHPUnit\UsesPayersim;
use PHPUnit\Framework\AssertionFailedError;
use PHPUnit\Framework\TestCase;

abstract class WorldTestCase extends TestCase
{
    use UsesPayersim;

    /** Who has 500.00 EUR. */
    protected Phone $ama;
    /** A merchant of the world, by whose name payers know it. */
    protected Merchant $kiosk;

    protected function setUp(): void
    {
        $this->ama = $this->world->phone('+46733000001');
        $this->kiosk = $this->world->merchant('Kiosk 24');
    }

    protected static function approve(Phone $phone): void
    {
        $phone->waitPrompt();
        $phone->choose('Approve');
        $phone->reply($phone->pin());
    }

    /**
     * The error of what is refused.
     *
     * @param string $pattern what its message matches
     */
    protected static function refused(callable $what, string $pattern = '//'): PayersimException
    {
        try {
            $what();
        } catch (PayersimException $refused) {
            self::assertMatchesRegularExpression($pattern, $refused->getMessage());

            return $refused;
        }
        self::fail('It was not refused.');
    }

    /** The message of an assertion that fails. */
    protected static function failure(callable $what): string
    {
        try {
            $what();
        } catch (AssertionFailedError $failed) {
            return $failed->getMessage();
        }
        self::fail('It did not fail.');
    }

    /**
     * Whether something becomes so within half a minute.
     *
     * @param callable(): bool $so
     */
    protected static function becomes(callable $so): bool
    {
        for ($end = microtime(true) + 30; microtime(true) < $end; usleep(20_000)) {
            if ($so()) {
                return true;
            }
        }

        return false;
    }
}
