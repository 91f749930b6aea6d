<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Inbox;
use Payersim\Internal\Json;
use Payersim\Internal\Uuid;
use Payersim\Internal\Wire;

/**
 * A merchant of the test's own, which calls MTN's routes as an integration would, and gets callbacks.
 *
 * Without a name it makes itself an API user in MTN's sandbox, and payers see its callback host. With one it is that API user
 * of the world.
 *
 *     $order = $world->merchant('Kiosk 24')->requestToPay(payer: $ama, amount: '12.50');
 *
 * An amount is a decimal text such as `12.50`, or an integer; no float, since MTN takes a text. Who pays or is paid is a phone,
 * or a text whose form gives its type: an MSISDN, an e-mail address, a party code (UUID).
 */
final class Merchant
{
    private const CALLBACK_HOST = '127.0.0.1';
    /** MTN gives no reason for some refusals; the simulator gives it in a header, if the request asks for it. */
    private const EXPLAIN = ['X-Payersim-Explain' => '1'];
    private const KEY = 'Ocp-Apim-Subscription-Key';
    private const PRODUCTS = ['collection', 'disbursement', 'remittance'];

    private readonly string $key;
    private ?MomoAccount $account = null;
    /** @var array<string, string> */
    private array $tokens = [];
    private int $seen = 0;
    private int $generation;
    private ?Inbox $inbox = null;

    /**
     * @internal
     *
     * @param float|null $timeout real seconds after which it gives an answer up; null is 75
     */
    public function __construct(
        private readonly World $world,
        private readonly Wire $wire,
        private readonly ?string $name,
        public readonly string $environment,
        private ?string $currency,
        public ?float $timeout,
    ) {
        $this->key = bin2hex(random_bytes(8));
        $this->generation = $world->generation();
    }

    /**
     * Asks a payer for money.
     *
     * @param string|null $currency    ISO 4217; the merchant's by default
     * @param string|null $message     for the payer, and `note` for the merchant's history
     * @param string|null $referenceId a UUID version 4; a new one by default
     *
     * @throws PayersimException with MTN's message and code, if it is refused. Where the answer is lost, late or a 5xx, `sent`
     *                           is the order all the same
     */
    public function requestToPay(
        Phone|string $payer,
        string|int $amount,
        ?string $currency = null,
        ?string $message = null,
        ?string $note = null,
        ?string $externalId = null,
        ?string $referenceId = null,
    ): Order {
        $body = $this->payment($amount, $currency, $message, $note, $externalId, ['payer' => self::party($payer)]);

        return $this->create('collection', '/v1_0/requesttopay', $referenceId, $body);
    }

    /**
     * Asks a payer for money that an agent hands out in cash.
     *
     * @throws PayersimException as {@see requestToPay()}
     */
    public function withdrawal(
        Phone|string $payer,
        string|int $amount,
        ?string $currency = null,
        ?string $message = null,
        ?string $note = null,
        ?string $externalId = null,
        ?string $referenceId = null,
    ): Order {
        $body = $this->payment($amount, $currency, $message, $note, $externalId, ['payer' => self::party($payer)]);

        return $this->create('collection', '/v1_0/requesttowithdraw', $referenceId, $body);
    }

    /**
     * Sends a payer an invoice, which is paid on the phone under Bills and invoices, by the `invoiceId` of its status.
     *
     * @param int|null $validity seconds
     *
     * @throws PayersimException as {@see requestToPay()}
     */
    public function invoice(
        Phone|string $payer,
        string|int $amount,
        ?string $currency = null,
        ?int $validity = null,
        ?string $description = null,
        ?string $externalId = null,
        ?string $referenceId = null,
    ): Order {
        $body = Json::given([
            'externalId' => $externalId,
            'amount' => (string) $amount,
            'currency' => $currency ?? $this->ownCurrency(),
            'validityDuration' => $validity === null ? null : (string) $validity,
            'intendedPayer' => self::party($payer),
            'description' => $description,
        ]);

        return $this->create('collection', '/v2_0/invoice', $referenceId, $body);
    }

    /**
     * Asks a payer for permission to debit later without asking.
     *
     * @param int|null $validity seconds from acceptance; no end by default
     *
     * @throws PayersimException as {@see requestToPay()}
     */
    public function preApprove(
        Phone|string $payer,
        ?string $currency = null,
        ?int $validity = null,
        ?string $message = null,
        ?string $referenceId = null,
    ): Order {
        $body = Json::given([
            'payer' => self::party($payer),
            'payerCurrency' => $currency ?? $this->ownCurrency(),
            'payerMessage' => $message,
            'validityTime' => $validity,
        ]);

        return $this->create('collection', '/v2_0/preapproval', $referenceId, $body);
    }

    /**
     * Sends money to a payee.
     *
     * @param string $product whose account pays: `disbursement` or `remittance`
     *
     * @throws PayersimException as {@see requestToPay()}
     */
    public function transfer(
        Phone|string $payee,
        string|int $amount,
        ?string $currency = null,
        ?string $message = null,
        ?string $note = null,
        ?string $externalId = null,
        ?string $referenceId = null,
        string $product = 'disbursement',
    ): Order {
        $body = $this->payment($amount, $currency, $message, $note, $externalId, ['payee' => self::party($payee)]);

        return $this->create($product, '/v1_0/transfer', $referenceId, $body);
    }

