import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Reporter, ScriptPlayer } from '../../src/sessions/index.ts'
import { compiledSessions, compiledSimulators, compiledThreads, compiledWorlds } from './compiled.ts'
import { measured, type Row } from './row.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const timesOver = 10
/** Until a thread has compiled what it plays with; how fast it is before then is said in the note. */
const roundsToWarmUp = 5

/** The scripts in `sessions/` as `payersim test --jobs 2` plays them: each is read, and has a simulator of its own. */
export async function benchScripts(): Promise<Row> {
  const { findScripts, playerHere, ThreadPlayer } = await compiledSessions()
  const { newScriptSimulator } = await compiledSimulators()
  const { newTestThread } = await compiledThreads()
  const world = await (await compiledWorlds()).scriptWorld(undefined, [])
  const shipped = await findScripts([`${root}/sessions`])
  const files = Array.from({ length: timesOver }, () => shipped).flat()
  const newThreads = (jobs: number) => new ThreadPlayer(jobs, () => newTestThread(world))

  const cold = newThreads(1)
  const { seconds: start } = await played(shipped.slice(0, 1), cold)
  const { perSecond: fresh } = await played(shipped, cold)
  await cold.close()

  const here = playerHere({ newSimulator: () => newScriptSimulator(world) })
  const alone = await measured(3, async () => (await played(files, here)).perSecond, { atLeast: 100 })

  const threads = newThreads(2)
  let last: Played | undefined
  const perSecond = async () => {
    last = await played(files, threads)
    return last.perSecond
  }
  try {
    for (let round = 0; round < roundsToWarmUp; round++) await perSecond()
    const row = await measured(5, perSecond, { atLeast: 100 })
    const { screens = 0, sessions = 0, seconds = 1 } = last ?? {}
    return {
      work: 'The shipped session scripts in process, two at once in threads, a new simulator for each',
      against: '100 a second',
      unit: 'scripts/s',
      ...row,
      note:
        `${shipped.length} scripts, ${timesOver} times over, with ${sessions} USSD sessions and ${screens} screens: ` +
        `${(sessions / seconds).toFixed(0)} sessions/s and ${(screens / seconds).toFixed(0)} screens/s. One job, ` +
        `without threads: ${alone.ours.toFixed(1)} scripts/s. The threads live through all rounds, and had ` +
        `${roundsToWarmUp} before; a new one takes ${(start * 1000).toFixed(0)} ms to start and to play its first ` +
        `script, and plays the ${shipped.length} after that at ${fresh.toFixed(1)} a second.`,
    }
  } finally {
    await threads.close()
  }
}

interface Played {
  seconds: number
  perSecond: number
  screens: number
  /** Those that a step dials, or sees pushed. */
  sessions: number
}

/** Plays them all; the player stays open. */
async function played(files: readonly string[], player: ScriptPlayer): Promise<Played> {
  const { runScripts } = await compiledSessions()
  let screens = 0
  let sessions = 0
  const reporter: Reporter = {
    started({ steps }) {
      sessions += steps.filter(({ words }) => words.dials !== undefined || words.prompted).length
    },
    said({ kind }) {
      if (kind === 'screen') screens++
    },
    ended() {},
    refused() {},
    finished() {},
  }
  const keptOpen: ScriptPlayer = {
    jobs: player.jobs,
    play: (script, say) => player.play(script, say),
    close: () => Promise.resolve(),
  }
  const started = performance.now()
  const { passed, failed } = await runScripts(files, { reporter, newPlayer: () => keptOpen })
  if (passed !== files.length) throw new Error(`${failed} scripts failed`)
  const seconds = (performance.now() - started) / 1000
  return { seconds, perSecond: files.length / seconds, screens, sessions }
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
