<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Inbox;
use Payersim\Internal\Json;
use Payersim\Internal\Story;
use Payersim\Internal\Wire;

/** One world of a server: phones, money, a clock, faults and a timeline that no other world sees. */
final class World
{
    /** The base URL of the vendors' APIs in this world, for the program under test. */
    public readonly string $url;
    public readonly Clock $clock;
    public readonly Faults $faults;
    public readonly Holds $holds;
    public readonly Snapshots $snapshots;

    private int $generation = 0;
    /** @var array<string, mixed>|null */
    private ?array $view = null;
    /** @var array<string, Phone> */
    private array $phones = [];
    /** @var array<string, Mailbox> */
    private array $mailboxes = [];
    /** @var array<string, Inbox> */
    private array $inboxes = [];

    /**
     * @internal
     *
     * @param string|null $name null for the server's own world
     */
    public function __construct(
        public readonly Server $server,
        private readonly Wire $wire,
        public readonly ?string $name,
    ) {
        $this->url = $wire->url;
        $this->clock = new Clock($wire);
        $this->faults = new Faults($wire);
        $this->holds = new Holds($wire);
        $this->snapshots = new Snapshots($wire, $this->becameAnother(...));
    }

    /**
     * The phone with this number; the same object each time.
     *
     * @param string $msisdn in international form, such as `+46733000001`
     */
    public function phone(string $msisdn): Phone
    {
        $number = Phone::canonical($msisdn);

        return $this->phones[$number] ??= new Phone($this, $this->wire, $number);
    }

    /**
     * The phones that were asked for so far.
     *
     * @return list<Phone>
     */
    public function phones(): array
    {
        return array_values($this->phones);
    }

    /** The mailbox of this address, where OnePipe's one-time codes may arrive; the same object each time. */
    public function mailbox(string $address): Mailbox
    {
        $key = strtolower(trim($address));

        return $this->mailboxes[$key] ??= new Mailbox($this->wire, $key);
    }

    /**
     * A new merchant; nothing is sent before its first request.
     *
     * @param string|null $name     an API user of the world, by its name or its callback host; a new API user of MTN's sandbox
     *                              by default
     * @param string|null $currency ISO 4217, for requests that name none; that of its account by default
     * @param float|null  $timeout  real seconds after which it gives an answer up; 75 by default
     */
    public function merchant(
        ?string $name = null,
        string $environment = 'sandbox',
        ?string $currency = null,
        ?float $timeout = null,
    ): Merchant {
        return new Merchant($this, $this->wire, $name, $environment, $currency, $timeout);
    }

    /**
     * What the program under test needs to call MTN MoMo here: base URL, keys, API user.
     *
     * @param string|null $name the API user by its name or its callback host; the first one of the environment by default
     *
     * @throws PayersimException the world has no such API user: it lists them
     */
    public function momoAccount(?string $name = null, string $environment = 'sandbox'): MomoAccount
    {
        $momo = (new Json($this->describe()))->object('momo');
        $known = [];
        foreach ($momo->list('apiUsers') as $user) {
            $itsName = $user->textOrNull('name');
            $host = $user->text('providerCallbackHost');
            $here = $user->text('targetEnvironment');
            $known[] = ($itsName ?? $user->text('id')) . " ({$here})";
            if ($here === $environment && ($name === null || $name === $itsName || $name === $host)) {
                $keys = $momo->object('subscriptionKeys');

                return new MomoAccount(
                    $this->url,
                    $environment,
                    $user->text('id'),
                    $user->text('apiKey'),
                    $keys->text('collection'),
                    $keys->text('disbursement'),
                    $keys->text('remittance'),
                    $host,
                    $itsName,
                );
            }
        }
        $wanted = $name === null ? '' : " \"{$name}\"";
        $listed = $known === [] ? 'none' : implode(', ', $known);

        throw new PayersimException("The world has no API user{$wanted} in environment {$environment}. It has: {$listed}.");
    }

    /**
     * Returns when all that is due now has been attempted, and what that caused: prompts, callbacks, SMS.
     *
     * The clock is not moved.
     */
    public function settle(): void
    {
        $this->wire->json('POST', '/_sim/settle', []);
    }

    /** Starts the world again from its file. Phones and merchants forget their state. */
    public function reset(): void
    {
        $this->wire->json('POST', '/_sim/reset', []);
        $this->becameAnother();
    }

    /**
     * What `GET /_sim/world` tells: phones with PINs, keys, API users. It is read once: see {@see describeAnew()}.
     *
     * @return array<string, mixed>
     */
    public function describe(): array
    {
        return $this->view ??= Json::of($this->wire->json('GET', '/_sim/world'))->all();
    }

    /**
     * The same, as it is now: balances move, and numbers that payments name are added.
     *
     * @return array<string, mixed>
     */
    public function describeAnew(): array
    {
        $this->view = null;

        return $this->describe();
    }

