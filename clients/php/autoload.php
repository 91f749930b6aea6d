<?php

/** Loads the classes of a clone without Composer, as composer.json has it; vendor/autoload.php, where Composer has run. */

declare(strict_types=1);

if (is_file(__DIR__ . '/vendor/autoload.php')) {
    require __DIR__ . '/vendor/autoload.php';

    return;
}
spl_autoload_register(static function (string $class): void {
    $composer = json_decode((string) file_get_contents(__DIR__ . '/composer.json'), true, 512, JSON_THROW_ON_ERROR);
    foreach ([...$composer['autoload']['psr-4'], ...$composer['autoload-dev']['psr-4']] as $prefix => $folder) {
        $file = __DIR__ . "/{$folder}" . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
        if (str_starts_with($class, $prefix) && is_file($file)) {
            require $file;

            return;
        }
    }
});
