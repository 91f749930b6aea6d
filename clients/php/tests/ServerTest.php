<?php

declare(strict_types=1);

namespace Payersim\Tests;

use Payersim\Internal\Program;
use Payersim\NoServerException;
use Payersim\Server;

final class ServerTest extends WorldTestCase
{
    private const VARIABLES = [
        'PAYERSIM_URL',
        'PAYERSIM_BIN',
        'PAYERSIM_ADMIN_TOKEN',
        'PAYERSIM_ADMIN_TOKEN_FILE',
        'PATH',
        'TEST_TOKEN',
    ];
    /** @var array<string, string|false> */
    private array $before = [];
    private string $folder;

    protected function setUp(): void
    {
        parent::setUp();
        foreach (self::VARIABLES as $name) {
            $this->before[$name] = getenv($name);
        }
        $this->folder = sys_get_temp_dir() . '/payersim-test-' . bin2hex(random_bytes(6));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        foreach ($this->before as $name => $value) {
            putenv($value === false ? $name : "{$name}={$value}");
        }
        exec('rm -rf ' . escapeshellarg($this->folder));
    }

    public function testAServerThatRunsIsFoundByItsUrl(): void
    {
        putenv('PAYERSIM_URL=' . self::payersim()->url . '/');
        $found = Server::find();
        self::assertSame(self::payersim()->url, $found->url);
        self::assertFalse($found->isOwn());
        self::assertSame('ok', $found->health()['status']);
        $found->close();
        self::assertSame('ok', self::payersim()->health()['status']);
    }

    public function testWhereNothingAnswersTheErrorSaysWhatToDo(): void
    {
        $missing = self::refused(
            static fn () => Server::connect('127.0.0.1:1'),
            '~No payersim answers at http://127\.0\.0\.1:1: .* `payersim serve`, or set PAYERSIM_URL~',
        );
        self::assertInstanceOf(NoServerException::class, $missing);
        putenv('PAYERSIM_URL');
        self::refused(static fn () => Server::connect(), '/Set PAYERSIM_URL/');
        self::refused(static fn () => Server::connect('ftp://here'), '~"ftp://here" is no URL~');
    }

    public function testWhatAnswersIsASimulatorOfAVersionThatTheClientKnows(): void
    {
        $said = "{$this->folder}/said";
        $other = new LocalServer(__DIR__ . '/programs/says.php', ['SAYS' => $said]);
        $told = [
            '{"status":"ok","version":"0.0.9"}' => '/is payersim 0\.0\.9, and this client needs payersim 0\.1\.0 or newer\./',
            '{"status":"ok"}' => '/is no payersim that tells its version/',
            '<html>' => '/with what is no JSON\. Is it a payersim that listens there\?/',
            '"text"' => '/has not an object: "text"/',
        ];
        foreach ($told as $answer => $pattern) {
            file_put_contents($said, $answer);
            self::refused(static fn () => Server::connect($other->url), $pattern);
        }
        file_put_contents($said, '{"status":"ok","version":"99.0.0"}');
        self::assertSame('99.0.0', Server::connect($other->url)->health()['version']);
    }

    public function testTheProgramIsFoundByItsNameOnThePathOrByNpx(): void
    {
        putenv('PAYERSIM_BIN');
        putenv("PATH={$this->folder}");
        self::refused(static fn () => Program::payersim(), '/npm i -D payersim/');
        $npx = $this->program('npx');
        self::assertSame([$npx, '--no', 'payersim'], Program::payersim());
        $binary = $this->program('payersim');
        self::assertSame([$binary], Program::payersim());
        $other = $this->program('other');
        putenv("PAYERSIM_BIN={$other}");
        self::assertSame([$other], Program::payersim());
        putenv('PAYERSIM_BIN=other');
        self::assertSame([$other], Program::payersim());
        putenv('PAYERSIM_BIN=' . $this->program('main.js'));
        self::assertSame(['node', "{$this->folder}/main.js"], Program::payersim());
        putenv('PAYERSIM_BIN=nowhere');
        self::refused(static fn () => Program::payersim(), '/PAYERSIM_BIN is nowhere, and no program is there/');
    }

    public function testAProgramThatDoesNotStartIsToldWithItsLastWords(): void
    {
        putenv('PAYERSIM_BIN=' . $this->program('broken', 'echo the port is taken; exit 3'));
        self::refused(static fn () => Server::start(), '/broken serve` ended before it was ready.*the port is taken/s');
    }

    public function testAServerThatEndsByItselfIsToldWithItsLastWords(): void
    {
        putenv("PAYERSIM_BIN={$this->standIn('ANSWERS=1')}");
        $server = Server::start();
        $told = '';
        $ended = function () use ($server, &$told): bool {
            $told = self::refused(static fn () => $server->health())->getMessage();

            return str_contains($told, 'has ended');
        };
        self::assertTrue(self::becomes($ended), $told);
        self::assertMatchesRegularExpression('/stand-in serve`, has ended\. It said:\n  out of memory$/', $told);
        $server->close();
    }

