/**
 * Workers of a language's own runner against one server, each with worlds of its own: `node test/clients/workers.mjs python`,
 * `php` or `java`.
 * Prints the tests a second of each run. It needs dist/, and what the test of that client needs.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workers: { type: 'string', default: '8' },
    tests: { type: 'string', default: '500' },
    runs: { type: 'string', default: '3' },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const [language = 'python'] = positionals
const [workers, tests, runs] = [Number(values.workers), Number(values.tests), Number(values.runs)]

/** An approval with its receipt, a rejection and an expiry in turns, each with a callback. */
const python = `
import pytest
from payersim import assert_ended, assert_screen, assert_sms

@pytest.mark.parametrize("turn", range(${tests}))
def test_a_payment(world, turn):
    ama = world.phone("+46733000001")
    order = world.merchant("Kiosk 24").request_to_pay(payer=ama, amount=str(turn % 100 + 1))
    ama.wait_prompt()
    assert_screen(ama, contains=f"Pay {turn % 100 + 1}.00 EUR to Kiosk 24", offers="Approve")
    if turn % 3 == 0:
        ama.choose("Approve")
        ama.reply(ama.pin)
        assert_ended(ama, contains="approved")
    elif turn % 3 == 1:
        ama.choose("Reject")
    else:
        world.clock.advance("PT5M")
    world.settle()
    expected = [("SUCCESSFUL", None), ("FAILED", "APPROVAL_REJECTED"), ("FAILED", "EXPIRED")][turn % 3]
    status = order.status()
    assert (status.status, status.reason) == expected
    assert order.wait_callback().body["status"] == expected[0]
    assert len(world.payments()) == 1
    if turn % 3 == 0:
        assert_sms(ama, contains=f"paid {turn % 100 + 1}.00 EUR")
        assert world.balances(ama)["EUR"] == f"{500 - (turn % 100 + 1)}.00"
`

const php = `<?php

declare(strict_types=1);

final class ManyTest extends PHPUnit\\Framework\\TestCase
{
    use Payersim\\PHPUnit\\UsesPayersim;

    public static function turns(): iterable
    {
        for ($turn = (int) getenv('WORKER'); $turn < ${tests}; $turn += ${workers}) {
            yield [$turn];
        }
    }

    /** @dataProvider turns */
    #[PHPUnit\\Framework\\Attributes\\DataProvider('turns')]
    public function testAPayment(int $turn): void
    {
        $paid = $turn % 100 + 1;
        $ama = $this->world->phone('+46733000001');
        $order = $this->world->merchant('Kiosk 24')->requestToPay(payer: $ama, amount: $paid);
        $ama->waitPrompt();
        self::assertScreen($ama, contains: "Pay {$paid}.00 EUR to Kiosk 24", offers: 'Approve');
        if ($turn % 3 === 0) {
            $ama->choose('Approve');
            $ama->reply($ama->pin());
            self::assertSessionEnded($ama, contains: 'approved');
        } elseif ($turn % 3 === 1) {
            $ama->choose('Reject');
        } else {
            $this->world->clock->advance('PT5M');
        }
        $this->world->settle();
        $expected = [['SUCCESSFUL', null], ['FAILED', 'APPROVAL_REJECTED'], ['FAILED', 'EXPIRED']][$turn % 3];
        $status = $order->status();
        self::assertSame($expected, [$status->status, $status->reason]);
        self::assertSame($expected[0], $order->waitCallback()->body['status']);
        self::assertCount(1, $this->world->payments());
        if ($turn % 3 === 0) {
            self::assertSms($ama, contains: "paid {$paid}.00 EUR");
            self::assertSame(500 - $paid . '.00', $this->world->balances($ama)['EUR']);
        }
    }
}
`

const java = `
import static dev.payersim.PayersimAssertions.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import dev.payersim.*;
import dev.payersim.Order;
import dev.payersim.junit.*;
import java.time.Duration;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PayersimExtension.class)
class ManyTest {
  private static final String[] STATUS = {"SUCCESSFUL", "FAILED", "FAILED"};
  private static final String[] REASON = {null, "APPROVAL_REJECTED", "EXPIRED"};

  @RepeatedTest(${tests})
  void aPayment(RepetitionInfo repetition, World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) {
    int turn = repetition.getCurrentRepetition();
    int amount = turn % 100 + 1;
    Order order = kiosk.requestToPay(ama, String.valueOf(amount));
    ama.waitPrompt();
    assertScreen(ama).contains("Pay " + amount + ".00 EUR to Kiosk 24").offers("Approve");
    if (turn % 3 == 0) {
      ama.choose("Approve");
      ama.reply(ama.pin());
      assertEnded(ama).contains("approved");
    } else if (turn % 3 == 1) {
      ama.choose("Reject");
    } else {
      world.clock().advance(Duration.ofMinutes(5));
    }
    world.settle();
    OrderStatus status = order.status();
    assertEquals(STATUS[turn % 3], status.status());
    assertEquals(REASON[turn % 3], status.reason());
    assertEquals(STATUS[turn % 3], order.waitCallback().body().text("status"));
    assertEquals(1, world.payments().size());
    if (turn % 3 == 0) {
      assertSms(ama, "paid " + amount + ".00 EUR");
      assertEquals(500 - amount + ".00", world.balances(ama).get("EUR"));
    }
  }
}
`
/** Of Debian's package junit5. */
const junit = ['/usr/share/java/junit-platform-console-standalone.jar', '/usr/share/java/apiguardian-api.jar']
const compile = (folder) => {
  writeFileSync(join(folder, 'ManyTest.java'), java)
  const source = join(root, 'clients/java/src/main/java')
  const client = readdirSync(source, { recursive: true }).filter((path) => path.endsWith('.java'))
  const files = [join(folder, 'ManyTest.java'), ...client.map((path) => join(source, path))]
  const args = ['-d', join(folder, 'classes'), '-cp', junit.join(':'), ...files]
  const { status, stderr } = spawnSync('javac', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`javac ended with ${status}:\n${stderr}`)
}

