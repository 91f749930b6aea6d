<?php

declare(strict_types=1);

namespace Payersim\Tests;

final class CheckTest extends WorldTestCase
{
    private ?LocalServer $app = null;
    private string $says;

    protected function tearDown(): void
    {
        if ($this->app !== null) {
            $this->app = null;
            unlink($this->says);
        }
    }

    public function testAScreenThatReadsSoPasses(): void
    {
        $this->ama->dial('*165#');
        self::assertScreen($this->ama, contains: 'momo 1 APPROVALS');
        self::assertScreen($this->ama, matches: '/^2 Balance$/m', offers: 'history');
        $this->ama->choose('balance');
        self::assertScreen($this->ama, exactly: "Enter your PIN to see your balance\n");
        $this->ama->reply($this->ama->pin());
        self::assertSessionEnded($this->ama, contains: '500.00');
        self::assertFits($this->ama);
    }

    public function testAFailureShowsTheScreenAndWhatWasExpected(): void
    {
        $this->ama->dial('*165#');
        $told = self::failure(fn () => self::assertScreen($this->ama, contains: 'Lottery', offers: 'Play'));
        self::assertSame([
            'Expected +46733000001 to show an open screen that contains "Lottery" with an option that contains "Play".',
            'An open screen:',
            '  | MoMo',
            '  | 1 Approvals (0)',
            '  | 2 Balance',
        ], array_slice(explode("\n", $told), 0, 5));
        $told = self::failure(fn () => self::assertSessionEnded($this->ama, contains: 'MoMo'));
        self::assertStringContainsString(
            "have its session ended by the app with a screen that contains \"MoMo\".\nAn open screen:",
            $told,
        );
        $this->ama->hangUp();
        $told = self::failure(fn () => self::assertScreen($this->ama, exactly: 'MoMo', matches: '/^x$/'));
        self::assertStringContainsString('that matches /^x$/ that reads exactly "MoMo".', $told);
        self::assertStringContainsString('The session cancelled:', $told);
    }

    public function testAPhoneWithoutAScreenSaysWhatToDo(): void
    {
        $checks = [
            fn () => self::assertScreen($this->ama, contains: 'x'),
            fn () => self::assertSessionEnded($this->ama, contains: 'x'),
            fn () => self::assertFits($this->ama),
        ];
        foreach ($checks as $check) {
            self::assertStringContainsString('It has no screen yet. Call dial()', self::failure($check));
        }
        $this->expectExceptionMessage('empty text');
        self::assertScreen($this->ama, contains: '');
    }

    public function testAScreenThatNoPhoneShowsWholeFailsUnlessItMayBeSo(): void
    {
        $this->serve('CON ' . str_repeat('long ', 50));
        $this->ama->setNetwork('63902');
        $this->ama->dial('*384*7#');
        $told = self::failure(fn () => self::assertScreen($this->ama, contains: 'long'));
        self::assertStringContainsString("\ntoo-long: ", $told);
        self::assertStringContainsString("\ntoo-long: ", self::failure(fn () => self::assertFits($this->ama)));
        self::assertScreen($this->ama, contains: 'long', allow: ['too-long']);
    }

    public function testASessionThatFailedSaysWhy(): void
    {
        $this->serve("Hello\x1b[31m");
        $this->ama->dial('*384*7#');
        $told = self::failure(fn () => self::assertScreen($this->ama, contains: 'Hello'));
        self::assertStringContainsString('The session failed:', $told);
        self::assertStringContainsString('The app answered', $told);
        self::assertStringNotContainsString("\x1b", $told);
    }

    public function testAnSmsThatHasCome(): void
    {
        $told = self::failure(fn () => self::assertSms($this->ama, contains: 'received'));
        self::assertStringContainsString('No SMS has come.', $told);
        $this->kiosk->transfer(payee: $this->ama, amount: '5');
        $this->world->settle();
        self::assertSms($this->ama, contains: 'received 5.00 eur', sender: $this->ama->messages()[0]->sender);
        self::assertSms($this->ama, matches: '/^You received/');
        $told = self::failure(fn () => self::assertSms($this->ama, sender: 'MTN', contains: '6.00'));
        self::assertStringContainsString('have received an SMS from MTN that contains "6.00".', $told);
        self::assertStringContainsString('  | You received 5.00 EUR', $told);
        $this->expectException(\InvalidArgumentException::class);
        self::assertSms($this->ama);
    }

    /** A USSD app of the test's own at `*384*7#`, which says the same to everybody. */
    private function serve(string $says): void
    {
        $this->says = (string) tempnam(sys_get_temp_dir(), 'payersim');
        file_put_contents($this->says, $says);
        $this->app = new LocalServer(__DIR__ . '/programs/says.php', ['SAYS' => $this->says]);
        $this->world->control('PUT', '/_sim/network/service-codes/*384*7%23', ['callbackUrl' => "{$this->app->url}/"]);
    }
}
