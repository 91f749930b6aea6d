<?php

declare(strict_types=1);

namespace Payersim\Tests;

/** The README's test, as it is printed. */
final class ReadmeTest extends PhpunitTestCase
{
    public function testTheReadmeHasATestThatPassesAsItIsPrinted(): void
    {
        $readme = (string) file_get_contents(dirname(__DIR__) . '/README.md');
        self::assertSame(1, preg_match_all('/^```php\n(.*?)^```$/ms', $readme, $printed));
        $this->write('PaymentTest.php', "<?php\n\n{$printed[1][0]}");
        self::assertPassed(1, $this->phpunit());
    }
}
