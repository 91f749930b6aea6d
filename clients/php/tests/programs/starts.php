<?php

/** Starts a simulator, says where it is, and ends as it is told: waits to be killed, fails, or opens an inbox and exits. */

declare(strict_types=1);

require dirname(__DIR__, 2) . '/autoload.php';
$server = Payersim\Server::start();
// So that there is a receiver of callbacks too.
$server->world->merchant()->callbacks();
fwrite(STDOUT, "{$server->url}\n");
if ($argv[1] === 'waits') {
    sleep(600);
}
if ($argv[1] === 'forks') {
    $child = pcntl_fork();
    if ($child === 0) {
        exit($server->health()['status'] === 'ok' ? 0 : 1);
    }
    pcntl_waitpid($child, $status);
    fwrite(STDOUT, "{$status} {$server->health()['status']}\n");
}
if ($argv[1] === 'fails') {
    (static fn (int $number): int => $number)('no number');
}
if ($argv[1] === 'exits') {
    register_shutdown_function(static fn () => exit(3));
    exit(4);
}
