import type { Reporter, ScriptPlayer } from '../../src/sessions/index.ts'
import { compiledSessions, compiledSimulators, compiledThreads, compiledWorlds } from './compiled.ts'
import { cpuOf } from './cpu.ts'
import { vumigoSession } from './peers/vumigo.ts'
import { root } from './processes.ts'
import type { Row } from './row.ts'
import { median, sideBySide } from './side-by-side.ts'

const timesOver = 6
const theirSessions = 40
/** Until a thread has compiled what it plays with; how fast it is before then is said in the note. */
const roundsToWarmUp = 8

/** The scripts in `sessions/` as `payersim test --jobs 2` plays them: each is read, and has a simulator of its own. */
export async function benchScripts(): Promise<Row> {
  const { findScripts, playerHere, ThreadPlayer } = await compiledSessions()
  const { scriptSimulators } = await compiledSimulators()
  const { newTestThread } = await compiledThreads()
  const world = await (await compiledWorlds()).scriptWorld(undefined, [])
  const shipped = await findScripts([`${root}/sessions`])
  const files = Array.from({ length: timesOver }, () => shipped).flat()
  const newThreads = (jobs: number) => new ThreadPlayer(jobs, () => newTestThread(world))

  const cold = newThreads(1)
  const { seconds: start } = await played(shipped.slice(0, 1), cold)
  const { perSecond: fresh } = await played(shipped, cold)
  await cold.close()

  const here = playerHere({ newSimulator: scriptSimulators(world) })
  const alone: number[] = []
  for (let round = 0; round < 3; round++) alone.push((await played(files, here)).perSecond)

  const threads = newThreads(2)
  const rounds: Played[] = []
  const ours = async () => {
    const cpu = await cpuOf(async () => rounds.push(await played(files, threads)))
    return cpu / (rounds.at(-1)?.sessions ?? 0)
  }
  const theirs = async () => {
    const cpu = await cpuOf(async () => {
      for (let session = 0; session < theirSessions; session++) await vumigoSession()
    })
    return cpu / theirSessions
  }
  try {
    for (let round = 0; round < roundsToWarmUp; round++) await ours()
    const compared = await sideBySide(5, ours, theirs)
    const last = rounds.slice(-5)
    const perSecond = (figure: (round: Played) => number) => median(last.map(figure))
    const { sessions = 0, screens = 0 } = last[0] ?? {}
    return {
      work: 'A USSD session of the shipped scripts in process, two scripts at once in threads, a new simulator for each',
      against: 'a session in vumigo_v02 0.3.2’s AppTester, neither network nor ledger',
      unit: 'ms of CPU',
      bound: { atMost: 1 },
      ...compared,
      note:
        `${perSecond((round) => round.perSecond).toFixed(1)} scripts/s. ` +
        `${shipped.length} scripts, ${timesOver} times over, with ${sessions} USSD sessions and ${screens} screens: ` +
        `${perSecond((round) => sessions / round.seconds).toFixed(0)} sessions/s and ` +
        `${perSecond((round) => screens / round.seconds).toFixed(0)} screens/s. One job, ` +
        `without threads: ${median(alone.slice(1)).toFixed(1)} scripts/s. The threads live through all rounds, and had ` +
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
