import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { compiledPayersim } from './compiled.ts'
import { hopsPerSecond } from './hops.ts'
import { ussdMenuApp } from './peers/ussd-menu-app.ts'
import type { Row } from './row.ts'
import { sharesOf } from './share.ts'
import { sideBySide } from './side-by-side.ts'

const sessions = 300
const hopsOfSession = 5

/**
 * Whole sessions in process, one after another, against as many hops over HTTP to an app in this same process: what a
 * test of that app waits for without a simulator.
 */
export async function benchSessions(): Promise<Row> {
  const { startSimulator } = await compiledPayersim()
  const sim = await startSimulator({ clock: 'frozen' })
  const phone = sim.phone('+46733000001')
  const play = async () => {
    for (let round = 0; round < sessions; round++) {
      await phone.dial('*165#')
      for (const answer of ['4', '0', '2']) await phone.reply(answer)
      const { status } = await phone.reply('1234')
      if (status !== 'ended') throw new Error(`the session is ${status}`)
    }
  }
  const perSecond = async () => {
    const started = performance.now()
    await play()
    return (sessions / (performance.now() - started)) * 1000
  }
  const server = createServer(ussdMenuApp())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const load = { connections: 1, hops: sessions * hopsOfSession }
  // More than the one round to warm up, since much is compiled first.
  await play()
  const measured = await sideBySide(
    5,
    perSecond,
    async () => (await hopsPerSecond(url, load)) / hopsOfSession,
  )
  server.close()
  // After the measured rounds, since a profiler slows what it watches.
  const shares = await sharesOf(play)
  await sim.close()
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`
  return {
    work: 'Whole sessions in process (dial to END, five hops), one after another',
    against: 'five hops over HTTP to ussd-menu-builder on Express 5 in the same process, same menu',
    unit: 'sessions/s',
    bound: { atLeast: 0.25 },
    ...measured,
    note:
      `of the busy time ${percent(shares.outside)} outside the router and Express, ` +
      `${percent(shares.carriers)} in them, ${percent(shares.neither)} garbage collection and Node’s own turns.`,
  }
}
