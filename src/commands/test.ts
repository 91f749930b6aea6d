import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { visible } from '../safe-text/index.ts'
import { anotherFile, providersOf } from './providers-of.ts'
import { type AppAtCode, appAtCode, scriptWorld } from './script-world.ts'
import { jobCount, jobsFor } from './test-jobs.ts'
import { say } from './words/say.ts'
import { worldFileHere, worldFileName } from './world-file-here.ts'

interface TestOptions {
  world?: string
  app?: AppAtCode[]
  provider: string[]
  reporter: 'pretty' | 'junit'
  grep?: string
  jobs?: number
  bail?: boolean
  update?: boolean
  watch?: boolean
  schema?: boolean
}

const defaultScripts = ['sessions']

/** `payersim test`: plays session scripts, each on a fresh simulator in this process with a frozen clock. */
export function testCommand(): Command {
  return new Command('test')
    .description('play session scripts on a frozen clock; exits 1 where one fails')
    .summary('play session scripts; exits 1 where one fails')
    .argument('[scripts...]', 'files, folders or patterns', defaultScripts)
    .option('--world <file>', `a world file (default: ${worldFileName} where it is here)`)
    .option('--app <code=url>', 'the app that answers a service code; may be repeated', appAtCode)
    .option(
      '--provider <file>',
      'a vendor of your own, which this module exports by default; may be repeated',
      anotherFile,
      [],
    )
    .option('--grep <pattern>', 'only scripts whose name matches, whatever its case')
    .option('--jobs <number>', 'scripts that are played at once, in threads', jobCount)
    .option('--bail', 'stop at the first failure')
    .option('--update', 'write what the screens say in the place of texts that scripts expect')
    .option('--watch', 'play again what changes, until q or Ctrl-C')
    .option('--schema', 'print the JSON Schema of scripts, for an editor, and play none')
    .addOption(new Option('--reporter <name>', 'how to tell').choices(['pretty', 'junit']).default('pretty'))
    .action(
      async (
        scripts: string[],
        {
          world: named,
          app = [],
          provider,
          reporter,
          grep,
          jobs: wished,
          bail = false,
          update = false,
          watch = false,
          schema,
        }: TestOptions,
      ) => {
        const [sessions, { scriptSimulators }, { newTestThread }] = await Promise.all([
          import('../sessions/index.ts'),
          import('./script-simulator.ts'),
          import('./test-threads.ts'),
        ])
        const worldFile = worldFileHere(named)
        const providers = await providersOf(provider)
        const { findScripts, junitReporter, prettyReporter, runScripts, ScriptError } = sessions
        const write = (text: string) => void process.stdout.write(text)
        if (schema) {
          const grammar = await sessions.grammarWith(providers)
          write(`${JSON.stringify(sessions.sessionJsonSchema(grammar), null, 2)}\n`)
          return
        }
        const refuse = (message: string) => {
          console.error(`payersim: ${visible(say(message))}`)
          process.exitCode = 2
        }
        const pattern = patternOf(grep)
        if (pattern === null) {
          refuse(
            `--grep ${grep}: this is no regular expression. Put a \\ before ( ) [ ] * + ? to mean themselves.`,
          )
          return
        }
        if (watch && reporter === 'junit') {
          refuse('--watch tells people what it plays, again and again. Leave --reporter junit out.')
          return
        }
        const terminal = process.stdout.isTTY === true
        const colours = terminal && !process.env.NO_COLOR
        const { loadSqlite } = await import('../kernel/index.ts')
        // Without it each script would fail, as if something was wrong with the scripts.
        loadSqlite()
        const play = async (files: readonly string[], signal?: AbortSignal) => {
          // Read once for all scripts of a run, and again for each run.
          const world = await scriptWorld(worldFile, app, providers)
          return runScripts(files, {
            reporter:
              reporter === 'junit'
                ? junitReporter({ write })
                : prettyReporter({ write, colours, progress: terminal, say }),
            bail,
            providers,
            ...(pattern ? { grep: pattern } : {}),
            ...(signal ? { signal } : {}),
            newPlayer: (count) => {
              // A rewritten file may be used by a script that another thread reads at that moment.
              const jobs = update ? 1 : (wished ?? jobsFor(count))
              return jobs === 1
                ? sessions.playerHere({ newSimulator: scriptSimulators(world, providers), update })
                : new sessions.ThreadPlayer(jobs, () => newTestThread(world, provider))
            },
          })
        }
        try {
          if (watch) {
            const { watchUntilTold } = await import('./test-watch.ts')
            const { stdin: input } = process
            await watchUntilTold(
              { scripts, world: worldFile, play },
              { input, write, clears: terminal, signals: process },
            )
            return
          }
          const result = await play(await findScripts(scripts))
          process.exitCode = result.failed > 0 ? 1 : 0
          if (result.passed + result.failed === 0) refuse(`--grep ${grep}: no script has such a name.`)
        } catch (error) {
          if (!(error instanceof ScriptError)) throw error
          refuse(scripts === defaultScripts ? `${error.message} ${shippedScripts()}` : error.message)
        }
      },
    )
}

/** Where to find sample scripts, for a project that has none yet. */
function shippedScripts(): string {
  const folder = relative(process.cwd(), fileURLToPath(new URL('../../sessions', import.meta.url)))
  return `payersim comes with scripts to play and to copy: payersim test ${folder}`
}

/** Null if it is not a valid pattern. */
function patternOf(grep: string | undefined): RegExp | undefined | null {
  try {
    return grep === undefined ? undefined : new RegExp(grep, 'i')
  } catch {
    return null
  }
}
