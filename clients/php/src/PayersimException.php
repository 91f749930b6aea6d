<?php

declare(strict_types=1);

namespace Payersim;

/**
 * A simulator, or a vendor's API in it, refused a request, or what was waited for did not come.
 *
 * The message says what happened, with which value, and what to do next. It holds no header, key, token or PIN.
 */
class PayersimException extends \RuntimeException
{
    /** The order that was sent, whatever became of it: it may be sent {@see Order::again()}. */
    public ?Order $sent = null;

    /**
     * @param int|null             $status  the HTTP status of the answer; null where there was no answer
     * @param array<string, mixed> $body    the whole answer, where it is a JSON object: other fields of a problem, such as
     *                                      `options`, are in it
     * @param string|null          $detail  the reason: `detail` of problem details (RFC 9457), or a vendor's message
     * @param string|null          $vendorCode the vendor's error code, such as `INVALID_CURRENCY`
     * @param string|null          $failure why no answer came: `lost` (the connection broke off after the request had left)
     *                                      or `unanswered` (it took too long). In both cases the request may have been
     *                                      performed
     */
    public function __construct(
        string $message,
        public readonly ?int $status = null,
        public readonly array $body = [],
        public readonly ?string $detail = null,
        public readonly ?string $vendorCode = null,
        public readonly ?string $failure = null,
    ) {
        parent::__construct($message);
    }

    /** The `type` of problem details, such as `/docs/problems#no-such-option`; see docs/problems.md. */
    public function type(): ?string
    {
        return $this->text('type');
    }

    /** The `title` of problem details. */
    public function title(): ?string
    {
        return $this->text('title');
    }

    /** The name in the type, such as `no-such-option`; null for a vendor's error. */
    public function problem(): ?string
    {
        $mark = strrpos($this->type() ?? '', '#');

        return $mark === false ? null : substr($this->type() ?? '', $mark + 1);
    }

    private function text(string $field): ?string
    {
        $value = $this->body[$field] ?? null;

        return is_string($value) ? $value : null;
    }
}
