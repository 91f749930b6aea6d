<?php

declare(strict_types=1);

namespace Payersim\Tests;

final class MerchantTest extends WorldTestCase
{
    public function testIsPaidAndCalledBack(): void
    {
        $order = $this->kiosk->requestToPay(payer: $this->ama, amount: '12.50', message: 'Order 17', externalId: '17');
        self::assertSame('PENDING', $order->status()->status);
        self::assertSame([], $order->callbacks());
        self::approve($this->ama);
        $callback = $order->waitCallback();
        self::assertSame(['POST', $order->id], [$callback->method, $callback->referenceId]);
        self::assertSame('SUCCESSFUL', $callback->body['status']);
        self::assertStringStartsWith('application/json', $callback->headers['content-type']);
        self::assertSame($callback, $this->kiosk->waitCallback());
        self::assertSame([$callback], $order->callbacks());
        $status = $order->status();
        self::assertSame(['SUCCESSFUL', null], [$status->status, $status->reason]);
        self::assertSame($callback->body['financialTransactionId'], $status->financialTransactionId);
        self::assertSame(['EUR' => '487.50'], $this->world->balances($this->ama));
        $lines = (array) $this->kiosk->statement()['lines'];
        self::assertSame('17', end($lines)['externalId']);
    }

    public function testOfTheSandboxMakesItselfAnApiUser(): void
    {
        $merchant = $this->world->merchant();
        $order = $merchant->requestToPay(payer: $this->ama, amount: '1');
        $this->ama->waitPrompt();
        $this->ama->choose('Reject');
        self::assertSame('APPROVAL_REJECTED', $order->waitCallback()->body['reason']);
        self::assertSame('APPROVAL_REJECTED', $order->status()->reason);
        self::assertSame(['10000', 'EUR'], $merchant->balance());
    }

    public function testOfAnotherEnvironmentIsOneOfTheWorlds(): void
    {
        $kofi = $this->world->phone('+233244000001');
        $order = $this->world->merchant(environment: 'mtnghana')->requestToPay(payer: $kofi, amount: '20');
        self::assertStringContainsString('20.00 GHS to Accra Books', $kofi->waitPrompt()->text);
        self::assertSame('GHS', $order->status()->body['currency']);
        self::refused(
            fn () => $this->world->merchant('Nobody')->balance(),
            '/no API user "Nobody" in environment sandbox\. It has: Kiosk 24/',
        );
    }

    public function testARefusalHasMtnsCodeAndTheSimulatorsWords(): void
    {
        $ask = fn () => $this->kiosk->requestToPay(payer: $this->ama, amount: '1', currency: 'XXX');
        $refused = self::refused($ask, '/INVALID_CURRENCY/');
        self::assertSame([500, 'INVALID_CURRENCY'], [$refused->status, $refused->vendorCode]);
        self::assertNull($refused->type());
        self::assertNull($refused->problem());
    }

    public function testAnOrderWhoseAnswerWasLostIsSentAgain(): void
    {
        $operation = ['operation' => 'momo.createRequestToPay'];
        $this->world->faults->set(
            ['point' => 'operation', 'do' => 'lost-answer', 'match' => $operation, 'when' => ['first' => 1]],
        );
        $ask = fn () => $this->kiosk->requestToPay(payer: $this->ama, amount: '12.50');
        $lost = self::refused($ask, '/may have been performed/');
        self::assertSame('lost', $lost->failure);
        self::assertNotNull($lost->sent);
        $lost->sent->again();
        self::approve($this->ama);
        self::assertSame('SUCCESSFUL', $lost->sent->status()->status);
        self::assertCount(1, $this->world->payments());
        self::assertSame(1, $this->world->faults->list()[0]['injected']);
    }

    public function testAnAnswerThatDoesNotComeIsGivenUp(): void
    {
        $this->world->faults->set(
            ['point' => 'operation', 'do' => 'no-answer', 'match' => ['operation' => 'momo.createRequestToPay']],
        );
        $this->kiosk->balance();
        // From here on it has its token, and no other answer that could be late.
        $this->kiosk->timeout = 1.0;
        $late = self::refused(fn () => $this->kiosk->requestToPay(payer: $this->ama, amount: '12.50'), '/given up/');
        self::assertSame('unanswered', $late->failure);
        self::assertNotNull($late->sent);
        $this->world->faults->clear();
        $this->kiosk->timeout = null;
        $late->sent->again();
        self::assertSame('PENDING', $late->sent->status()->status);
    }

