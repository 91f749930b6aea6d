<?php

declare(strict_types=1);

namespace Shop;

use Payersim\Phone;
use Payersim\PHPUnit\UsesPayersim;
use PHPUnit\Framework\TestCase;

/** The customers of the shop: each test has a world of its own, whose clock stands still until the test moves it. */
final class ShopTest extends TestCase
{
    use UsesPayersim;

    private string $folder;
    private string $url;
    private Shop $shop;
    /** @var resource */
    private $web;

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/shop-' . bin2hex(random_bytes(6));
        mkdir($this->folder);
        $log = ['file', "{$this->folder}/log", 'a'];
        $this->web = proc_open(
            [PHP_BINARY, '-S', '127.0.0.1:0', __DIR__ . '/public/index.php'],
            [['file', '/dev/null', 'r'], $log, $log],
            $pipes,
            env_vars: [...getenv(), 'SHOP_SETTINGS' => "{$this->folder}/settings"],
        );
        // It takes a free port, and says which.
        $end = microtime(true) + 30;
        while (preg_match('~\(http://127\.0\.0\.1:(\d+)\) started~', $this->log(), $found) !== 1) {
            if (microtime(true) > $end) {
                self::fail("The shop does not start: {$this->log()}");
            }
            usleep(10_000);
        }
        $this->url = "http://localhost:{$found[1]}";
        $account = $this->world->momoAccount('Kiosk 24');
        $settings = [
            'momo' => [
                'baseUrl' => $account->baseUrl,
                'currency' => 'EUR',
                'targetEnvironment' => $account->environment,
                'collectionApiSecret' => $account->apiKey,
                'collectionPrimaryKey' => $account->collectionKey,
                'collectionUserId' => $account->userId,
            ],
            'orders' => "{$this->folder}/orders",
            'url' => $this->url,
        ];
        file_put_contents("{$this->folder}/settings", json_encode($settings, JSON_THROW_ON_ERROR));
        // The same shop as the timer has it.
        $this->shop = Shop::of($settings);
    }

    protected function tearDown(): void
    {
        proc_terminate($this->web);
        proc_close($this->web);
        array_map(unlink(...), glob("{$this->folder}/*") ?: []);
        rmdir($this->folder);
    }

    public function testAnOrderIsPaidWhenTheCustomerApproves(): void
    {
        $ama = $this->world->phone('+46733000001');
        $order = $this->buys($ama);
        self::assertSame('waiting', $this->stateOf($order));

        $ama->waitPrompt();
        self::assertScreen($ama, contains: 'Pay 12.50 EUR to Kiosk 24', offers: 'Approve');
        $ama->choose('Approve');
        self::assertScreen($ama, contains: 'PIN');
        $ama->reply($ama->pin());
        self::assertSessionEnded($ama, contains: 'approved');
        // From here on, what the approval caused has happened: the callback has been tried, the receipt sent.
        $this->world->settle();

        self::assertSame('paid', $this->stateOf($order));
        self::assertSms($ama, contains: 'paid 12.50 EUR');
    }

    public function testAnOrderIsRejectedWhenTheCustomerRejects(): void
    {
        $ama = $this->world->phone('+46733000001');
        $order = $this->buys($ama);
        $ama->waitPrompt();
        $ama->choose('Reject');
        $this->world->settle();
        self::assertSame('rejected', $this->stateOf($order));
    }

    public function testAnOrderExpiresWhenTheCustomerDoesNothingForFiveMinutes(): void
    {
        $order = $this->buys($this->world->phone('+46733000001'));
        $this->world->clock->advance('PT4M59S');
        self::assertSame('waiting', $this->stateOf($order));
        $this->world->clock->advance('PT1S');
        self::assertSame('expired', $this->stateOf($order));
    }

    public function testAnOrderFailsWhenTheCustomerHasNotEnoughMoney(): void
    {
        $cleo = $this->world->phone('+46733000003');
        $order = $this->buys($cleo);
        self::approves($cleo);
        self::assertSessionEnded($cleo, contains: 'not enough');
        $this->world->settle();
        self::assertSame('not enough money', $this->stateOf($order));
    }

    public function testThePayerApprovesAfterALostAnswerTheShopAsksAgainAndIsPaidOnce(): void
    {
        $this->world->faults->set(
            [
                'point' => 'operation',
                'do' => 'lost-answer',
                'match' => ['operation' => 'momo.createRequestToPay'],
                'when' => ['first' => 1],
            ],
            ['point' => 'callback', 'do' => 'dropped'],
        );
        $ama = $this->world->phone('+46733000001');
        $order = $this->buys($ama);
        self::approves($ama);
        self::assertSessionEnded($ama, contains: 'approved');
        $this->world->settle();
        // MoMo has told the shop nothing so far.
        self::assertSame('waiting', $this->stateOf($order));

        $this->shop->checkWaiting();
        $this->world->settle();
        // Her phone does not ring again.
        $ama->look();
        self::assertSessionEnded($ama, contains: 'approved');
        self::assertSame('paid', $this->stateOf($order));
        self::assertSame(['EUR' => '487.50'], $this->world->balances($ama));
        self::assertCount(1, $this->world->payments());
        self::assertCalls($this->world, 'momo.createRequestToPay', count: 2);
        self::assertCount(1, array_unique(array_column($this->world->calls('momo.createRequestToPay'), 'reference')));
    }

    private function log(): string
    {
        return (string) file_get_contents("{$this->folder}/log");
    }

    private static function approves(Phone $phone): void
    {
        $phone->waitPrompt();
        $phone->choose('Approve');
        $phone->reply($phone->pin());
    }

    /** What the browser of a customer sends. */
    private function buys(Phone $phone, string $goods = 'mangoes'): string
    {
        return $this->browse('/orders', json_encode(['goods' => $goods, 'phone' => $phone->msisdn], JSON_THROW_ON_ERROR))['id'];
    }

    private function stateOf(string $order): string
    {
        return $this->browse("/orders/{$order}")['state'];
    }

    /** @return array<string, mixed> */
    private function browse(string $path, ?string $post = null): array
    {
        $handle = curl_init($this->url . $path);
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        if ($post !== null) {
            curl_setopt($handle, CURLOPT_POSTFIELDS, $post);
        }

        return json_decode((string) curl_exec($handle), true, 512, JSON_THROW_ON_ERROR);
    }
}
