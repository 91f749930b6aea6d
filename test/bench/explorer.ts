import type { Simulator } from '../../src/index.ts'
import { compiledPayersim, compiledSessions } from './compiled.ts'
import { cpuOf } from './cpu.ts'
import { vumigoAnswer } from './peers/vumigo.ts'
import type { Row } from './row.ts'
import { median } from './side-by-side.ts'

const theirAnswers = 100
const theirRounds = 3

/**
 * Every path of the payer's app as `payersim explore` walks it. Each try at a screen is a copy of the world, an answer
 * and checks, as AppTester has for an answer from a state that is set up.
 */
export async function benchExplorer(): Promise<Row> {
  const { startSimulator } = await compiledPayersim()
  const { explore, payerSituations } = await compiledSessions()
  let tries = 0
  const counted = (simulator: Simulator): Awaited<ReturnType<Parameters<typeof explore>[0]['newWorld']>> => ({
    client: simulator,
    async fork() {
      tries++
      return counted(await simulator.fork())
    },
    close: () => simulator.close(),
  })
  const theirs = async () => {
    const rounds: number[] = []
    for (let round = 0; round < theirRounds; round++) {
      const cpu = await cpuOf(async () => {
        for (let answer = 0; answer < theirAnswers; answer++) await vumigoAnswer()
      })
      rounds.push(cpu / theirAnswers)
    }
    return rounds
  }
  await theirs()
  // Before and after, since one walk is the whole row.
  const before = await theirs()
  const started = performance.now()
  let found = { screens: 0, findings: 0 }
  const cpu = await cpuOf(async () => {
    const { screens, findings } = await explore({
      newWorld: async () => counted(await startSimulator({ clock: 'frozen' })),
      situations: payerSituations('*165#'),
    })
    found = { screens: screens.length, findings: findings.length }
  })
  const seconds = (performance.now() - started) / 1000
  const answer = median([...before, ...(await theirs())])
  if (found.findings > 0) throw new Error(`The explorer has ${found.findings} findings.`)
  return {
    work: 'Exploring every path of the payer’s app: an answer in a copy of the world, with its checks',
    against: 'an answer from a state in vumigo_v02 0.3.2’s AppTester, neither network nor ledger',
    ours: cpu / tries,
    theirs: answer,
    unit: 'ms of CPU',
    ratio: cpu / tries / answer,
    bound: { atMost: 1.5, wanted: 1 },
    note: `${found.screens} screens by ${tries} copies of the world in ${seconds.toFixed(1)} s.`,
  }
}