    /**
     * Deposits money to a payee, as an agent does who was given cash.
     *
     * @throws PayersimException as {@see requestToPay()}
     */
    public function deposit(
        Phone|string $payee,
        string|int $amount,
        ?string $currency = null,
        ?string $message = null,
        ?string $note = null,
        ?string $externalId = null,
        ?string $referenceId = null,
    ): Order {
        $body = $this->payment($amount, $currency, $message, $note, $externalId, ['payee' => self::party($payee)]);

        return $this->create('disbursement', '/v1_0/deposit', $referenceId, $body);
    }

    /**
     * Gives money of a request to pay back to who paid it, all or a part.
     *
     * @param Order|string $of the order, or its reference id
     *
     * @throws PayersimException as {@see requestToPay()}
     */
    public function refund(
        Order|string $of,
        string|int $amount,
        ?string $currency = null,
        ?string $message = null,
        ?string $note = null,
        ?string $externalId = null,
        ?string $referenceId = null,
    ): Order {
        $paid = $of instanceof Order ? $of->id : $of;
        $body = $this->payment($amount, $currency, $message, $note, $externalId, ['referenceIdToRefund' => $paid]);

        return $this->create('disbursement', '/v1_0/refund', $referenceId, $body);
    }

    /**
     * The amount, without trailing zeros, and the currency of a product's account.
     *
     * @return array{string, string}
     */
    public function balance(string $product = 'collection'): array
    {
        $body = Json::of($this->get($product, '/v1_0/account/balance'));

        return [$body->text('availableBalance'), $body->text('currency')];
    }

    /**
     * What moved on this merchant's accounts: docs/control.md, *A merchant's statement*.
     *
     * @return array<string, mixed>
     */
    public function statement(): array
    {
        return Json::of($this->wire->json('GET', "/_sim/merchants/{$this->account()->userId}/statement"))->all();
    }

    /**
     * Calls any operation of MTN's products with this merchant's key, token and target environment.
     *
     *     $shop->call('GET', '/collection/v1_0/accountholder/msisdn/46733000001/active')->json();
     *
     * @param string                $path    begins with a product, such as `/collection`
     * @param array<string, string> $headers
     *
     * @return Answer whatever its status
     */
    public function call(string $method, string $path, mixed $body = null, array $headers = []): Answer
    {
        [$product, $rest] = [...explode('/', ltrim($path, '/'), 2), ''];
        if (!in_array($product, self::PRODUCTS, true)) {
            $known = '/' . implode(', /', self::PRODUCTS);

            throw new PayersimException("\"{$path}\" does not begin with a product: {$known}.");
        }
        $headers += $method === 'POST' ? ['X-Reference-Id' => Uuid::random()] : [];
        $headers += $body === null ? [] : ['Content-Type' => 'application/json'];

        return $this->ask($product, $method, "/{$rest}", $headers, $body === null ? null : Json::body($body));
    }

    /** The API user that it calls as. */
    public function account(): MomoAccount
    {
        if ($this->generation !== $this->world->generation()) {
            // After a reset or a restore MTN may know neither the user nor the tokens.
            $this->generation = $this->world->generation();
            $this->account = null;
            $this->tokens = [];
        }
        $provisions = $this->name === null && $this->environment === 'sandbox';

        return $this->account ??= $provisions
            ? $this->provisioned()
            : $this->world->momoAccount($this->name, $this->environment);
    }

    /**
     * The callbacks that have arrived for all of its orders, oldest first.
     *
     * @return list<Callback>
     */
    public function callbacks(): array
    {
        return $this->inbox()->received();
    }

    /**
     * The next callback about any of its orders.
     *
     * @param float $timeout real seconds
     *
     * @throws PayersimException none came
     */
    public function waitCallback(float $timeout = 10.0): Callback
    {
        return $this->inbox()->next(static fn (): bool => true, $this->seen, $timeout)
            ?? throw $this->noCallback('this merchant', $timeout);
    }

    /** @internal */
    public function noCallback(string $whose, float $timeout): PayersimException
    {
        $tried = [];
        foreach ($this->world->callbacks() as $one) {
            $view = new Json($one);
            if (str_contains($view->textOrNull('url') ?? '', $this->key)) {
                $tried[] = "{$view->text('url')}: {$view->text('status')}";
            }
        }
        $log = $tried === []
            ? 'The simulator sent none: call $world->settle().'
            : 'The simulator\'s log has: ' . implode('; ', $tried) . '.';

        return new PayersimException("No callback for {$whose} came within {$timeout} s. {$log}");
    }

    /** @param array<string, mixed> $body */
    private function create(string $product, string $path, ?string $referenceId, array $body): Order
    {
        $id = $referenceId ?? Uuid::random();
        $order = new Order(
            $id,
            $this,
            fn () => $this->post($product, $path, $id, $body),
            fn (): OrderStatus => OrderStatus::of(Json::of($this->get($product, "{$path}/{$id}"))),
            $this->inbox(...),
        );
        try {
            $order->send();
        } catch (PayersimException $refused) {
            $refused->sent = $order;

            throw $refused;
        }

        return $order;
    }

