<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Json;
use Payersim\Internal\Length;
use Payersim\Internal\Wire;

/** One hold. */
final class Hold
{
    /** @var array<string, true> */
    private array $seen = [];
    private ?string $last = null;

    /** @internal */
    public function __construct(private readonly Wire $wire, public readonly string $id)
    {
    }

    /**
     * The next call that it holds.
     *
     * @param float $timeout real seconds
     *
     * @throws PayersimException none came
     */
    public function next(float $timeout = 10.0): HeldCall
    {
        $query = ['hold' => $this->id, 'after' => $this->last, 'waitMs' => Length::milliseconds($timeout)];
        foreach (Json::of($this->wire->json('GET', '/_sim/holds', query: $query))->list('calls') as $call) {
            $id = $call->text('id');
            if ($call->text('hold') === $this->id && !isset($this->seen[$id])) {
                $this->seen[$id] = true;
                $this->last = $id;

                return new HeldCall($this->wire, $id, $call->all());
            }
        }

        throw new PayersimException("No call was held by {$this->id} within {$timeout} s.");
    }

    /** Holds nothing more by it; what is held by now waits on. One that has ended is no error. */
    public function end(): void
    {
        try {
            $this->wire->json('DELETE', "/_sim/holds/{$this->id}");
        } catch (PayersimException $refused) {
            if ($refused->problem() !== 'unknown-hold') {
                throw $refused;
            }
        }
    }
}
