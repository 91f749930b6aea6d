<?php

declare(strict_types=1);

namespace Payersim\Internal;

use Payersim\NoServerException;
use Payersim\PayersimException;

/**
 * The programs of this machine, and the settings of the environment.
 *
 * @internal
 */
final class Program
{
    public const HOW = 'Set PAYERSIM_URL to one that runs, PAYERSIM_BIN to its binary, put `payersim` on the PATH, '
        . 'or install it in this project: npm i -D payersim (Node 20.19 or newer).';

    /**
     * The command that is `payersim` here.
     *
     * @return non-empty-list<string>
     *
     * @throws NoServerException there is none; it says what to do
     */
    public static function payersim(): array
    {
        $named = self::setting('PAYERSIM_BIN');
        if ($named !== null) {
            $path = is_file($named) ? $named : self::onPath($named);
            if ($path === null) {
                throw new NoServerException("PAYERSIM_BIN is {$named}, and no program is there. " . self::HOW);
            }

            return preg_match('/\.[cm]?js$/', $path) === 1 ? ['node', $path] : [$path];
        }
        $program = self::onPath('payersim');
        if ($program !== null) {
            return [$program];
        }
        $npx = self::onPath('npx');

        // Only what the project has installed: a test run downloads no program.
        return $npx === null ? throw new NoServerException('No payersim is here. ' . self::HOW) : [$npx, '--no', 'payersim'];
    }

    /** The command line's PHP, also under another one such as phpdbg. */
    public static function php(): string
    {
        return PHP_SAPI === 'cli' && PHP_BINARY !== '' ? PHP_BINARY : self::onPath('php') ?? PHP_BINDIR . '/php';
    }

    /** A variable of the environment; null where it is empty. */
    public static function setting(string $name): ?string
    {
        $value = getenv($name);

        return is_string($value) && $value !== '' ? $value : null;
    }

    public static function token(): ?string
    {
        $file = self::setting('PAYERSIM_ADMIN_TOKEN_FILE');
        $token = self::setting('PAYERSIM_ADMIN_TOKEN');
        if ($token !== null || $file === null) {
            return $token;
        }

        return trim(explode("\n", self::contents('PAYERSIM_ADMIN_TOKEN_FILE', $file))[0]);
    }

    /** What a file holds. */
    public static function contents(string $what, string $file): string
    {
        $text = is_file($file) ? @file_get_contents($file) : false;

        return $text === false
            ? throw new PayersimException("{$what} is {$file}, which cannot be read from " . getcwd() . '.')
            : $text;
    }

    private static function onPath(string $name): ?string
    {
        $endings = PHP_OS_FAMILY === 'Windows' ? ['.exe', '.cmd', '.bat', ''] : [''];
        foreach (explode(PATH_SEPARATOR, self::setting('PATH') ?? '') as $folder) {
            foreach ($endings as $ending) {
                $path = $folder . DIRECTORY_SEPARATOR . $name . $ending;
                if ($folder !== '' && is_file($path) && is_executable($path)) {
                    return $path;
                }
            }
        }

        return null;
    }
}
