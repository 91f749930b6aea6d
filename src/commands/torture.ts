import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { visible, visibleLine } from '../safe-text/index.ts'
import type { RestartableSimulator } from '../sessions/index.ts'
import type { Simulator, SimulatorOptions } from '../simulator/index.ts'
import { dialledCode } from './dialled-code.ts'
import { anotherFile, providersOf } from './providers-of.ts'
import { say } from './words/say.ts'

/** `payersim torture`: runs passing scripts with a mishap at every step. */
export function tortureCommand(): Command {
  return new Command('torture')
    .description(
      'run happy scripts with a drop, time-out, hang-up, redial, repeated hop, restart and a lost or doubled callback at every step, and a lost, late, failed or missing answer at every call of an API; exits 1 where money or status is wrong',
    )
    .summary('run happy scripts with a mishap at every step')
    .argument('<scripts...>', 'files, folders or patterns')
    .option('--code <code>', 'what a payer dials who dials anew', dialledCode, '*165#')
    .option(
      '--provider <file>',
      'a vendor of your own, which this module exports by default; may be repeated',
      anotherFile,
      [],
    )
    .action(async (patterns: string[], { code, provider }: { code: string; provider: string[] }) => {
      const [
        { findScripts, grammarWith, plansFaults, readScript, ScriptError, torture },
        { startSimulator },
        { loadSqlite },
      ] = await Promise.all([
        import('../sessions/index.ts'),
        import('../simulator/index.ts'),
        import('../kernel/index.ts'),
      ])
      // Without it each run would be wrong, as if something was wrong with the script.
      loadSqlite()
      const providers = await providersOf(provider)
      const grammar = await grammarWith(providers)
      const start = (options: SimulatorOptions) =>
        startSimulator({ ...options, ...(providers.length === 0 ? {} : { providers }) })
      const newSimulator = (wish: { restarts: boolean }) => newRestartable(start, wish)
      let wrong = 0
      try {
        for (const file of await findScripts(patterns)) {
          const script = await readScript(file, grammar)
          if (plansFaults(script)) {
            console.log(`${visibleLine(file)}: left out, since it plans faults of its own`)
            continue
          }
          const runs = await torture(script, { newSimulator, code })
          const bad = runs.filter((run) => run.wrong.length > 0)
          wrong += bad.length
          console.log(
            `${visibleLine(file)}: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}, ${bad.length === 0 ? 'clean' : `${bad.length} wrong`}`,
          )
          for (const { mishap, line, wrong: what } of bad) {
            console.log(visibleLine(`  ${line > 0 ? `line ${line}, ` : ''}${mishap}:`))
            for (const each of what) console.log(visible(`    ${each}`))
          }
        }
        process.exitCode = wrong > 0 ? 1 : 0
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error
        console.error(visible(`payersim: ${say(error.message)}`))
        process.exitCode = 2
      }
    })
}

/** For a restart it uses a data file, and starts again as a new process would, with only that file. */
async function newRestartable(
  start: (options: SimulatorOptions) => Promise<Simulator>,
  { restarts }: { restarts: boolean },
): Promise<RestartableSimulator> {
  const folder = restarts ? await mkdtemp(join(tmpdir(), 'payersim-')) : undefined
  const open = async (): Promise<RestartableSimulator> => {
    const simulator = await start({
      clock: 'frozen',
      ...(folder === undefined ? {} : { data: join(folder, 'payersim.db') }),
    })
    return {
      port: simulator.port,
      restart: async () => {
        await simulator.close()
        return open()
      },
      close: async () => {
        await simulator.close()
        if (folder !== undefined) await rm(folder, { recursive: true, force: true })
      },
    }
  }
  return open()
}