/** `passed` has how many tests a runner says that it passed; `processes` of it share them, where it has no workers itself. */
const runners = {
  python: {
    write: (folder) => writeFileSync(join(folder, 'test_many.py'), python),
    command: [
      '/usr/bin/python3',
      ...['-m', 'pytest', '-p', 'payersim.pytest_plugin', '-p', 'no:cacheprovider', '-q', '--color=no'],
      ...['-n', String(workers)],
    ],
    env: { PYTHONPATH: join(root, 'clients/python/src'), PYTHONDONTWRITEBYTECODE: '1' },
    passed: /^(\d+) passed/m,
  },
  php: {
    write: (folder) => writeFileSync(join(folder, 'ManyTest.php'), php),
    command: [
      'phpunit',
      ...['--no-configuration', '--do-not-cache-result', '--colors=never'],
      ...['--bootstrap', join(root, 'clients/php/autoload.php'), 'ManyTest.php'],
    ],
    processes: workers,
    env: {},
    passed: /^OK \((\d+) tests?, /m,
  },
  java: {
    write: compile,
    command: [
      'java',
      ...['-cp', `classes:${junit[0]}`, 'org.junit.platform.console.ConsoleLauncher'],
      ...['--select-class', 'ManyTest', '--details', 'summary', '--disable-banner', '--disable-ansi-colors'],
      ...['--include-engine', 'junit-jupiter'],
      ...Object.entries({
        enabled: true,
        'mode.default': 'concurrent',
        'config.strategy': 'fixed',
        'config.fixed.parallelism': workers,
      }).flatMap(([name, value]) => ['--config', `junit.jupiter.execution.parallel.${name}=${value}`]),
    ],
    env: {},
    passed: /^\[ +(\d+) tests successful +\]$/m,
  },
}
const runner = runners[language]
if (!runner) throw new Error(`No runner for ${language}. There are: ${Object.keys(runners).join(', ')}.`)

const folder = mkdtempSync(join(tmpdir(), 'payersim-workers-'))
const ready = join(folder, 'ready.json')
const server = spawn(
  process.execPath,
  [join(root, 'dist/main.js'), 'serve', '--port', '0', '--data', ':memory:', '--ready-file', ready],
  { stdio: 'ignore' },
)
try {
  runner.write(folder)
  const { url } = await untilReady()
  for (let turn = 1; turn <= runs; turn += 1) {
    const start = performance.now()
    const said = await Promise.all(
      Array.from({ length: runner.processes ?? 1 }, (_, worker) => run(worker, url)),
    )
    const seconds = (performance.now() - start) / 1_000
    const passed = said.reduce((sum, text) => sum + Number(runner.passed.exec(text)?.[1] ?? 0), 0)
    if (passed !== tests) {
      console.log(said.join('\n'))
      throw new Error(`Of ${tests} tests of run ${turn}, ${passed} passed.`)
    }
    const left = await (await fetch(`${url}/_sim/worlds`)).json()
    if (left.length > 0) throw new Error(`Run ${turn} has left ${left.length} worlds.`)
    const rate = (tests / seconds).toFixed(1)
    console.log(
      `run ${turn}: ${tests} tests, ${workers} workers, ${seconds.toFixed(1)} s, ${rate} tests a second`,
    )
  }
} finally {
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}

/** What a process of the runner printed, to its end. */
function run(worker, url) {
  const [command, ...args] = runner.command
  const env = { ...process.env, ...runner.env, PAYERSIM_URL: url, WORKER: String(worker) }
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece))
    child.on('error', reject)
    child.on('close', () => resolve(said))
  })
}

async function untilReady() {
  for (;;) {
    try {
      return JSON.parse(readFileSync(ready, 'utf8'))
    } catch (error) {
      if (server.exitCode !== null) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
