<?php

declare(strict_types=1);

namespace Shop;

/** The orders, in a file that the web server and the timer both write. */
final readonly class Orders
{
    public function __construct(private string $file)
    {
    }

    /** @return array<string, Order> */
    public function all(): array
    {
        $text = is_file($this->file) ? (string) file_get_contents($this->file) : '{}';

        return array_map(
            static fn (array $fields): Order => new Order(...$fields),
            json_decode($text, true, 512, JSON_THROW_ON_ERROR),
        );
    }

    public function save(Order $order): void
    {
        $lock = fopen("{$this->file}.lock", 'c');
        flock($lock, LOCK_EX);
        $text = json_encode([...$this->all(), $order->id => $order], JSON_THROW_ON_ERROR);
        // In the place of the old one at once: who reads meanwhile sees the old or the new one.
        file_put_contents("{$this->file}.new", $text);
        rename("{$this->file}.new", $this->file);
        fclose($lock);
    }
}