    /** @param array<string, mixed> $body */
    private function post(string $product, string $path, string $id, array $body): void
    {
        $headers = ['X-Reference-Id' => $id, 'Content-Type' => 'application/json'];
        $url = $this->callbackUrl($id);
        $headers += $url === null ? [] : ['X-Callback-Url' => $url];
        Wire::read("POST /{$product}{$path}", $this->ask($product, 'POST', $path, $headers, Json::body($body)));
    }

    /**
     * @param array<string, mixed> $more
     *
     * @return array<string, mixed>
     */
    private function payment(
        string|int $amount,
        ?string $currency,
        ?string $message,
        ?string $note,
        ?string $externalId,
        array $more,
    ): array {
        return Json::given([
            'amount' => (string) $amount,
            'currency' => $currency ?? $this->ownCurrency(),
            'payerMessage' => $message,
            'payeeNote' => $note,
            'externalId' => $externalId,
            ...$more,
        ]);
    }

    private function ownCurrency(): string
    {
        return $this->currency ??= $this->environment === 'sandbox' ? 'EUR' : $this->balance()[1];
    }

    private function get(string $product, string $path): mixed
    {
        return Wire::read("GET /{$product}{$path}", $this->ask($product, 'GET', $path, [], null));
    }

    /** @param array<string, string> $headers */
    private function ask(string $product, string $method, string $path, array $headers, ?string $body): Answer
    {
        $answer = $this->askOnce($product, $method, $path, $headers, $body);
        if ($answer->status !== 401) {
            return $answer;
        }
        // The token may have run out by the simulator's clock while no real time passed.
        unset($this->tokens[$product]);

        return $this->askOnce($product, $method, $path, $headers, $body);
    }

    /** @param array<string, string> $headers */
    private function askOnce(string $product, string $method, string $path, array $headers, ?string $body): Answer
    {
        $account = $this->account();
        $this->tokens[$product] ??= $this->newToken($product);
        $whole = [
            ...self::EXPLAIN,
            self::KEY => $account->keyOf($product),
            'Authorization' => "Bearer {$this->tokens[$product]}",
            'X-Target-Environment' => $this->environment,
            ...$headers,
        ];

        return $this->wire->send($method, "/{$product}{$path}", $whole, $body, $this->timeout, once: true);
    }

    private function newToken(string $product): string
    {
        $account = $this->account();
        $path = "/{$product}/token/";
        $headers = [
            ...self::EXPLAIN,
            self::KEY => $account->keyOf($product),
            'Authorization' => 'Basic ' . base64_encode("{$account->userId}:{$account->apiKey}"),
            'X-Target-Environment' => $this->environment,
        ];

        return Json::of(Wire::read("POST {$path}", $this->wire->send('POST', $path, $headers, once: true)))->text('access_token');
    }

    private function provisioned(): MomoAccount
    {
        // As an integrator does it in MTN's sandbox: https://momodeveloper.mtn.com, API Sandbox User Provisioning.
        $user = Uuid::random();
        $keys = (new Json($this->world->describe()))->object('momo')->object('subscriptionKeys');
        $key = [...self::EXPLAIN, self::KEY => $keys->text('collection')];
        $headers = [...$key, 'X-Reference-Id' => $user, 'Content-Type' => 'application/json'];
        $body = Json::body(['providerCallbackHost' => self::CALLBACK_HOST]);
        Wire::read('POST /v1_0/apiuser', $this->wire->send('POST', '/v1_0/apiuser', $headers, $body, once: true));
        $path = "/v1_0/apiuser/{$user}/apikey";
        $made = Json::of(Wire::read("POST {$path}", $this->wire->send('POST', $path, $key, once: true)));

        return new MomoAccount(
            $this->world->url,
            $this->environment,
            $user,
            $made->text('apiKey'),
            $keys->text('collection'),
            $keys->text('disbursement'),
            $keys->text('remittance'),
            self::CALLBACK_HOST,
            null,
        );
    }

    private function callbackUrl(string $referenceId): ?string
    {
        $host = $this->account()->callbackHost;
        // MTN refuses a callback URL on another host than the API user's own: elsewhere nothing of the test's can listen.
        if (!in_array($host, ['localhost', self::CALLBACK_HOST], true)) {
            return null;
        }

        return $this->inbox()->url($host, $referenceId);
    }

    private function inbox(): Inbox
    {
        return $this->inbox ??= $this->world->openInbox($this->key);
    }

    /** @return array<string, string> */
    private static function party(Phone|string $party): array
    {
        $id = $party instanceof Phone ? $party->msisdn : $party;

        return match (true) {
            str_contains($id, '@') => ['partyIdType' => 'EMAIL', 'partyId' => $id],
            Uuid::is($id) => ['partyIdType' => 'PARTY_CODE', 'partyId' => $id],
            default => ['partyIdType' => 'MSISDN', 'partyId' => ltrim($id, '+')],
        };
    }
}
