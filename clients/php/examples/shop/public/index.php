<?php

/** The routes of the shop: `php -S localhost:8000 public/index.php`, with SHOP_SETTINGS naming its file of settings. */

declare(strict_types=1);

use Shop\Shop;

foreach (['MtnConfig', 'MtnMomoException', 'NoAnswerException', 'MtnCollection', 'Order', 'Orders', 'Shop'] as $class) {
    require_once dirname(__DIR__) . "/src/{$class}.php";
}

$settings = json_decode((string) file_get_contents((string) getenv('SHOP_SETTINGS')), true, 512, JSON_THROW_ON_ERROR);
$shop = Shop::of($settings);
$path = explode('/', trim((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/'));
header('Content-Type: application/json');

if ($_SERVER['REQUEST_METHOD'] === 'POST' && $path === ['orders']) {
    $wanted = json_decode((string) file_get_contents('php://input'), true, 512, JSON_THROW_ON_ERROR);
    http_response_code(201);
    echo json_encode($shop->buy($wanted['goods'], $wanted['phone']));

    return;
}
$order = $shop->find(end($path));
if ($order === null) {
    http_response_code(404);
    echo '{"error":"There is no such order."}';

    return;
}
if ($path[0] === 'payments') {
    // Anybody can send a callback: it only says that now is a good time to ask MoMo.
    $shop->check($order);
}
echo json_encode($order);
