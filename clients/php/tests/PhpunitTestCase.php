<?php

declare(strict_types=1);

namespace Payersim\Tests;

use Payersim\PHPUnit\SharedServer;
use PHPUnit\Framework\TestCase;

/** Runs PHPUnit in a folder of its own, by default against the server of this run. */
abstract class PhpunitTestCase extends TestCase
{
    protected string $folder;

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/payersim-test-' . bin2hex(random_bytes(6));
        mkdir($this->folder);
        $this->write('bootstrap.php', '<?php require ' . var_export(dirname(__DIR__) . '/autoload.php', true) . ';');
    }

    protected function tearDown(): void
    {
        exec('rm -rf ' . escapeshellarg($this->folder));
    }

    protected function write(string $file, string $text): void
    {
        file_put_contents("{$this->folder}/{$file}", $text);
    }

    /** A test class with these methods. */
    protected function writeTest(string $methods, string $attributes = ''): void
    {
        $this->write('SomeTest.php', <<<PHP
            <?php

            use Payersim\\PHPUnit\\InWorld;
            use Payersim\\PHPUnit\\UsesPayersim;
            use PHPUnit\\Framework\\TestCase;

            {$attributes}
            final class SomeTest extends TestCase
            {
                use UsesPayersim;

                {$methods}
            }
            PHP);
    }

    /**
     * What PHPUnit prints, after its exit code.
     *
     * @param list<string>               $arguments
     * @param array<string, string|null> $environment null takes a variable away
     */
    protected function phpunit(array $arguments = [], array $environment = []): string
    {
        $environment += ['PAYERSIM_URL' => SharedServer::get()->url];
        $phpunit = $_SERVER['argv'][0];
        $plain = ['--no-configuration', '--bootstrap=bootstrap.php', '--colors=never'];
        $command = [PHP_BINARY, $phpunit, ...$plain, ...$arguments, '.'];
        $whole = array_filter([...getenv(), ...$environment], static fn (?string $value): bool => $value !== null);
        $outputs = [['file', '/dev/null', 'r'], ['pipe', 'w'], ['redirect', 1]];
        $run = proc_open($command, $outputs, $pipes, $this->folder, $whole);
        self::assertIsResource($run);
        $said = (string) stream_get_contents($pipes[1]);
        fclose($pipes[1]);

        return proc_close($run) . "\n{$said}";
    }

    protected static function assertPassed(int $tests, string $said): void
    {
        self::assertMatchesRegularExpression("/^0\n.*^OK \\({$tests} tests?, /ms", $said);
    }

    protected static function assertSays(string $wanted, string $said): void
    {
        self::assertStringContainsString($wanted, $said);
    }
}
