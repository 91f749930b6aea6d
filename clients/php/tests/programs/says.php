<?php

/** For PHP's own server: a USSD app, or a simulator of another version, which answers to everybody what SAYS holds. */

declare(strict_types=1);

header('Content-Type: ' . (getenv('TYPE') ?: 'text/plain; charset=utf-8'));
echo is_file((string) getenv('SAYS')) ? file_get_contents((string) getenv('SAYS')) : getenv('SAYS');