    public function testAServerThatIsStartedEndsWithClose(): void
    {
        putenv('PAYERSIM_URL');
        putenv('PAYERSIM_ADMIN_TOKEN=open-sesame');
        $server = Server::start('--behind-proxy', '--frozen-clock');
        self::assertTrue($server->isOwn());
        self::assertSame('frozen', $server->world->clock->read()->mode);
        // Who has no token is told how to give it.
        putenv('PAYERSIM_ADMIN_TOKEN');
        self::refused(static fn () => Server::connect($server->url), '/Set PAYERSIM_ADMIN_TOKEN/');
        file_put_contents("{$this->folder}/token", "open-sesame\nnot this\n");
        putenv("PAYERSIM_ADMIN_TOKEN_FILE={$this->folder}/token");
        self::assertSame('ok', Server::connect($server->url)->health()['status']);
        putenv("PAYERSIM_ADMIN_TOKEN_FILE={$this->folder}/nowhere");
        $unread = '/PAYERSIM_ADMIN_TOKEN_FILE is .*nowhere, which cannot be read/';
        self::refused(static fn () => Server::connect($server->url), $unread);
        self::assertSame('ok', Server::connect($server->url, token: 'open-sesame')->health()['status']);
        $server->close();
        $server->close();
        self::assertInstanceOf(NoServerException::class, self::refused(static fn () => $server->health()));
    }

    /**
     * @dataProvider ends
     */
    #[\PHPUnit\Framework\Attributes\DataProvider('ends')]
    public function testAServerEndsWithItsProcessHoweverThatOneEnds(string $how, ?int $signal, bool $real = false): void
    {
        if ($how === 'forks' && !function_exists('pcntl_fork')) {
            self::markTestSkipped('PHP has no pcntl here.');
        }
        if (!$real) {
            putenv("PAYERSIM_BIN={$this->standIn()}");
        }
        $outputs = [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', "{$this->folder}/errors", 'w']];
        // Where no php.ini says otherwise, a fatal error is told on the standard output.
        $command = [PHP_BINARY, '-d', 'display_errors=stderr', __DIR__ . '/programs/starts.php', $how];
        // A process that is killed leaves its folder behind.
        $run = proc_open($command, $outputs, $pipes, null, [...getenv(), 'TMPDIR' => $this->folder]);
        self::assertIsResource($run);
        $url = trim((string) fgets($pipes[1]));
        $errors = (string) file_get_contents("{$this->folder}/errors");
        self::assertMatchesRegularExpression('~^http://127\.0\.0\.1:\d+$~', $url, $errors);
        if ($signal !== null) {
            self::assertSame('ok', Server::connect($url)->health()['status']);
            proc_terminate($run, $signal);
        }
        self::assertSame($how === 'forks' ? "0 ok\n" : '', stream_get_contents($pipes[1]));
        fclose($pipes[1]);
        proc_close($run);
        self::assertTrue(self::becomes(fn (): bool => $this->isGone($url)), "{$url} still answers.");
        self::assertTrue(self::becomes(fn (): bool => self::processesWith($this->folder) === []), 'A process is left.');
        self::assertSame([], $signal === null ? glob("{$this->folder}/payersim-*") : []);
    }

    /** @return array<string, array{0: string, 1: int|null, 2?: bool}> */
    public static function ends(): array
    {
        return [
            'at its end' => ['ends', null],
            'by exit in a shutdown function' => ['exits', null],
            'by a fatal error' => ['fails', null],
            'after a fork' => ['forks', null],
            'by SIGTERM' => ['waits', 15],
            'by SIGKILL' => ['waits', 9],
            'by SIGKILL, payersim itself' => ['waits', 9, true],
        ];
    }

    public function testNamesOfWorldsAreOfTheirOwnAndShortEnough(): void
    {
        putenv('TEST_TOKEN=3');
        $first = Server::uniqueName('Test[É 1]_' . str_repeat('long', 40));
        self::assertNotSame($first, Server::uniqueName());
        self::assertStringStartsWith('test-1-longlong', $first);
        self::assertStringContainsString('-w3-' . getmypid() . '-', $first);
        self::assertLessThanOrEqual(63, strlen($first));
    }

    /** Not by exec: as behind npx, what starts the simulator is a process of its own. */
    private function standIn(string $environment = ''): string
    {
        $command = escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/programs/stand-in.php');

        return $this->program('stand-in', "{$environment} {$command} \"$@\"\nexit $?");
    }

    private function isGone(string $url): bool
    {
        try {
            Server::connect($url);

            return false;
        } catch (NoServerException) {
            return true;
        } catch (\Payersim\PayersimException) {
            // A request that was under way at the end.
            return false;
        }
    }

    /**
     * The processes whose environment has a text, where the system tells.
     *
     * @return list<string>
     */
    private static function processesWith(string $text): array
    {
        $has = static fn (string $file): bool => str_contains((string) @file_get_contents($file), $text);

        return array_values(array_filter(glob('/proc/[0-9]*/environ') ?: [], $has));
    }

    private function program(string $name, string $does = 'exit 0'): string
    {
        file_put_contents("{$this->folder}/{$name}", "#!/bin/sh\n{$does}\n");
        chmod("{$this->folder}/{$name}", 0o755);

        return "{$this->folder}/{$name}";
    }
}
