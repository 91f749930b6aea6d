<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Length;
use Payersim\Internal\Wire;

/**
 * One person's phone.
 *
 *     $ama = $world->phone('+46733000001');
 *     $ama->waitPrompt();
 *     $ama->choose('Approve');
 *     $ama->reply($ama->pin());
 */
final class Phone
{
    private int $generation;
    private readonly string $path;
    private ?Screen $screen = null;
    private ?string $pin = null;
    private ?string $dialled = null;
    private int $lastMessage = 0;
    private bool $online = true;

    /**
     * @internal
     *
     * @param string $msisdn `+` and digits
     */
    public function __construct(
        private readonly World $world,
        private readonly Wire $wire,
        public readonly string $msisdn,
    ) {
        $this->path = "/_sim/phones/{$msisdn}";
        $this->generation = $world->generation();
    }

    /** The last screen seen; null before the first one. */
    public function screen(): ?Screen
    {
        $this->forgetOldWorld();

        return $this->screen;
    }

    /**
     * The PIN that this person knows.
     *
     * @throws PayersimException the world has none for this phone
     */
    public function pin(): string
    {
        $this->forgetOldWorld();
        // A number that a payment names gets a phone and a PIN when it does: what was read before may lack it.
        foreach ([$this->world->describe(...), $this->world->describeAnew(...)] as $view) {
            foreach ($this->pin === null ? (new Json($view()))->list('phones') : [] as $one) {
                $this->pin = $one->text('msisdn') === $this->msisdn ? $one->textOrNull('pin') : $this->pin;
            }
        }

        return $this->pin
            ?? throw new PayersimException("The world has no PIN for {$this->msisdn}. Name a phone that it lists.");
    }

    /** Dials a code such as `*165#`; hangs up an open session first. */
    public function dial(string $code): Screen
    {
        $screen = $this->act('dial', ['code' => $code]);
        $this->dialled = $screen->sessionId;

        return $screen;
    }

    /**
     * Types an answer to the open screen and sends it.
     *
     * @throws PayersimException no screen is open
     */
    public function reply(string $text): Screen
    {
        return $this->act('reply', ['text' => $text]);
    }

    /**
     * Chooses the one option of the open screen whose label contains the text, in any case.
     *
     * The text is looked for by the simulator, in the screen that it then answers: a push that comes in between is never
     * answered by mistake.
     *
     * @throws PayersimException no screen is open, or none or several options match: it lists them
     */
    public function choose(string $label): Screen
    {
        return $this->act('choose', ['label' => $label]);
    }

    /**
     * Chooses the one option whose label matches a pattern of preg_match, on the screen that is read first.
     *
     * @param string $pattern such as `/^Bal/`
     *
     * @throws PayersimException no screen is open, or none or several options match: it lists them
     */
    public function chooseMatching(string $pattern): Screen
    {
        $options = $this->look()->options ?? [];
        $found = array_values(array_filter($options, static fn (Option $one): bool => preg_match($pattern, $one->label) === 1));
        if (count($found) === 1) {
            return $this->reply($found[0]->key);
        }
        $many = $found === [] ? 'No option matches' : 'Several options match';
        $are = $found === [] ? 'There are' : 'They are';
        $listed = self::listed($found === [] ? $options : $found);

        throw new PayersimException("{$many} {$pattern} on {$this->msisdn}. {$are}: {$listed}.");
    }

    /** Ends the open session from the phone's side. */
    public function hangUp(): Screen
    {
        return $this->act('cancel', []);
    }

    /**
     * What the phone shows now, which {@see screen()} is from then on.
     *
     * @param float|null $timeout real seconds to wait for an open screen; at once by default
     */
    public function look(?float $timeout = null): ?Screen
    {
        $this->forgetOldWorld();
        $query = ['waitMs' => $timeout === null ? null : Length::milliseconds($timeout)];
        $view = Json::of($this->wire->json('GET', $this->path, query: $query));
        $this->online = $view->is('online');
        $shown = $view->objectOrNull('screen');
        // A simulator may no longer show a session that is over; the person still remembers how it ended.
        if ($shown !== null || $this->screen?->isOpen() === true) {
            $this->screen = $shown === null ? null : Screen::of($shown);
        }

        return $this->screen;
    }

    /**
     * Waits until a push has put a screen onto the phone.
     *
     * @param float $timeout real seconds
     *
     * @throws PayersimException none came, or the phone is in a session that it dialled itself
     */
    public function waitPrompt(float $timeout = 10.0): Screen
    {
        $screen = $this->look($timeout);
        if ($screen === null || !$screen->isOpen()) {
            throw new PayersimException(
                $this->online
                    ? "No push came to {$this->msisdn} within {$timeout} s."
                    : "No push came to {$this->msisdn}: it is offline. Call goOnline() before the request.",
            );
        }
        if ($screen->sessionId !== null && $screen->sessionId === $this->dialled) {
            throw new PayersimException(
                "{$this->msisdn} is in a session that it dialled itself, so a push finds it busy. Call hangUp() first.",
            );
        }

        return $screen;
    }

