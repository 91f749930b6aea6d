<?php

declare(strict_types=1);

namespace Payersim\Tests;

use Payersim\NoServerException;
use Payersim\PHPUnit\SharedServer;
use Payersim\Server;

final class UsesPayersimTest extends PhpunitTestCase
{
    private const SHOP = __DIR__ . '/../examples/shop';
    private const PAID_ONCE = 'testThePayerApprovesAfterALostAnswerTheShopAsksAgainAndIsPaidOnce';

    public function testEachTestHasAWorldOfItsOwn(): void
    {
        $before = SharedServer::get()->worlds();
        $this->write('few.yaml', "people: []\n");
        $this->writeTest(<<<'PHP'
            public static function turns(): array
            {
                return [[1], [2]];
            }

            /** @dataProvider turns */
            #[PHPUnit\Framework\Attributes\DataProvider('turns')]
            public function testMoney(int $turn): void
            {
                $ama = $this->world->phone('+46733000001');
                self::assertSame(['EUR' => '500.00'], $this->world->balances($ama));
                $this->world->merchant('Kiosk 24')->transfer(payee: $ama, amount: '5');
                $this->world->settle();
                self::assertSame(['EUR' => '505.00'], $this->world->balances($ama));
                self::assertSame('running', $this->world->clock->read()->mode);
            }

            #[InWorld(clock: 'frozen', world: ['people' => []])]
            public function testOther(): void
            {
                self::assertSame('frozen', $this->world->clock->read()->mode);
                self::assertSame([], $this->world->describe()['phones']);
            }

            #[InWorld(file: 'few.yaml')]
            public function testFile(): void
            {
                self::assertSame([], $this->world->describe()['phones']);
            }
            PHP, "#[InWorld(clock: 'running')]");
        self::assertPassed(4, $this->phpunit());
        self::assertSame($before, SharedServer::get()->worlds());
    }

    public function testTheEnvironmentNamesTheWorldAndClockOfAllTests(): void
    {
        $this->write('few.yaml', "people: []\n");
        $this->writeTest(<<<'PHP'
            public function testIt(): void
            {
                self::assertSame([], $this->world->describe()['phones']);
                self::assertSame('running', $this->world->clock->read()->mode);
            }
            PHP);
        self::assertPassed(1, $this->phpunit([], ['PAYERSIM_WORLD' => 'few.yaml', 'PAYERSIM_CLOCK' => 'running']));
        $said = $this->phpunit([], ['PAYERSIM_WORLD' => 'nowhere.yaml']);
        self::assertSays('The world file is nowhere.yaml, which cannot be read from', $said);
    }

    public function testAFailureHasThePhonesAndTheTraceOfThePayment(): void
    {
        $this->writeTest(<<<'PHP'
            public function testIt(): void
            {
                $ama = $this->world->phone('+46733000001');
                $order = $this->world->merchant('Kiosk 24')->requestToPay(payer: $ama, amount: '12.50');
                $ama->waitPrompt();
                $ama->choose('Reject');
                self::assertSame('SUCCESSFUL', $order->status()->status);
            }

            public function testError(): void
            {
                $this->world->phone('+46733000001')->dial('*165#');
                $this->world->phone('+46733000001')->choose('lottery');
            }
            PHP);
        $said = $this->phpunit();
        self::assertStringStartsWith("2\n", $said);
        $lines = [
            '--- payersim: phones ---',
            '+46733000001, as the test saw it last:',
            'The session ended:',
            '  | Rejected. You did not pay 12.50 EUR to Kiosk 24.',
            '--- payersim: payments ---',
            ': Failed: Ama Lindqvist said no.',
            '  09:00:00 request.answered POST /collection/v1_0/requesttopay -> 202',
            '  09:00:00 ussd.hop +46733000001 text "2" screen "Rejected. ',
            // PHPUnit's own words stay.
            "+'FAILED'",
            'No option matches "lottery"',
            '  | 1 Approvals (0)',
        ];
        foreach ($lines as $line) {
            self::assertSays($line, $said);
        }
    }

    public function testAMissingProgramIsAnErrorThatSaysWhatToDo(): void
    {
        $this->writeTest(<<<'PHP'
            public function testIt(): void
            {
            }

            public function testOther(): void
            {
            }
            PHP);
        $without = ['PAYERSIM_URL' => null, 'PAYERSIM_BIN' => 'nowhere'];
        $said = $this->phpunit([], $without);
        self::assertSays('Errors: 2', $said);
        self::assertSays('PAYERSIM_BIN is nowhere, and no program is there. Set PAYERSIM_URL', $said);
        $said = $this->phpunit([], ['PAYERSIM_URL' => 'http://127.0.0.1:1']);
        self::assertSays('No payersim answers at http://127.0.0.1:1', $said);
        // Who uses none of it needs none.
        $this->write('SomeTest.php', <<<'PHP'
            <?php

            final class SomeTest extends PHPUnit\Framework\TestCase
            {
                public function testIt(): void
                {
                    self::assertTrue(class_exists(Payersim\World::class));
                }
            }
            PHP);
        self::assertPassed(1, $this->phpunit([], $without));
    }

    public function testProcessesOfTheirOwnShareOneServerThatEndsWithTheRun(): void
    {
        $this->write('bootstrap.php', file_get_contents("{$this->folder}/bootstrap.php") . <<<'PHP'

            Payersim\PHPUnit\SharedServer::forAllProcesses();
            PHP);
        $this->writeTest(<<<'PHP'
            public function testIt(): void
            {
                file_put_contents('seen-' . getmypid(), self::payersim()->url);
                self::assertSame('frozen', $this->world->clock->read()->mode);
            }

            public function testOther(): void
            {
                $this->testIt();
            }
            PHP);
        self::assertPassed(2, $this->phpunit(['--process-isolation'], ['PAYERSIM_URL' => null]));
        $seen = array_map(file_get_contents(...), glob("{$this->folder}/seen-*") ?: []);
        self::assertCount(2, $seen);
        self::assertSame($seen[0], $seen[1]);
        $this->expectException(NoServerException::class);
        Server::connect((string) $seen[0]);
    }

    public function testAShopThatDrawsANewReferenceEachTimeFailsWithTheScreen(): void
    {
        exec('cp -R ' . escapeshellarg(self::SHOP) . '/. ' . escapeshellarg($this->folder));
        // The copy's classes, before those of the examples can be loaded.
        $this->write('bootstrap.php', file_get_contents("{$this->folder}/bootstrap.php") . <<<'PHP'

            foreach (glob(__DIR__ . '/src/*.php') as $file) {
                require_once $file;
            }
            PHP);
        $only = ['--filter', self::PAID_ONCE];
        self::assertPassed(1, $this->phpunit($only));

        $asks = "        try {\n            \$this->momo->requestToPay(";
        $whole = (string) file_get_contents("{$this->folder}/src/Shop.php");
        self::assertSays($asks, $whole);
        $this->write('src/Shop.php', str_replace($asks, "        \$order->reference = self::uuid();\n{$asks}", $whole));
        $said = $this->phpunit($only);
        self::assertStringStartsWith("1\n", $said);
        self::assertSays(
            'Expected +46733000001 to have its session ended by the app with a screen that contains "approved".' . "\n"
            . "An open screen:\n  | Pay 12.50 EUR to Kiosk 24?\n",
            $said,
        );
        // Both orders, and why the first one's answer did not come.
        self::assertSame(2, preg_match_all('/^request-to-pay of 12\.50 EUR/m', $said));
        self::assertSays('momo.createRequestToPay was performed; its answer, a 202, was lost.', $said);
    }
}