    public function testACallbackThatDoesNotComeIsToldWithTheLog(): void
    {
        $this->world->faults->set(['point' => 'callback', 'do' => 'dropped']);
        $order = $this->kiosk->requestToPay(payer: $this->ama, amount: '12.50');
        self::refused(fn () => $order->waitCallback(0), '/The simulator sent none/');
        self::approve($this->ama);
        $this->world->settle();
        self::refused(
            fn () => $order->waitCallback(0),
            "~No callback for order {$order->id} came within 0 s\\. The simulator's log has: .*/{$order->id}: ~",
        );
    }

    public function testCallbacksOfSeveralMerchantsAndOrdersAreKeptApart(): void
    {
        $other = $this->world->merchant();
        $first = $this->kiosk->requestToPay(payer: $this->ama, amount: '1');
        $second = $this->kiosk->requestToPay(payer: $this->world->phone('+46733000003'), amount: '600');
        $third = $other->requestToPay(payer: $this->world->phone('+46733000042'), amount: '3');
        $this->world->clock->advance('PT5M');
        self::assertSame($second->id, $second->waitCallback()->referenceId);
        self::assertSame($first->id, $first->waitCallback()->referenceId);
        self::assertCount(2, $this->kiosk->callbacks());
        self::assertSame($third->id, $other->waitCallback()->referenceId);
        $seen = [$this->kiosk->waitCallback()->referenceId, $this->kiosk->waitCallback()->referenceId];
        self::assertEqualsCanonicalizing([$first->id, $second->id], $seen);
    }

    public function testDebitsUnderAPreApprovalRefundsAndTransfers(): void
    {
        $plan = $this->kiosk->preApprove(payer: $this->ama, validity: 86_400, message: 'Gym');
        $this->ama->waitPrompt();
        $this->ama->choose('Accept');
        $this->ama->reply($this->ama->pin());
        self::assertSame('SUCCESSFUL', $plan->status()->status);
        $due = $this->kiosk->requestToPay(payer: $this->ama, amount: '9.90');
        $this->world->settle();
        self::assertSame('SUCCESSFUL', $due->status()->status);
        $back = $this->kiosk->refund($due, amount: '4.90');
        $this->world->settle();
        self::assertSame('SUCCESSFUL', $back->status()->status);
        $prize = $this->kiosk->transfer(payee: '+46733000001', amount: '5');
        $this->world->settle();
        self::assertSame('SUCCESSFUL', $prize->status()->status);
        self::assertSame(['EUR' => '500.00'], $this->world->balances($this->ama));
    }

    public function testAsksForCashDepositsAndSendsAnInvoice(): void
    {
        $cash = $this->kiosk->withdrawal(payer: $this->ama, amount: '20');
        $this->ama->waitPrompt();
        $this->ama->choose('Approve');
        $this->ama->reply($this->ama->pin());
        self::assertSame('SUCCESSFUL', $cash->status()->status);
        $back = $this->kiosk->deposit(payee: $this->ama, amount: '20');
        $this->world->settle();
        self::assertSame('SUCCESSFUL', $back->status()->status);
        $bill = $this->kiosk->invoice(payer: $this->ama, amount: '12.50', validity: 86_400, description: 'Order 17', externalId: '17');
        $this->ama->dial('*165*7#');
        $this->ama->choose('Enter a number');
        $this->ama->reply($bill->status()->body['invoiceId']);
        $this->ama->choose('Pay');
        $this->ama->reply($this->ama->pin());
        self::assertSame('SUCCESSFUL', $bill->status()->status);
        $kinds = array_column($this->kiosk->statement()['lines'], 'kind');
        self::assertSame(['withdrawal', 'deposit', 'invoice'], array_slice($kinds, -3));
    }

    public function testCallsAnyOperationAndRenewsItsToken(): void
    {
        $path = '/collection/v1_0/accountholder/msisdn/46733000001/active';
        self::assertSame(['result' => true], $this->kiosk->call('GET', $path)->json());
        $this->world->clock->advance('PT2H');
        self::assertSame(['result' => true], $this->kiosk->call('GET', $path)->json());
        self::refused(fn () => $this->kiosk->call('GET', '/v1_0/apiuser'), '/does not begin with a product/');
    }

    public function testPayersAreAlsoNamedByEMailOrPartyCode(): void
    {
        foreach (['ama@example.com', '1d6c5b2e-6b1f-4d52-9c43-7f0f7f1c0a01'] as $party) {
            $this->kiosk->requestToPay(payer: $party, amount: '1');
        }
        $payers = array_map(static fn ($payment) => $payment->phone, $this->world->payments());
        self::assertSame(['+46733000001', '+46733000001'], $payers);
    }
}
