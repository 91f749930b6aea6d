<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\NoServerException;

/**
 * A simulator that this process started. It ends with this process, however that one ends.
 *
 * @internal
 */
final class Process
{
    private const POLL_MICROSECONDS = 20_000;

    public readonly string $folder;
    private readonly string $command;
    private readonly int $owner;
    private ?Child $keeper;

    /**
     * Starts it, and does not wait for it.
     *
     * @param list<string> $arguments further ones of `payersim serve`
     */
    public function __construct(array $arguments = [])
    {
        $program = Program::payersim();
        $this->command = implode(' ', $program);
        $this->owner = (int) getmypid();
        $this->folder = sys_get_temp_dir() . '/payersim-' . bin2hex(random_bytes(6));
        if (!mkdir($this->folder, 0o700)) {
            throw new NoServerException("No folder can be made in {$this->folder}. Set TMPDIR to one that can be written to.");
        }
        $serve = ['serve', '--port', '0', '--data', ':memory:', '--ready-file', "{$this->folder}/ready.json", ...$arguments];
        $this->keeper = new Child('keeper.php', [...$program, ...$serve], ['file', "{$this->folder}/serve.log", 'w']);
        // After a fatal error too. A process that was forked from this one leaves it alone.
        register_shutdown_function($this->end(...));
    }

    /**
     * The base URL, once it can be used.
     *
     * @throws NoServerException it ended, or is not ready within so many real seconds: with the end of its log
     */
    public function waitReady(float $timeout = 60.0): string
    {
        $end = microtime(true) + $timeout;
        for (;;) {
            // Looked at before the file: what is written last is not missed.
            $ended = $this->keeper?->hasEnded() ?? true;
            $said = @file_get_contents("{$this->folder}/ready.json");
            $ready = json_decode($said === false ? '' : $said, true);
            if (is_array($ready) && is_string($ready['url'] ?? null)) {
                return $ready['url'];
            }
            if ($ended || microtime(true) > $end) {
                $what = $ended ? 'ended before it was ready' : "was not ready within {$timeout} s";

                throw new NoServerException(
                    "`{$this->command} serve` {$what}. " . Program::HOW . "\nIt said:\n{$this->endOfLog()}",
                );
            }
            usleep(self::POLL_MICROSECONDS);
        }
    }

    /** How it ended by itself, with its last words; null while it runs. */
    public function howItEnded(): ?string
    {
        return $this->keeper?->hasEnded() === true
            ? "The simulator that was started here, by `{$this->command} serve`, has ended. It said:\n{$this->endOfLog()}"
            : null;
    }

    /** Ends it. Twice is no error. */
    public function end(): void
    {
        if ($this->keeper === null || getmypid() !== $this->owner) {
            return;
        }
        $this->keeper->end();
        $this->keeper = null;
        foreach (['ready.json', 'serve.log'] as $file) {
            @unlink("{$this->folder}/{$file}");
        }
        @rmdir($this->folder);
    }

    private function endOfLog(): string
    {
        $lines = @file("{$this->folder}/serve.log", FILE_IGNORE_NEW_LINES);
        $last = array_map(static fn (string $line): string => "  {$line}", array_slice($lines === false ? [] : $lines, -15));

        return $last === [] ? '  nothing' : implode("\n", $last);
    }
}
