<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\PayersimException;

/**
 * A JSON object that a simulator answered, read field by field.
 *
 * @internal
 */
final readonly class Json
{
    /** @param array<array-key, mixed> $fields */
    public function __construct(private array $fields)
    {
    }

    public static function of(mixed $value): self
    {
        return is_array($value) ? new self($value) : throw self::unexpected('an object', $value);
    }

    /** @return list<self> */
    public static function listOf(mixed $value): array
    {
        return is_array($value) ? array_map(self::of(...), array_values($value)) : throw self::unexpected('a list', $value);
    }

    public function text(string $field): string
    {
        return $this->textOrNull($field) ?? throw self::unexpected("a text as {$field}", $this->fields);
    }

    public function textOrNull(string $field): ?string
    {
        $value = $this->fields[$field] ?? null;

        return is_string($value) || is_int($value) || $value === null
            ? ($value === null ? null : (string) $value)
            : throw self::unexpected("a text as {$field}", $this->fields);
    }

    public function number(string $field): int
    {
        return $this->numberOrNull($field) ?? throw self::unexpected("a number as {$field}", $this->fields);
    }

    public function numberOrNull(string $field): ?int
    {
        $value = $this->fields[$field] ?? null;

        return is_int($value) || $value === null ? $value : throw self::unexpected("a number as {$field}", $this->fields);
    }

    public function is(string $field): bool
    {
        return ($this->fields[$field] ?? null) === true;
    }

    public function time(string $field): \DateTimeImmutable
    {
        return new \DateTimeImmutable($this->text($field));
    }

    public function object(string $field): self
    {
        return self::of($this->fields[$field] ?? null);
    }

    public function objectOrNull(string $field): ?self
    {
        return isset($this->fields[$field]) ? self::of($this->fields[$field]) : null;
    }

    /** @return list<self> */
    public function list(string $field): array
    {
        return self::listOf($this->fields[$field] ?? null);
    }

    /** @return list<string> */
    public function texts(string $field): array
    {
        $value = $this->fields[$field] ?? null;

        return is_array($value) ? array_values(array_filter($value, is_string(...))) : throw self::unexpected('a list', $value);
    }

    /** @return array<string, mixed> */
    public function all(): array
    {
        $all = [];
        foreach ($this->fields as $name => $value) {
            $all[(string) $name] = $value;
        }

        return $all;
    }

    /** JSON in which an empty list of fields is an object, as request bodies want it. */
    public static function body(mixed $value): string
    {
        return json_encode(
            $value === [] ? new \stdClass() : $value,
            JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE,
        );
    }

    /** A text in quotation marks, for messages. */
    public static function quoted(string $text): string
    {
        return self::body($text);
    }

    /**
     * The fields that are not null.
     *
     * @param array<string, mixed> $fields
     *
     * @return array<string, mixed>
     */
    public static function given(array $fields): array
    {
        return array_filter($fields, static fn (mixed $value): bool => $value !== null);
    }

    private static function unexpected(string $wanted, mixed $came): PayersimException
    {
        $said = substr(self::body($came), 0, 200);

        return new PayersimException("The answer has not {$wanted}: {$said}. Is it a payersim of this client's version?");
    }
}
