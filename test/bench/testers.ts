import { compiledPayersim } from './compiled.ts'
import { cpuOf } from './cpu.ts'
import { vumigoSession } from './peers/vumigo.ts'
import type { Row } from './row.ts'
import { compared, inTurns } from './side-by-side.ts'

const sessions = 40

/** A tested session from a fresh world, against the tester that comes with vumigo_v02, on an equal menu. */
export async function benchTesters(): Promise<Row[]> {
  const { startSimulator } = await compiledPayersim()
  const base = await startSimulator({ clock: 'frozen' })
  const session = async () => {
    const sim = await base.fork()
    const phone = sim.phone('+46733000001')
    await phone.dial('*165#')
    for (const answer of ['4', '0', '2']) await phone.reply(answer)
    const { status, text } = await phone.reply('1234')
    if (status !== 'ended' || !text.includes('500.00 EUR')) throw new Error(`${status}: ${text}`)
    await sim.close()
  }
  const pairs = await inTurns(
    5,
    () => costOf(session),
    () => costOf(vumigoSession),
  )
  await base.close()
  const work = 'A session of five hops tested in a fresh world, by a fork for each'
  const against = 'vumigo_v02 0.3.2’s AppTester, equal menu, neither network nor ledger'
  return [
    {
      work: `${work}: CPU`,
      against,
      unit: 'ms of CPU',
      bound: { atMost: 0.35, wanted: 0.25 },
      ...compared(pairs.map(([ours, theirs]) => [ours.cpu, theirs.cpu])),
    },
    {
      work,
      against,
      unit: 'sessions/s',
      bound: null,
      ...compared(pairs.map(([ours, theirs]) => [ours.perSecond, theirs.perSecond])),
      note: 'most of its time AppTester waits for the timers of its dummy API.',
    },
  ]
}

async function costOf(session: () => Promise<void>): Promise<{ cpu: number; perSecond: number }> {
  const started = performance.now()
  const cpu = await cpuOf(async () => {
    for (let count = 0; count < sessions; count++) await session()
  })
  return { cpu: cpu / sessions, perSecond: (sessions / (performance.now() - started)) * 1000 }
}
