/**
 * Workers of a language's own runner against one server, each with worlds of its own: `node test/clients/workers.mjs python`.
 * Prints the tests a second of each run. It needs dist/, and what the test of that client needs.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

const runners = {
  python: {
    write: (folder) => writeFileSync(join(folder, 'test_many.py'), python),
    command: [
      '/usr/bin/python3',
      ...['-m', 'pytest', '-p', 'payersim.pytest_plugin', '-p', 'no:cacheprovider', '-q', '--color=no'],
      ...['-n', String(workers)],
    ],
    env: { PYTHONPATH: join(root, 'clients/python/src'), PYTHONDONTWRITEBYTECODE: '1' },
    passed: new RegExp(`^${tests} passed`, 'm'),
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
    const [command, ...args] = runner.command
    const env = { ...process.env, ...runner.env, PAYERSIM_URL: url }
    const start = performance.now()
    const { stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' })
    const seconds = (performance.now() - start) / 1_000
    if (!runner.passed.test(stdout)) {
      console.log(stdout + stderr)
      throw new Error(`Not all of run ${turn} passed.`)
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
