<?php

declare(strict_types=1);

namespace Payersim\Tests;

use Payersim\PHPUnit\InWorld;

final class WorldTest extends WorldTestCase
{
    public function testWorldsDoNotSeeEachOther(): void
    {
        $other = self::payersim()->openWorld(clock: 'frozen');
        $this->kiosk->requestToPay(payer: $this->ama, amount: '1');
        $this->world->settle();
        $other->settle();
        self::assertCount(1, $this->world->payments());
        self::assertSame([], $other->payments());
        self::assertSame([], array_diff([$this->world->name, $other->name], self::payersim()->worlds()));
        $other->close();
        self::assertNotContains($other->name, self::payersim()->worlds());
        self::assertSame('world-ended', self::refused(fn () => $other->settle())->problem());
        $other->close();
    }

    public function testAWorldBeginsAsAFileAListOfFieldsOrAnotherWorld(): void
    {
        $zoe = ['phone' => '+46733000009', 'name' => 'Zoe', 'pin' => '4321', 'environment' => 'sandbox'];
        $zoe['balances'] = ['EUR' => '7.00'];
        $text = json_encode(['people' => [$zoe]], JSON_THROW_ON_ERROR);
        $file = tempnam(sys_get_temp_dir(), 'payersim') . '.yaml';
        file_put_contents($file, $text);
        foreach ([['file' => $file], ['world' => $text], ['world' => ['people' => [$zoe]]]] as $begun) {
            $world = self::payersim()->openWorld(...$begun, clock: 'frozen', at: '2026-03-01T10:00:00Z');
            self::assertSame(['EUR' => '7.00'], $world->balances($world->phone('+46733000009')));
            self::assertSame('4321', $world->phone('+46733000009')->pin());
            self::assertSame('2026-03', $world->clock->read()->now->format('Y-m'));
            $copy = self::payersim()->openWorld(copyOf: $world->name);
            self::assertSame('4321', $copy->phone('+46733000009')->pin());
            $copy->close();
            $world->close();
        }
        unlink($file);
        unlink(substr($file, 0, -5));
        self::refused(fn () => self::payersim()->openWorld(file: $file), '/The world file is .*, which cannot be read from/');
        $refused = self::refused(fn () => self::payersim()->openWorld(world: ['nonsense' => true]));
        self::assertSame('bad-world', $refused->problem());
        self::refused(fn () => self::payersim()->world->balances('+46733000009'), '/The world has no .46733000009/');
    }

    public function testANameThatIsTakenIsRefused(): void
    {
        self::assertSame(409, self::refused(fn () => self::payersim()->openWorld($this->world->name))->status);
        self::assertSame($this->world->url, self::payersim()->findWorld((string) $this->world->name)->url);
    }

    public function testTheClockStandsStillUntilItIsMoved(): void
    {
        $clock = $this->world->clock;
        self::assertSame('frozen', $clock->read()->mode);
        $after = static fn ($reading): string => $reading->now->format('Y-m-d H:i:s.v');
        self::assertSame('2026-01-05 09:00:00.000', $after($clock->read()));
        self::assertSame('2026-01-05 09:04:00.000', $after($clock->advance(new \DateInterval('PT4M'))));
        self::assertSame('2026-01-05 09:05:00.000', $after($clock->advance('PT1M')));
        $half = new \DateTimeImmutable('2026-01-01T00:00:01.5Z');
        $difference = (new \DateTimeImmutable('2026-01-01T00:00:00Z'))->diff($half);
        self::assertSame('2026-01-05 09:05:01.500', $after($clock->advance($difference)));
        self::assertSame('2026-01-25 09:05:01.500', $after($clock->advance(new \DateInterval('P20D'))));
        self::assertSame('2026-02-01 12:00:00.000', $after($clock->freeze(new \DateTimeImmutable('2026-02-01T13:00:00+01:00'))));
        self::assertSame('running', $clock->run()->mode);
        $this->expectException(\InvalidArgumentException::class);
        $clock->advance(new \DateInterval('P1M'));
    }

    #[InWorld(world: ['people' => []], clock: 'running', seed: 'one')]
    public function testATestMayWantAnotherWorldAndClock(): void
    {
        self::assertSame('running', $this->world->clock->read()->mode);
        self::assertSame([], $this->world->describe()['phones']);
    }

    public function testAnOrderExpiresByTheClock(): void
    {
        $order = $this->kiosk->requestToPay(payer: $this->ama, amount: '1');
        $this->world->clock->advance('PT5M');
        self::assertSame('EXPIRED', $order->status()->reason);
    }

