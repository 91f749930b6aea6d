<?php

/**
 * Runs a command until standard input ends: a server that ends with the process that started it, however that one ends.
 *
 * Started as `php keeper.php COMMAND…`.
 */

declare(strict_types=1);

const GRACE_SECONDS = 10;

// In a session of its own: a Ctrl-C is for the tests, and npx or a shell may stand between this and the server.
$leads = function_exists('posix_setsid') && posix_setsid() > 0;
$nothing = ['file', PHP_OS_FAMILY === 'Windows' ? 'NUL' : '/dev/null', 'r'];
$child = proc_open(array_slice($argv, 1), [$nothing, STDOUT, STDERR], $pipes);
if (!is_resource($child)) {
    exit(127);
}
stream_set_blocking(STDIN, false);
while (($status = proc_get_status($child))['running']) {
    $read = [STDIN];
    $none = null;
    if (stream_select($read, $none, $none, 0, 100_000) > 0 && fread(STDIN, 8192) === '' && feof(STDIN)) {
        break;
    }
}
if (!$status['running']) {
    exit($status['exitcode']);
}
$signal = static fn (int $number): bool => $leads ? posix_kill(0, $number) : proc_terminate($child, $number);
if ($leads && function_exists('pcntl_signal')) {
    // Of the whole session, this process is the one that stays to see the others end.
    pcntl_signal(SIGTERM, SIG_IGN);
    $signal(15);
} else {
    proc_terminate($child);
}
for ($end = microtime(true) + GRACE_SECONDS; proc_get_status($child)['running'] && microtime(true) < $end;) {
    usleep(10_000);
}
// What is left of it, and this process with it.
$signal(9);
