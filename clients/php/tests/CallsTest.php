<?php

declare(strict_types=1);

namespace Payersim\Tests;

final class CallsTest extends WorldTestCase
{
    private const CREATE = 'momo.createRequestToPay';
    private const FIRST = '11111111-1111-4111-8111-111111111111';
    private const SECOND = '22222222-2222-4222-8222-222222222222';

    public function testWhatTheProgramAskedIsChecked(): void
    {
        self::assertCalls($this->world, self::CREATE, never: true, timeout: 0);
        $this->ask(self::FIRST);
        $this->world->clock->advance('PT10M');
        $this->ask(self::SECOND);
        self::assertCalls($this->world, self::CREATE, count: 2, unique: 'reference');
        self::assertCalls($this->world, self::CREATE, count: ['max' => 1], reference: self::FIRST);
        $soon = new \DateInterval('PT5M');
        self::assertCalls($this->world, self::CREATE, never: true, after: self::CREATE, within: $soon, timeout: 0);
        self::assertCalls($this->world, order: [self::CREATE, ['operation' => self::CREATE, 'reference' => self::SECOND]]);
        $calls = array_map(
            static fn ($call): array => [$call->reference, $call->status, $call->by],
            $this->world->calls(self::CREATE, by: 'program'),
        );
        self::assertSame([[self::FIRST, 202, 'program'], [self::SECOND, 202, 'program']], $calls);
        // What this client asks is not what the program asked.
        $this->kiosk->requestToPay(payer: $this->ama, amount: '1');
        self::assertCalls($this->world, self::CREATE, count: 2, timeout: 0);
        self::assertCalls($this->world, self::CREATE, count: 1, by: 'payersim');
    }

    public function testWhatDidNotMatchStandsBesideWhatCame(): void
    {
        $this->ask(self::FIRST);
        $told = self::failure(fn () => self::assertCalls($this->world, self::CREATE, count: 2, timeout: 0));
        self::assertStringStartsWith('Expected ', $told);
        self::assertStringContainsString("\nWhat came:\n  | ", $told);
        self::assertStringContainsString(self::FIRST, $told);
        $unknown = fn () => self::assertCalls($this->world, 'momo.createRequestToPays', timeout: 0);
        self::assertSame(400, self::refused($unknown)->status);
    }

    /** Asks for money as a program under test: not by this client, whose calls are not counted. */
    private function ask(string $reference): void
    {
        $account = $this->world->momoAccount('Kiosk 24');
        $send = static function (string $path, array $headers, string $body) use ($account): string {
            $handle = curl_init($account->baseUrl . $path);
            curl_setopt_array($handle, [
                CURLOPT_POSTFIELDS => $body,
                CURLOPT_RETURNTRANSFER => true,
                CURLOPT_HTTPHEADER => ["Ocp-Apim-Subscription-Key: {$account->collectionKey}", ...$headers],
            ]);

            return (string) curl_exec($handle);
        };
        $basic = base64_encode("{$account->userId}:{$account->apiKey}");
        $token = json_decode($send('/collection/token/', ["Authorization: Basic {$basic}"], ''), true)['access_token'];
        $payer = ['partyIdType' => 'MSISDN', 'partyId' => '46733000001'];
        $send('/collection/v1_0/requesttopay', [
            "Authorization: Bearer {$token}",
            'X-Target-Environment: sandbox',
            "X-Reference-Id: {$reference}",
            'Content-Type: application/json',
        ], json_encode(['amount' => '1', 'currency' => 'EUR', 'externalId' => '1', 'payer' => $payer], JSON_THROW_ON_ERROR));
    }
}
