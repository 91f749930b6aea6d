<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;

/** A callback as a merchant of the test got it. */
final readonly class Callback
{
    /**
     * @param string                $referenceId the reference id of the order that it is about
     * @param array<string, string> $headers     names in lower case
     * @param mixed                 $body        what the JSON holds, objects as arrays, or the text if it is no JSON
     */
    public function __construct(
        public string $method,
        public string $path,
        public string $referenceId,
        public array $headers,
        public mixed $body,
    ) {
    }

    /** @internal */
    public static function of(Json $view): self
    {
        $path = $view->text('path');
        $text = $view->text('body');

        return new self(
            $view->text('method'),
            $path,
            basename(explode('?', $path)[0]),
            array_map(static fn (mixed $value): string => is_string($value) ? $value : '', $view->object('headers')->all()),
            json_decode($text, true) ?? $text,
        );
    }
}
