<?php

declare(strict_types=1);

namespace Payersim\Tests;

final class PhoneTest extends WorldTestCase
{
    public function testDialsChoosesRepliesAndHangsUp(): void
    {
        self::assertNull($this->ama->screen());
        $menu = $this->ama->dial('*165#');
        self::assertTrue($menu->isOpen());
        self::assertSame(['Approvals (0)', 'Balance'], array_column(array_slice($menu->options, 0, 2), 'label'));
        self::assertSame('2', $this->ama->option('balance')->key);
        self::assertStringContainsString('PIN', $this->ama->choose('balance')->text);
        self::assertStringContainsString('500.00', $this->ama->reply($this->ama->pin())->text);
        $this->ama->dial('*165#');
        self::assertSame('cancelled', $this->ama->hangUp()->status);
        self::refused(fn () => $this->ama->option('Lottery'), '/contains "Lottery"\. There are: none\./');
    }

    public function testIsTheSameObjectEachTimeAndRefusesWhatIsNoNumber(): void
    {
        self::assertSame($this->ama, $this->world->phone('46733000001'));
        self::assertSame([$this->ama], $this->world->phones());
        self::refused(fn () => $this->world->phone('Ama'), '/international form/');
        self::assertSame(400, self::refused(fn () => $this->world->phone('0733000001')->look())->status);
    }

    public function testAPatternChoosesAnOption(): void
    {
        $this->ama->dial('*165#');
        self::assertStringContainsString('PIN', $this->ama->chooseMatching('/^Bal/')->text);
        $this->ama->dial('*165#');
        self::refused(
            fn () => $this->ama->chooseMatching('/a/'),
            '~^Several options match /a/ on \+46733000001\. They are: .*1 Approvals \(0\) · 2 Balance~',
        );
        self::refused(fn () => $this->ama->chooseMatching('/^x$/'), '~^No option matches /\^x\$/ .*There are: 1 Approvals~');
    }

    public function testAChoiceThatThereIsNotIsAnErrorWithTheProblemAndTheOptions(): void
    {
        $this->ama->dial('*165#');
        $refused = self::refused(fn () => $this->ama->choose('lottery'), '/No option matches "lottery"/');
        self::assertSame([409, 'no-such-option'], [$refused->status, $refused->problem()]);
        self::assertSame('/docs/problems#no-such-option', $refused->type());
        self::assertSame('The screen has no such option', $refused->title());
        self::assertStringStartsWith('No option matches', (string) $refused->detail);
        self::assertContains(['key' => '1', 'label' => 'Approvals (0)'], (array) $refused->body['options']);
    }

    public function testAReplyWithoutASessionIsAnError(): void
    {
        self::assertSame('no-open-session', self::refused(fn () => $this->ama->reply('1'))->problem());
    }

    public function testWaitsForAPromptAndSaysWhyNoneCame(): void
    {
        self::refused(fn () => $this->ama->waitPrompt(0.01), '/No push came to .46733000001 within 0\.01 s/');
        $this->ama->dial('*165#');
        self::refused(fn () => $this->ama->waitPrompt(0.01), '/dialled itself/');
        $this->ama->hangUp();
        $this->ama->goOffline();
        self::refused(fn () => $this->ama->waitPrompt(0.01), '/offline/');
        $this->ama->goOnline();
        $this->kiosk->requestToPay(payer: $this->ama, amount: 5);
        self::assertStringStartsWith('Pay 5.00 EUR to Kiosk 24?', $this->ama->waitPrompt()->text);
    }

    public function testAHeldPromptComesWhenItIsReleased(): void
    {
        $this->ama->holdPrompt();
        $order = $this->kiosk->requestToPay(payer: $this->ama, amount: 5);
        $this->world->settle();
        self::assertNull($this->ama->look());
        $this->ama->releasePrompt($order);
        self::assertTrue($this->ama->waitPrompt()->isOpen());
    }

    public function testReadsEachSmsOnce(): void
    {
        $this->kiosk->transfer(payee: $this->ama, amount: '5');
        self::assertStringContainsString('5.00 EUR', $this->ama->nextSms('received')->text);
        $this->world->settle();
        self::refused(fn () => $this->ama->nextSms('received', timeout: 0), '/No SMS that contains "received" came/');
        $this->kiosk->transfer(payee: $this->ama, amount: '6');
        $this->world->settle();
        self::refused(
            fn () => $this->ama->nextSms('paid', timeout: 0),
            '/No SMS that contains "paid" .* These came: .*6\.00 EUR/',
        );
        $this->ama->skipSms();
        self::refused(fn () => $this->ama->nextSms(timeout: 0), '/within 0 s\.$/');
        self::assertCount(2, $this->ama->messages());
        self::assertCount(1, $this->ama->messages(after: $this->ama->messages()[0]));
        self::assertNotSame('', $this->ama->messages()[0]->sender);
    }

    public function testSendsAnSms(): void
    {
        $this->ama->sendSms('55000', 'JOIN');
        $sent = $this->world->timeline(kind: 'sms.sent', phone: $this->ama);
        self::assertSame(['JOIN'], array_map(static fn ($event) => $event->data['text'], $sent));
    }

    public function testMovesToANetwork(): void
    {
        $network = fn (): string => $this->world->control('GET', "/_sim/phones/{$this->ama->msisdn}")['network'];
        $own = $network();
        $this->ama->setNetwork('63902');
        self::assertSame('63902', $network());
        $this->ama->setNetwork(null);
        self::assertSame($own, $network());
    }

    public function testANumberThatAPaymentNamesHasAPinToo(): void
    {
        $this->world->describe();
        $kofi = $this->world->phone('+46733000042');
        $this->kiosk->requestToPay(payer: $kofi, amount: '1');
        $kofi->waitPrompt();
        $kofi->choose('Approve');
        self::assertSame('ended', $kofi->reply($kofi->pin())->status);
        self::refused(fn () => $this->world->phone('+46733000043')->pin(), '/has no PIN/');
    }
}
