<?php

declare(strict_types=1);

namespace Payersim;

use Payersim\Internal\Connection;
use Payersim\Internal\Inbox;
use Payersim\Internal\Json;
use Payersim\Internal\Process;
use Payersim\Internal\Program;
use Payersim\Internal\Sink;
use Payersim\Internal\Wire;

/**
 * A running simulator, with its worlds: one that is there, or one that this process started.
 *
 *     $server = Server::find();
 *     $world = $server->openWorld(clock: 'frozen');
 */
final class Server
{
    /** The version of this client, and the oldest simulator that has all that it asks for. */
    public const VERSION = '0.1.0';
    private const OLDEST = '0.1.0';

    public readonly string $url;
    /** The server's own world. */
    public readonly World $world;
    private ?Sink $sink = null;

    private function __construct(private readonly Wire $wire, private readonly ?Process $process)
    {
        $this->url = $wire->url;
        $this->world = new World($this, $wire, null);
    }

    /** The simulator at `PAYERSIM_URL`, where that is set; otherwise one that is started: see {@see start()}. */
    public static function find(): self
    {
        return Program::setting('PAYERSIM_URL') === null ? self::start() : self::connect();
    }

    /**
     * A simulator that runs.
     *
     * @param string|null $url   `PAYERSIM_URL` by default
     * @param string|null $token the admin token; `PAYERSIM_ADMIN_TOKEN`, or the first line of the file
     *                           `PAYERSIM_ADMIN_TOKEN_FILE`, by default
     *
     * @throws NoServerException no URL is given, nothing answers there, or what answers is too old
     */
    public static function connect(?string $url = null, #[\SensitiveParameter] ?string $token = null): self
    {
        $where = $url ?? Program::setting('PAYERSIM_URL');
        if ($where === null) {
            throw new NoServerException('There is no URL of a simulator. ' . Program::HOW);
        }

        return self::checked(new self(new Wire($where, $token ?? Program::token()), null));
    }

    /**
     * Starts a simulator on a free port, in memory, which ends with this process, however that one ends.
     *
     * It is the program in `PAYERSIM_BIN`, else `payersim` on the `PATH`, else `npx payersim` of this project.
     *
     * @param string ...$arguments further ones of `payersim serve`, such as `--world`, `shop.yaml`
     *
     * @throws NoServerException there is none of them, it does not start, or it is too old
     */
    public static function start(string ...$arguments): self
    {
        $process = new Process(array_values($arguments));
        try {
            $connection = new Connection($process->howItEnded(...));

            return self::checked(new self(new Wire($process->waitReady(), Program::token(), $connection), $process));
        } catch (\Throwable $failed) {
            $process->end();

            throw $failed;
        }
    }

    /**
     * Opens a world with phones, money, a clock and a timeline of its own. Close it when it is done with.
     *
     * @param string|null                      $name   small letters, digits and hyphens; one that no other process takes by
     *                                                 default
     * @param array<string, mixed>|string|null $world  as a world file has it, or its text; the server's by default
     * @param string|null                      $file   a world file, in the place of `world`
     * @param string|null                      $copyOf the name of a world to begin as a copy of
     * @param string|null                      $clock  `running` or `frozen`, and `at` its ISO 8601 time; those of the server's
     *                                                 start by default
     * @param string|null                      $seed   makes ids and codes repeatable
     *
     * @throws PayersimException the name is taken or can be none, or there are as many worlds as may be
     */
    public function openWorld(
        ?string $name = null,
        array|string|null $world = null,
        ?string $file = null,
        ?string $copyOf = null,
        ?string $clock = null,
        ?string $at = null,
        ?string $seed = null,
    ): World {
        $wanted = Json::given([
            'name' => $name ?? self::uniqueName('php'),
            'world' => $file === null ? ($world === [] ? new \stdClass() : $world) : Program::contents('The world file', $file),
            'from' => $copyOf,
            'clock' => $clock,
            'at' => $at,
            'seed' => $seed,
        ]);

        return $this->findWorld(Json::of($this->wire->json('POST', '/_sim/worlds', $wanted))->text('name'));
    }

    /** A world that is open. Nothing is asked before it is used. */
    public function findWorld(string $name): World
    {
        return new World($this, $this->wire->below('/w/' . Wire::segment($name)), $name);
    }

    /**
     * The names of the worlds that are open, but the server's own.
     *
     * @return list<string>
     */
    public function worlds(): array
    {
        $all = Json::listOf($this->wire->json('GET', '/_sim/worlds'));

        return array_map(static fn (Json $one): string => $one->text('name'), $all);
    }

    /**
     * `status`, `version`, `now` and `store`.
     *
     * @return array<string, mixed>
     */
    public function health(): array
    {
        return Json::of($this->wire->json('GET', '/_sim/health'))->all();
    }

    /** Whether {@see start()} started it, so that it ends with this process. */
    public function isOwn(): bool
    {
        return $this->process !== null;
    }

    /** Ends the server if {@see start()} started it. Twice is no error. */
    public function close(): void
    {
        $this->sink?->close();
        $this->sink = null;
        $this->process?->end();
    }

    /**
     * A name of a world that no other process, worker or machine takes.
     *
     * @param string ...$parts what is to be read in it, such as that of a test
     */
    public static function uniqueName(string ...$parts): string
    {
        // ParaTest numbers its workers so.
        $token = preg_replace('/[^a-z0-9]/', '', strtolower(Program::setting('TEST_TOKEN') ?? '')) ?? '';
        $own = ($token === '' ? '' : "w{$token}-") . getmypid() . '-' . bin2hex(random_bytes(4));
        $readable = preg_replace('/[^a-z0-9]+/', '-', strtolower(implode('-', $parts))) ?? '';
        // 63 characters at most, as in a host name.
        $kept = trim(substr(trim($readable, '-'), 0, 62 - strlen($own)), '-');

        return $kept === '' ? $own : "{$kept}-{$own}";
    }

    /** @internal */
    public function openInbox(string $merchant): Inbox
    {
        $this->sink ??= new Sink();

        return new Inbox($this->sink, $merchant);
    }

    /** The server, once it has said that it is a simulator of a version that this client knows. */
    private static function checked(self $server): self
    {
        $version = $server->health()['version'] ?? null;
        if (!is_string($version) || version_compare($version, self::OLDEST, '<')) {
            $what = is_string($version) ? "payersim {$version}" : 'no payersim that tells its version';

            throw new NoServerException(
                "What answers at {$server->url} is {$what}, and this client needs payersim " . self::OLDEST
                . ' or newer. Renew it (npm i -D payersim@latest, or the image), or take an older client.',
            );
        }

        return $server;
    }
}
