<?php

declare(strict_types=1);

namespace Payersim\PHPUnit;

/**
 * The world of a test, or of all tests of a class, as {@see \Payersim\Server::openWorld()} takes it.
 *
 *     #[InWorld(clock: 'running')]
 */
#[\Attribute(\Attribute::TARGET_CLASS | \Attribute::TARGET_METHOD)]
final readonly class InWorld
{
    /**
     * @param array<string, mixed>|string|null $world as a world file has it, or its text
     * @param string|null                      $file  a world file, from the folder where PHPUnit was started
     * @param string|null                      $clock `frozen` or `running`; `PAYERSIM_CLOCK`, or `frozen`, by default
     */
    public function __construct(
        public array|string|null $world = null,
        public ?string $file = null,
        public ?string $clock = null,
        public ?string $at = null,
        public ?string $seed = null,
    ) {
    }
}
