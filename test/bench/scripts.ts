import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compiledPayersim, compiledSessions } from './compiled.ts'
import { measured, type Row } from './row.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The scripts in `sessions/` as `payersim test` plays them: each is read, and has a simulator of its own. */
export async function benchScripts(): Promise<Row> {
  const { startSimulator, SimulatorClient } = await compiledPayersim()
  const { findScripts, runScripts } = await compiledSessions()
  const files = await findScripts([`${root}/sessions`])
  let screens = 0
  const silent = {
    started() {},
    ended() {},
    refused() {},
    finished() {},
    said({ kind }: { kind: string }) {
      if (kind === 'screen') screens++
    },
  }
  let rounds = 0
  const perSecond = async () => {
    rounds++
    const started = performance.now()
    const result = await runScripts(files, {
      reporter: silent,
      newSimulator: async () => {
        const sim = await startSimulator({ clock: 'frozen' })
        return { client: new SimulatorClient(sim.port), close: () => sim.close() }
      },
    })
    if (result.passed !== files.length) throw new Error(`${result.failed} scripts failed`)
    return (files.length / (performance.now() - started)) * 1000
  }
  return {
    work: 'The shipped session scripts in process, one after another, a new simulator for each',
    against: '100 a second',
    unit: 'scripts/s',
    ...(await measured(7, perSecond, { atLeast: 100 })),
    note: `${files.length} scripts with ${screens / rounds} screens, on one core.`,
  }
}

/** `payersim explore`, a process of its own, over every path of the payer's app. */
export async function benchExplorer(): Promise<Row> {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/main.js', 'explore'], {
    cwd: root,
    encoding: 'utf8',
  })
  const ours = (performance.now() - started) / 1000
  if (status !== 0) throw new Error(`payersim explore: ${stdout}${stderr}`)
  const states = stdout.split('\n').filter((line) => line.startsWith('machine '))
  return {
    work: '`payersim explore` over every path of the payer’s app',
    against: 'a minute',
    ours,
    theirs: 60,
    unit: 's',
    ratio: 60 / ours,
    atLeast: 1,
    note: `${states.join('; ')}.`,
  }
}
