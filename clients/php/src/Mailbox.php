<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Length;
use Payersim\Internal\Wire;

/** The e-mail of one address, where one-time codes may arrive. */
final class Mailbox
{
    private ?int $last = null;

    /** @internal */
    public function __construct(private readonly Wire $wire, public readonly string $address)
    {
    }

    /**
     * E-mail received, oldest first.
     *
     * @param string|null $contains in subject or text
     * @param float       $timeout  real seconds to wait for the first one
     *
     * @return list<Message>
     */
    public function messages(?int $after = null, ?string $contains = null, float $timeout = 0): array
    {
        $query = ['after' => $after, 'contains' => $contains, 'waitMs' => Length::milliseconds($timeout)];
        $path = '/_sim/mailboxes/' . Wire::segment($this->address) . '/messages';

        return array_map(Message::of(...), Json::listOf($this->wire->json('GET', $path, query: $query)));
    }

    /**
     * The next e-mail, newer than each that this returned before.
     *
     * @throws PayersimException none came within so many real seconds
     */
    public function nextEmail(?string $contains = null, float $timeout = 10.0): Message
    {
        $came = $this->messages($this->last, $contains, $timeout);
        if ($came === []) {
            $wanted = $contains === null ? '' : ' that contains ' . Json::quoted($contains);

            throw new PayersimException("No e-mail{$wanted} came to {$this->address} within {$timeout} s.");
        }
        $this->last = $came[0]->id;

        return $came[0];
    }
}
