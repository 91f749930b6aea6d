<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\NoServerException;

/**
 * A PHP program beside this one, which ends when its standard input does: with this process, however that one ends.
 *
 * @internal
 */
final class Child
{
    /** @var resource */
    private $process;
    /** @var resource */
    private $input;
    /** @var resource|null */
    private $output;

    /**
     * @param string       $program   one of the folder programs/
     * @param list<string> $arguments
     * @param list<string> $output    where its output goes, as proc_open has it
     */
    public function __construct(string $program, array $arguments, array $output)
    {
        // What php.ini has for the program under test is not for this one.
        $settings = ['-d', 'auto_prepend_file=', '-d', 'xdebug.mode=off', '-d', 'display_errors=stderr'];
        $command = [Program::php(), ...$settings, dirname(__DIR__, 2) . "/programs/{$program}", ...$arguments];
        $errors = $output[0] === 'file' ? ['redirect', 1] : ['file', PHP_OS_FAMILY === 'Windows' ? 'NUL' : '/dev/null', 'w'];
        $process = proc_open($command, [['pipe', 'r'], $output, $errors], $pipes);
        if (!is_resource($process)) {
            throw new NoServerException("{$command[0]} cannot be started: is it the command line's PHP, and allowed proc_open?");
        }
        $this->process = $process;
        $this->input = $pipes[0];
        $this->output = $pipes[1] ?? null;
    }

    /** The next line that it prints; an empty text where it has ended. */
    public function line(): string
    {
        return $this->output === null ? '' : trim((string) fgets($this->output));
    }

    public function hasEnded(): bool
    {
        return !proc_get_status($this->process)['running'];
    }

    /** Ends it, and waits until it has ended. */
    public function end(): void
    {
        if (is_resource($this->input)) {
            fclose($this->input);
        }
        if (is_resource($this->process)) {
            proc_close($this->process);
        }
    }
}
