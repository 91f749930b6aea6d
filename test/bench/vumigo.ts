import { compiledPayersim } from './compiled.ts'
import { vumigoSession } from './peers/vumigo.ts'
import { type Row, sideBySide } from './row.ts'

const sessions = 40

/** A tested session from a fresh world, against the tester that comes with vumigo_v02, on an equal menu. */
export async function benchTesters(): Promise<Row> {
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
  const busy = { ours: 0, theirs: 0 }
  const perSecond = async (whose: keyof typeof busy, one: () => Promise<void>) => {
    const before = process.cpuUsage()
    const started = performance.now()
    for (let count = 0; count < sessions; count++) await one()
    const time = performance.now() - started
    const { user, system } = process.cpuUsage(before)
    busy[whose] = (user + system) / 1000 / sessions
    return (sessions / time) * 1000
  }
  const measured = await sideBySide(
    5,
    () => perSecond('ours', session),
    () => perSecond('theirs', vumigoSession),
  )
  await base.close()
  return {
    work: 'A session of five hops tested in a fresh world, by a fork for each',
    against: 'vumigo_v02 0.3.2’s AppTester, equal menu, neither network nor ledger',
    unit: 'sessions/s',
    atLeast: null,
    ...measured,
    note:
      `${busy.ours.toFixed(1)} ms of CPU a session against ${busy.theirs.toFixed(1)} ms: ` +
      'most of its time AppTester waits for the timers of its dummy API.',
  }
}
