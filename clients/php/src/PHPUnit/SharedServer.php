<?php

declare(strict_types=1);

namespace Payersim\PHPUnit;

use Payersim\NoServerException;
use Payersim\Server;

/** The simulator of this PHP process, found or started when a test first wants it. */
final class SharedServer
{
    private static ?Server $server = null;
    private static ?string $failed = null;

    /**
     * The simulator at `PAYERSIM_URL`, or one that is started and ends with this process.
     *
     * @throws NoServerException there is none; it is not tried again for each test
     */
    public static function get(): Server
    {
        if (self::$failed !== null) {
            throw new NoServerException(self::$failed);
        }
        try {
            return self::$server ??= Server::find();
        } catch (NoServerException $missing) {
            self::$failed = $missing->getMessage();

            throw $missing;
        }
    }

    /**
     * The same, for all processes that this one starts too: call it in PHPUnit's bootstrap file where tests run in processes
     * of their own, by `--process-isolation` or by ParaTest.
     */
    public static function forAllProcesses(): Server
    {
        $server = self::get();
        putenv("PAYERSIM_URL={$server->url}");

        return $server;
    }
}
