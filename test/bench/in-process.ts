import { compiledPayersim } from './compiled.ts'
import type { Row } from './row.ts'
import { sharesOf } from './share.ts'

const sessions = 600

/** Whole sessions in process, dial to END in five hops, one after another. */
export async function benchSessions(): Promise<Row> {
  const { startSimulator } = await compiledPayersim()
  const sim = await startSimulator({ clock: 'frozen' })
  const phone = sim.phone('+46733000001')
  const once = async () => {
    await phone.dial('*165#')
    for (const answer of ['4', '0', '2']) await phone.reply(answer)
    const { status } = await phone.reply('1234')
    if (status !== 'ended') throw new Error(`the session is ${status}`)
  }
  for (let round = 0; round < 600; round++) await once()
  const started = performance.now()
  for (let round = 0; round < sessions; round++) await once()
  const perSecond = (sessions / (performance.now() - started)) * 1000
  // After the measured rounds, since a profiler slows what it watches.
  const shares = await sharesOf(async () => {
    for (let round = 0; round < sessions; round++) await once()
  })
  await sim.close()
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`
  return {
    work: 'Whole sessions in process (dial to END, five hops), one after another',
    against: '200 a second',
    ours: perSecond,
    theirs: 200,
    unit: 'sessions/s',
    ratio: perSecond / 200,
    atLeast: 1,
    note:
      `of the busy time ${percent(shares.outside)} outside the router and Express, ` +
      `${percent(shares.carriers)} in them, ${percent(shares.neither)} garbage collection and Node’s own turns.`,
  }
}
