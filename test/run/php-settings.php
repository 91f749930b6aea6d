<?php
// Prints the settings in argv[1…], and which files PHP read.
$settings = array_combine(array_slice($argv, 1), array_map('ini_get', array_slice($argv, 1)));
echo json_encode(['settings' => $settings, 'files' => php_ini_scanned_files()], JSON_UNESCAPED_SLASHES), "\n";