    /**
     * What a person has, by currency, each a decimal text, such as `['EUR' => '487.50']`.
     *
     * @return array<string, string>
     */
    public function balances(Phone|string $phone): array
    {
        $number = $phone instanceof Phone ? $phone->msisdn : Phone::canonical($phone);
        foreach ((new Json($this->describeAnew()))->list('phones') as $one) {
            if ($one->text('msisdn') === $number) {
                $balances = [];
                foreach ($one->list('balances') as $balance) {
                    $balances[$balance->text('currency')] = $balance->text('amount');
                }

                return $balances;
            }
        }

        throw new PayersimException("The world has no {$number}. Name a phone that it lists.");
    }

    /**
     * All that anybody asked for, newest first: requests to pay, mandates, payouts and balance requests.
     *
     * @param string|null $state `pending`, `successful`, `failed` or `ended`; all by default
     *
     * @return list<Payment>
     */
    public function payments(?string $state = null, int $limit = 100): array
    {
        $query = ['state' => $state, 'limit' => $limit];
        $view = Json::of($this->wire->json('GET', '/_sim/payments', query: $query));

        return array_map(Payment::of(...), $view->list('payments'));
    }

    /**
     * What the vendors' APIs were asked, oldest first.
     *
     * @param string|null $operation such as `momo.getRequestToPay`, or `momo` for all of an API
     * @param string|null $by        `program` (the one under test), `payersim` or `page`; all of them by default
     *
     * @return list<ApiCall>
     */
    public function calls(?string $operation = null, ?string $reference = null, ?string $by = null): array
    {
        $query = ['operation' => $operation, 'reference' => $reference, 'by' => $by];

        return array_map(ApiCall::of(...), Json::of($this->wire->json('GET', '/_sim/calls', query: $query))->list('calls'));
    }

    /**
     * The log of callbacks to merchants and apps, and what they answered: docs/control.md, `GET /_sim/callbacks`.
     *
     * @return list<array<string, mixed>>
     */
    public function callbacks(): array
    {
        $all = Json::listOf($this->wire->json('GET', '/_sim/callbacks'));

        return array_map(static fn (Json $one): array => $one->all(), $all);
    }

    /**
     * What happened, with the ledger and every HTTP request, oldest first.
     *
     * @param string|null $kind  such as `ussd.hop`, or `ussd` for all of them
     * @param string|null $trace that of a payment: from the merchant's request to the callback
     *
     * @return list<Event>
     */
    public function timeline(?string $kind = null, Phone|string|null $phone = null, ?string $trace = null): array
    {
        $number = $phone instanceof Phone ? $phone->msisdn : $phone;
        $query = ['kind' => $kind, 'phone' => $number, 'trace' => $trace, 'after' => null];
        $events = [];
        do {
            $view = Json::of($this->wire->json('GET', '/_sim/timeline/all', query: $query));
            $events[] = array_map(Event::of(...), $view->list('entries'));
            $query['after'] = $view->textOrNull('after');
        } while ($view->is('more'));

        return array_merge(...$events);
    }

    /**
     * What happened to one payment, a line each.
     *
     * @param Payment|string $of the payment, or its trace
     */
    public function story(Payment|string $of): string
    {
        $trace = $of instanceof Payment ? $of->trace : $of;

        return $trace === null ? '' : Story::of($this->timeline(trace: $trace));
    }

    /**
     * Adds up the whole ledger again: `ok`, `accounts`, `transfers`, `problems`.
     *
     * @return array<string, mixed>
     */
    public function audit(): array
    {
        return Json::of($this->wire->json('GET', '/_sim/ledger/audit'))->all();
    }

    /**
     * Asks a control route that has no method here, and returns its JSON, objects as arrays.
     *
     *     $world->control('GET', '/_sim/clock/next');
     *
     * @throws PayersimException with the problem's type, title and detail
     */
    public function control(string $method, string $path, mixed $body = null): mixed
    {
        return $this->wire->json($method, $path, $body);
    }

    /** Ends a world by name; of the server's own, only what this client keeps. Twice is no error. */
    public function close(): void
    {
        foreach ($this->inboxes as $inbox) {
            $inbox->forget();
        }
        $this->inboxes = [];
        if ($this->name === null) {
            return;
        }
        try {
            $this->server->world->control('DELETE', '/_sim/worlds/' . Wire::segment($this->name));
        } catch (PayersimException $refused) {
            if (!in_array($refused->problem(), ['unknown-world', 'world-ended'], true)) {
                throw $refused;
            }
        }
    }

    /**
     * How often the world became another one, by a reset or a restore.
     *
     * @internal
     */
    public function generation(): int
    {
        return $this->generation;
    }

    /** @internal */
    public function openInbox(string $merchant): Inbox
    {
        return $this->inboxes[$merchant] ??= $this->server->openInbox($merchant);
    }

    private function becameAnother(): void
    {
        ++$this->generation;
        $this->view = null;
    }
}
