<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Inbox;

/** What a merchant made under a reference id of its own: a request to pay, an invoice, a transfer and so on. */
final class Order
{
    private int $seen = 0;

    /**
     * @internal
     *
     * @param string                    $id     the reference id, a UUID version 4
     * @param \Closure(): void          $post
     * @param \Closure(): OrderStatus   $status
     * @param \Closure(): Inbox         $inbox
     */
    public function __construct(
        public readonly string $id,
        public readonly Merchant $merchant,
        private readonly \Closure $post,
        private readonly \Closure $status,
        private readonly \Closure $inbox,
    ) {
    }

    /** The order as MTN tells it to who asks. */
    public function status(): OrderStatus
    {
        return ($this->status)();
    }

    /** @internal */
    public function send(): void
    {
        ($this->post)();
    }

    /**
     * Sends the same again, under the same reference id, as a good shop does where the answer was lost.
     *
     * MTN's 409 is no error then: it says that the order was accepted before.
     *
     * @throws PayersimException with MTN's message and code, if it is refused
     */
    public function again(): void
    {
        try {
            $this->send();
        } catch (PayersimException $refused) {
            if ($refused->vendorCode !== 'RESOURCE_ALREADY_EXIST') {
                throw $refused;
            }
        }
    }

    /**
     * The callbacks about this order that have arrived, oldest first.
     *
     * @return list<Callback>
     */
    public function callbacks(): array
    {
        return array_values(array_filter(($this->inbox)()->received(), $this->isMine(...)));
    }

    /**
     * The next callback about this order.
     *
     * @param float $timeout real seconds
     *
     * @throws PayersimException none came
     */
    public function waitCallback(float $timeout = 10.0): Callback
    {
        return ($this->inbox)()->next($this->isMine(...), $this->seen, $timeout)
            ?? throw $this->merchant->noCallback("order {$this->id}", $timeout);
    }

    private function isMine(Callback $callback): bool
    {
        return $callback->referenceId === $this->id;
    }
}
