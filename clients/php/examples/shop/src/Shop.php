<?php

declare(strict_types=1);

namespace Shop;

/** A shop that is paid by MTN MoMo. */
final readonly class Shop
{
    private const PRICES = ['mangoes' => '12.50', 'coffee' => '4.20'];
    private const REFUSALS = [
        'APPROVAL_REJECTED' => 'rejected',
        'EXPIRED' => 'expired',
        'NOT_ENOUGH_FUNDS' => 'not enough money',
    ];

    /** @param string $url where MoMo reaches this shop */
    public function __construct(
        private MtnCollection $momo,
        private Orders $orders,
        private string $url,
    ) {
    }

    /** @param array{momo: array<string, string>, orders: string, url: string} $settings */
    public static function of(array $settings): self
    {
        return new self(new MtnCollection(new MtnConfig($settings['momo'])), new Orders($settings['orders']), $settings['url']);
    }

    public function buy(string $goods, string $phone): Order
    {
        $order = new Order($goods, $phone, self::uuid(), reference: self::uuid());
        $this->orders->save($order);
        $this->ask($order);

        return $order;
    }

    public function find(string $id): ?Order
    {
        return $this->orders->all()[$id] ?? null;
    }

    /** Asks MoMo how an order stands; before that, for the money again if it is not known whether it was asked for. */
    public function check(Order $order): void
    {
        if ($order->state !== 'waiting') {
            return;
        }
        if (!$order->asked) {
            $this->ask($order);
        }
        if (!$order->asked) {
            return;
        }
        $payment = $this->momo->getTransaction($order->reference);
        $order->state = match ($payment['status']) {
            'SUCCESSFUL' => 'paid',
            'FAILED' => self::REFUSALS[$payment['reason'] ?? ''] ?? 'failed',
            default => 'waiting',
        };
        $this->orders->save($order);
    }

    /** Callbacks come once, and some never do. Run it by a timer. */
    public function checkWaiting(): void
    {
        foreach ($this->orders->all() as $order) {
            $this->check($order);
        }
    }

    /** Asks MoMo for the money. Where no answer comes the order waits: MoMo may have taken it. */
    private function ask(Order $order): void
    {
        try {
            $this->momo->requestToPay([
                'mobileNumber' => ltrim($order->phone, '+'),
                'amount' => self::PRICES[$order->goods],
                'externalId' => $order->id,
                'payerMessage' => $order->goods,
                'payeeNote' => '',
                'callbackUrl' => "{$this->url}/payments/{$order->id}",
            ], $order->reference);
            $order->asked = true;
        } catch (NoAnswerException) {
            $order->asked = false;
        }
        $this->orders->save($order);
    }

    private static function uuid(): string
    {
        $bytes = random_bytes(16);
        $bytes[6] = chr(ord($bytes[6]) & 0x0F | 0x40);
        $bytes[8] = chr(ord($bytes[8]) & 0x3F | 0x80);

        return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
    }
}
