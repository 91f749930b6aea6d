<?php

declare(strict_types=1);

namespace Payersim\PHPUnit;

use Payersim\Internal\Program;
use Payersim\PayersimException;
use Payersim\Server;
use Payersim\World;
use PHPUnit\Framework\Attributes\After;
use PHPUnit\Framework\Attributes\Before;

/**
 * A world of its own for each test, with phones and money as at the start and, unless said otherwise, a frozen clock.
 *
 *     final class ShopTest extends TestCase
 *     {
 *         use UsesPayersim;
 *
 *         public function testIsPaid(): void
 *         {
 *             $ama = $this->world->phone('+46733000001');
 *
 * A test that fails tells what each phone that it used showed, and the latest payments with their whole trace. The variables
 * `PAYERSIM_WORLD` (a world file) and `PAYERSIM_CLOCK` of phpunit.xml are for all tests; {@see InWorld} is for one.
 */
trait UsesPayersim
{
    use PayersimAssertions;

    /** Opened before setUp(), and ended after tearDown(). */
    protected World $world;

    private ?string $payersimReport = null;

    /** The simulator that all tests of this process use. */
    protected static function payersim(): Server
    {
        return SharedServer::get();
    }

    /**
     * @before
     *
     * @internal
     */
    #[Before]
    protected function openPayersimWorld(): void
    {
        $test = new \ReflectionMethod($this, $this->payersimTestName());
        $wanted = $test->getAttributes(InWorld::class)[0] ?? $test->getDeclaringClass()->getAttributes(InWorld::class)[0] ?? null;
        $in = $wanted?->newInstance() ?? new InWorld();
        $file = $in->file ?? ($in->world === null ? Program::setting('PAYERSIM_WORLD') : null);
        $this->world = self::payersim()->openWorld(
            Server::uniqueName($test->getName()),
            world: $in->world,
            file: $file,
            clock: $in->clock ?? Program::setting('PAYERSIM_CLOCK') ?? 'frozen',
            at: $in->at,
            seed: $in->seed,
        );
    }

    /**
     * @after
     *
     * @internal
     */
    #[After]
    protected function closePayersimWorld(): void
    {
        if (!isset($this->world)) {
            return;
        }
        try {
            $this->payersimReport = $this->payersimHasFailed() ? Report::of($this->world) : null;
            $this->world->close();
        } catch (PayersimException $refused) {
            // The test has its outcome; a world that nobody asks anything ends by itself.
            $this->payersimReport .= "\n\nThe world {$this->world->name} was not ended: {$refused->getMessage()}";
        }
        unset($this->world);
        if ($this->payersimReport !== null && method_exists($this, 'status')) {
            // Newer PHPUnits have told the failure by now.
            fwrite(STDERR, "\n{$this->payersimTestName()}{$this->payersimReport}\n");
        }
    }

    protected function onNotSuccessfulTest(\Throwable $t): never
    {
        if ($this->payersimReport !== null && !method_exists($this, 'status')) {
            Report::append($t, $this->payersimReport);
        }

        throw $t;
    }

    private function payersimTestName(): string
    {
        // PHPUnit 9 has getName(), 10 and newer have name().
        return method_exists($this, 'name') ? $this->name() : $this->getName(false);
    }

    private function payersimHasFailed(): bool
    {
        if (method_exists($this, 'status')) {
            $status = $this->status();

            return $status->isFailure() || $status->isError();
        }

        return $this->hasFailed();
    }
}
