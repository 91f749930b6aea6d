<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Wire;

/**
 * Calls that are held on their way until they are let go.
 *
 *     $hold = $world->holds->add('callback', first: 1);
 *     $held = $hold->next();
 *     $held->change(body: '{"status":"FAILED"}');
 */
final readonly class Holds
{
    /** @internal */
    public function __construct(private Wire $wire)
    {
    }

    /**
     * From now on holds the calls at a point.
     *
     * @param string                $point `request`, `answer`, `callback` or `hop`
     * @param array<string, string> $match what goes with the point: `operation`, `phone`, `host`, `merchant`; all by default
     * @param int|null              $first so many and no more
     */
    public function add(string $point, array $match = [], ?int $first = null): Hold
    {
        $wanted = ['point' => $point, 'match' => $match === [] ? null : $match, 'first' => $first];
        $made = Json::of($this->wire->json('POST', '/_sim/holds', Json::given($wanted)));

        return new Hold($this->wire, $made->text('id'));
    }

    /** Holds nothing more; what is held by now waits on. */
    public function clear(): void
    {
        $this->wire->json('DELETE', '/_sim/holds');
    }
}