    /**
     * The first option of the last screen whose label contains the text, in any case.
     *
     * @throws PayersimException there is none
     */
    public function option(string $label): Option
    {
        $options = $this->screen()->options ?? [];
        foreach ($options as $one) {
            if (Internal\Words::in($one->label, $label)) {
                return $one;
            }
        }
        $wanted = Json::quoted($label);

        $listed = self::listed($options);

        throw new PayersimException("No option of {$this->msisdn} contains {$wanted}. There are: {$listed}.");
    }

    /**
     * SMS received, oldest first.
     *
     * @param Message|int|null $after   only those that are newer than this one, or this id
     * @param float|null       $timeout real seconds to wait for the first one; at once by default
     *
     * @return list<Message>
     */
    public function messages(Message|int|null $after = null, ?string $contains = null, ?float $timeout = null): array
    {
        $this->forgetOldWorld();
        $query = [
            'after' => $after instanceof Message ? $after->id : $after,
            'contains' => $contains,
            'waitMs' => $timeout === null ? null : Length::milliseconds($timeout),
        ];

        return array_map(Message::of(...), Json::listOf($this->wire->json('GET', "{$this->path}/messages", query: $query)));
    }

    /**
     * The next SMS, newer than each that this returned before, so that no one-time code is read twice.
     *
     * @param float $timeout real seconds
     *
     * @throws PayersimException none came: it lists those that did
     */
    public function nextSms(?string $contains = null, float $timeout = 10.0): Message
    {
        $this->forgetOldWorld();
        $mark = $this->lastMessage;
        foreach ($this->messages($mark, $contains, $timeout) as $message) {
            $this->lastMessage = max($mark, $message->id);

            return $message;
        }
        $wanted = $contains === null ? '' : ' that contains ' . Json::quoted($contains);
        $came = array_map(static fn (Message $one): string => Json::quoted($one->text), $this->messages($mark));
        $others = $came === [] ? '' : ' These came: ' . implode(', ', $came);

        throw new PayersimException("No SMS{$wanted} came to {$this->msisdn} within {$timeout} s.{$others}");
    }

    /** Skips all SMS received so far: the next one is newer. */
    public function skipSms(): void
    {
        foreach ($this->messages($this->lastMessage) as $message) {
            $this->lastMessage = $message->id;
        }
    }

    /** Sends an SMS to a short code; a sender id takes `STOP` and `START` only. */
    public function sendSms(string $to, string $text): void
    {
        $this->wire->json('POST', "{$this->path}/messages", ['to' => $to, 'text' => $text]);
    }

    /** Switches the phone off: SMS are held, and no push reaches it. */
    public function goOffline(): void
    {
        $this->wire->json('PATCH', $this->path, ['online' => false]);
    }

    /** Switches the phone on. */
    public function goOnline(): void
    {
        $this->wire->json('PATCH', $this->path, ['online' => true]);
    }

    /** Moves the phone to the network with this five-digit code; null is the network of the world. */
    public function setNetwork(?string $code): void
    {
        $this->wire->json('PATCH', $this->path, ['network' => $code]);
    }

    /** Holds the next prompt for this phone, for an hour of business time, until {@see releasePrompt()}. */
    public function holdPrompt(): void
    {
        $this->wire->json('POST', "{$this->path}/prompt/hold", []);
    }

    /**
     * Releases the held prompt for an order.
     *
     * @throws PayersimException it was not held
     */
    public function releasePrompt(Order $order): void
    {
        $this->wire->json('POST', "{$this->path}/prompt/release", ['referenceId' => $order->id]);
    }

    /**
     * `+` and digits; what no phone can have, the simulator refuses.
     *
     * @internal
     */
    public static function canonical(string $msisdn): string
    {
        $digits = ltrim(trim($msisdn), '+');

        if (!ctype_digit($digits)) {
            $how = 'Write it in international form, such as +46733000001.';

            throw new PayersimException("\"{$msisdn}\" is no phone number. {$how}");
        }

        return "+{$digits}";
    }

    /** @param array<string, string> $body */
    private function act(string $verb, array $body): Screen
    {
        $this->forgetOldWorld();
        try {
            $screen = Screen::of(Json::of($this->wire->json('POST', "{$this->path}/{$verb}", $body)));
        } catch (PayersimException $refused) {
            // A refused choice says what is on the screen; the phone then knows it too.
            if (isset($refused->body['options'])) {
                $this->look();
            }

            throw $refused;
        }

        return $this->screen = $screen;
    }

    private function forgetOldWorld(): void
    {
        if ($this->generation === $this->world->generation()) {
            return;
        }
        $this->generation = $this->world->generation();
        $this->screen = null;
        $this->pin = null;
        $this->dialled = null;
        $this->lastMessage = 0;
    }

    /** @param list<Option> $options */
    private static function listed(array $options): string
    {
        $lines = array_map(static fn (Option $one): string => "{$one->key} {$one->label}", $options);

        return $lines === [] ? 'none' : implode(' · ', $lines);
    }
}
