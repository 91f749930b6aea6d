import { expect, it, onTestFinished } from 'vitest'
import type { Entry } from '../../events/telling.ts'
import { startSimulator } from '../../simulator/index.ts'
import { newsOf, standingOf } from './news.ts'

const [ama, ben] = ['+46733000001', '+46733000002'] as const

/** A simulator, and what the page makes of its timeline. */
async function table() {
  const sim = await startSimulator({ clock: 'frozen', port: 0 })
  onTestFinished(() => sim.close())
  const read = async <Answer>(path: string) =>
    (await (await fetch(`${sim.url}/_sim${path}`)).json()) as Answer
  const news = async () => newsOf((await read<{ entries: Entry[] }>('/timeline/all')).entries)
  const standing = async (phone: string) => standingOf(await sim.phone(phone).look(), await news())
  return { sim, news, standing }
}

it('tells a phone that rings from one on which somebody dialled or answered', async () => {
  const { sim, standing } = await table()
  expect(await standing(ama)).toBe('idle')
  await sim.merchant().requestToPay({ payer: ama, amount: '2', currency: 'EUR' })
  await sim.phone(ama).prompted()
  expect(await standing(ama)).toBe('ringing')
  await sim.phone(ama).reply('1')
  expect(await standing(ama)).toBe('in-session')
  await sim.phone(ben).dial('*165#')
  expect(await standing(ben)).toBe('in-session')
  await sim.phone(ben).goOffline()
  expect(await standing(ben)).toBe('off')
})

it('counts what waits for approval, the prompts that were missed until the phone is used, and SMS', async () => {
  const { sim, news } = await table()
  expect((await news()).of(ama)).toEqual({ sms: [], missed: 0, toApprove: 0 })
  const merchant = sim.merchant()
  const first = await merchant.requestToPay({ payer: ama, amount: '2', currency: 'EUR' })
  await sim.phone(ama).prompted()
  expect((await news()).of(ama)).toMatchObject({ missed: 0, toApprove: 1 })
  await sim.clock.advance('PT31S')
  expect((await news()).of(ama)).toMatchObject({ missed: 1, toApprove: 1 })
  await merchant.preApprove({ payer: ama, currency: 'EUR' })
  await sim.phone(ama).prompted()
  expect((await news()).of(ama)).toMatchObject({ missed: 1, toApprove: 2 })
  await sim.phone(ama).reply('2')
  expect((await news()).of(ama)).toMatchObject({ missed: 0, toApprove: 1 })
  await sim.clock.advance('PT10M')
  expect(await first.status()).toMatchObject({ status: 'FAILED' })
  const { sms, ...counts } = (await news()).of(ama)
  expect(counts).toEqual({ missed: 0, toApprove: 0 })
  expect(sms.length).toBeGreaterThan(0)
  expect((await news()).of(ben)).toEqual({ sms: [], missed: 0, toApprove: 0 })
})
