<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** One request to an operation of a vendor's API. */
final readonly class ApiCall
{
    /**
     * @param string             $operation such as `momo.createRequestToPay`
     * @param int|null           $status    null where no answer came
     * @param string|null        $reference the caller's own id of what it is about, such as an X-Reference-Id
     * @param string             $by        `program` (the one under test), `payersim` (this client, scripts) or `page`
     * @param \DateTimeImmutable $at        when it began
     */
    public function __construct(
        public string $operation,
        public string $method,
        public string $path,
        public ?int $status,
        public ?string $reference,
        public string $by,
        public \DateTimeImmutable $at,
        public ?string $trace,
    ) {
    }

    /** @internal */
    public static function of(Json $view): self
    {
        return new self(
            $view->text('operation'),
            $view->text('method'),
            $view->text('path'),
            $view->numberOrNull('status'),
            $view->textOrNull('reference'),
            $view->text('by'),
            $view->time('at'),
            $view->textOrNull('trace'),
        );
    }
}
