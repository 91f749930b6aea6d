import type { Payer } from './payer.ts'

/** What a test depends on in the project where it is written. */
interface Project {
  /** Where tests are, such as `tests`. */
  testFolder: string
  /** Whether Gradle builds there, and not Maven. */
  gradle: boolean
}

/** A test in another language than JavaScript. */
interface OtherTest {
  file(found: Project, payer: Payer, worldFile: string): { path: string; text: string }
  /** The line that runs it. */
  run(found: Project): string
  /** How the client of that language comes into the project, as a line of a shell or a sentence. */
  client(found: Project): { line: string } | { sentence: string }
}

export const otherTests: Record<'pytest' | 'phpunit' | 'junit', OtherTest> = {
  pytest: {
    file: (found, payer, worldFile) => ({
      path: pytestFile(found),
      text: pytestText(payer, `../${worldFile}`),
    }),
    run: (found) => `python -m pytest ${pytestFile(found)}`,
    client: () => ({ line: 'pip install payersim' }),
  },
  phpunit: {
    file: (found, payer, worldFile) => ({ path: phpFile(found), text: phpunitText(payer, worldFile) }),
    run: (found) => `vendor/bin/phpunit ${phpFile(found)}`,
    client: () => ({ line: 'composer require --dev payersim/payersim' }),
  },
  junit: {
    file: (_, payer, worldFile) => ({ path: junitFile, text: junitText(payer, worldFile) }),
    run: ({ gradle }) => (gradle ? './gradlew test --tests ApproveTest' : 'mvn test -Dtest=ApproveTest'),
    client: ({ gradle }) => ({
      sentence: gradle
        ? 'Add to build.gradle:  testImplementation("dev.payersim:payersim-junit:0.1.0")'
        : 'Add to pom.xml:  <dependency><groupId>dev.payersim</groupId><artifactId>payersim-junit</artifactId>' +
          '<version>0.1.0</version><scope>test</scope></dependency>',
    }),
  },
}

const pytestFile = ({ testFolder }: Project) => `${testFolder}/test_approve.py`
const phpFile = ({ testFolder }: Project) => `${testFolder}/ApproveTest.php`
const junitFile = 'src/test/java/ApproveTest.java'

function pytestText({ environment, phone, currency, price, after }: Payer, worldFile: string): string {
  return `import pytest


@pytest.mark.payersim(world="${worldFile}")
def test_a_payer_approves_a_request_to_pay(world):
    payer = world.phone("${phone}")
    shop = world.merchant(environment="${environment}")
    order = shop.request_to_pay(payer=payer, amount="${price}", currency="${currency}")

    payer.wait_prompt()
    payer.choose("Approve")
    payer.reply(payer.pin)

    assert order.wait_callback().body["status"] == "SUCCESSFUL"
    assert order.status().status == "SUCCESSFUL"
    assert world.balances(payer) == {"${currency}": "${after}"}
`
}

function phpunitText({ environment, phone, currency, price, after }: Payer, worldFile: string): string {
  return `<?php

declare(strict_types=1);

use Payersim\\PHPUnit\\InWorld;
use Payersim\\PHPUnit\\UsesPayersim;
use PHPUnit\\Framework\\TestCase;

final class ApproveTest extends TestCase
{
    use UsesPayersim;

    #[InWorld(file: '${worldFile}')]
    public function testAPayerApprovesARequestToPay(): void
    {
        $payer = $this->world->phone('${phone}');
        $shop = $this->world->merchant(environment: '${environment}');
        $order = $shop->requestToPay(payer: $payer, amount: '${price}', currency: '${currency}');

        $payer->waitPrompt();
        $payer->choose('Approve');
        $payer->reply($payer->pin());

        self::assertSame('SUCCESSFUL', $order->waitCallback()->body['status']);
        self::assertSame('SUCCESSFUL', $order->status()->status);
        self::assertSame(['${currency}' => '${after}'], $this->world->balances($payer));
    }
}
`
}

function junitText({ environment, phone, currency, price, after }: Payer, worldFile: string): string {
  return `import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.payersim.Merchant;
import dev.payersim.Order;
import dev.payersim.Phone;
import dev.payersim.World;
import dev.payersim.junit.Msisdn;
import dev.payersim.junit.PayersimWorld;
import java.util.Map;
import org.junit.jupiter.api.Test;

@PayersimWorld(file = "${worldFile}")
class ApproveTest {
    @Test
    void aPayerApprovesARequestToPay(World world, @Msisdn("${phone}") Phone payer) {
        Merchant shop = world.merchant(null, "${environment}").currency("${currency}");
        Order order = shop.requestToPay(payer, "${price}");

        payer.waitPrompt();
        payer.choose("Approve");
        payer.reply(payer.pin());

        assertEquals("SUCCESSFUL", order.waitCallback().body().text("status"));
        assertEquals("SUCCESSFUL", order.status().status());
        assertEquals(Map.of("${currency}", "${after}"), world.balances(payer));
    }
}
`
}