    public function testAHeldCallbackIsChangedAndLetGo(): void
    {
        $hold = $this->world->holds->add('callback', match: ['phone' => $this->ama->msisdn], first: 1);
        $order = $this->kiosk->requestToPay(payer: $this->ama, amount: '1');
        $this->ama->waitPrompt();
        $this->ama->choose('Reject');
        $held = $hold->next();
        self::assertSame('POST', $held->call['method']);
        self::assertSame([], $order->callbacks());
        $held->change(body: '{"status":"SUCCESSFUL"}');
        self::assertSame(['status' => 'SUCCESSFUL'], $order->waitCallback()->body);
        self::refused(fn () => $hold->next(0), '/No call was held by .* within 0 s/');
        $hold->end();
        $hold->end();
        $this->world->holds->clear();
    }

    public function testAHeldCallbackIsDroppedOrLetGoAsItIs(): void
    {
        $hold = $this->world->holds->add('callback');
        $orders = [$this->kiosk->requestToPay(payer: $this->ama, amount: '1')];
        $this->ama->waitPrompt();
        $this->ama->choose('Reject');
        $hold->next()->drop();
        $orders[] = $this->kiosk->requestToPay(payer: $this->ama, amount: '2');
        $this->ama->waitPrompt();
        $this->ama->choose('Reject');
        $hold->next()->release();
        self::assertSame('FAILED', $orders[1]->waitCallback()->body['status']);
        self::assertSame([], $orders[0]->callbacks());
    }

    public function testASnapshotIsTheWorldAsItWas(): void
    {
        $this->kiosk->requestToPay(payer: $this->ama, amount: '1');
        $this->ama->waitPrompt();
        $this->world->snapshots->take('rings');
        self::assertSame(['rings'], $this->world->snapshots->list());
        $this->ama->choose('Reject');
        $this->world->settle();
        $this->world->snapshots->restore('rings');
        self::assertNull($this->ama->screen());
        self::assertTrue($this->ama->waitPrompt()->isOpen());
        // The merchant still knows its user.
        self::assertSame('PENDING', $this->kiosk->requestToPay(payer: $this->ama, amount: '2')->status()->status);
        $this->world->snapshots->delete('rings');
        self::refused(fn () => $this->world->snapshots->restore('rings'));
    }

    public function testAResetWorldHasForgottenEverything(): void
    {
        $merchant = $this->world->merchant();
        $merchant->requestToPay(payer: $this->ama, amount: '1');
        $this->ama->waitPrompt();
        $this->world->reset();
        self::assertNull($this->ama->screen());
        self::assertSame([], $this->world->payments());
        self::assertSame('PENDING', $merchant->requestToPay(payer: $this->ama, amount: '1')->status()->status);
    }

    public function testTheStoryOfAPaymentEndsWithWhy(): void
    {
        $order = $this->kiosk->requestToPay(payer: $this->ama, amount: '12.50');
        self::approve($this->ama);
        $this->world->settle();
        $payments = $this->world->payments(state: 'successful');
        self::assertCount(1, $payments);
        self::assertSame([$order->id, '12.50', $this->ama->msisdn, 'Kiosk 24'], [
            $payments[0]->reference,
            $payments[0]->amount,
            $payments[0]->phone,
            $payments[0]->merchant,
        ]);
        $story = $this->world->story($payments[0]);
        self::assertSame('09:00:00 request.answered POST /collection/v1_0/requesttopay -> 202', strtok($story, "\n"));
        self::assertStringContainsString('ussd.hop +46733000001 text "1*****" screen "Approved.', $story);
        self::assertStringNotContainsString('1234', $story);
        self::assertTrue($this->world->audit()['ok']);
    }

    public function testALongTimelineIsReadToItsEnd(): void
    {
        for ($turn = 0; $turn < 30; ++$turn) {
            $this->ama->dial('*165#');
            $this->ama->hangUp();
        }
        self::assertCount(30, $this->world->timeline(kind: 'ussd.session-ended'));
    }

    public function testWhatHasNoMethodIsAControlRoute(): void
    {
        self::assertSame(['at' => null], $this->world->control('GET', '/_sim/clock/next'));
        $refused = self::refused(fn () => $this->world->control('GET', '/_sim/nothing'));
        self::assertSame(['no-route', 404], [$refused->problem(), $refused->status]);
    }

    public function testOneTimeCodesComeByEMailToo(): void
    {
        self::refused(
            fn () => $this->world->mailbox('Bola.Eze@example.com')->nextEmail('code', timeout: 0),
            '/No e-mail that contains "code" came to bola\.eze@example\.com within 0 s/',
        );
    }
}
