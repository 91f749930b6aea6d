<?php

declare(strict_types=1);

namespace Payersim\Tests;

/** PHP's own web server on a free port, for a program of the test's own; it ends with the object. */
final class LocalServer
{
    public readonly string $url;
    /** @var resource */
    private $process;
    private readonly string $log;

    /** @param array<string, string> $environment */
    public function __construct(string $router, array $environment = [])
    {
        $this->log = (string) tempnam(sys_get_temp_dir(), 'payersim');
        $command = [PHP_BINARY, '-S', '127.0.0.1:0', $router];
        $outputs = [['file', '/dev/null', 'r'], ['file', $this->log, 'a'], ['file', $this->log, 'a']];
        $process = proc_open($command, $outputs, $pipes, null, [...getenv(), ...$environment]);
        if (!is_resource($process)) {
            throw new \RuntimeException("{$command[0]} cannot be started.");
        }
        $this->process = $process;
        for ($end = microtime(true) + 30; microtime(true) < $end; usleep(10_000)) {
            if (preg_match('~\(http://127\.0\.0\.1:(\d+)\) started~', (string) file_get_contents($this->log), $found) === 1) {
                $this->url = "http://127.0.0.1:{$found[1]}";

                return;
            }
        }

        throw new \RuntimeException('PHP\'s server did not start: ' . file_get_contents($this->log));
    }

    public function __destruct()
    {
        proc_terminate($this->process);
        proc_close($this->process);
        unlink($this->log);
    }
}
