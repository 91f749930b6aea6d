import { expect, it, onTestFinished } from 'vitest'
import { startSimulator } from '../../simulator/index.ts'
import type { PhoneView } from '../../terms/sim/phone.ts'
import { standingOf } from './news.ts'

const [ama, ben] = ['+46733000001', '+46733000002'] as const

/** A simulator, and what the page makes of it. */
async function table() {
  const sim = await startSimulator({ clock: 'frozen', port: 0 })
  onTestFinished(() => sim.close())
  const read = async <Answer>(path: string) =>
    (await (await fetch(`${sim.url}/_sim${path}`)).json()) as Answer
  const phone = async (msisdn: string) =>
    (await read<PhoneView[]>(`/phones?news=true&numbers=${encodeURIComponent(msisdn)}`))[0]
  const standing = async (msisdn: string) => standingOf(await phone(msisdn))
  return { sim, standing, phone }
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
  const { sim, phone } = await table()
  const counts = async () => {
    const { missed, toApprove } = (await phone(ama))?.news ?? {}
    return { missed, toApprove }
  }
  expect(await counts()).toEqual({ missed: 0, toApprove: 0 })
  const merchant = sim.merchant()
  const first = await merchant.requestToPay({ payer: ama, amount: '2', currency: 'EUR' })
  await sim.phone(ama).prompted()
  expect(await counts()).toEqual({ missed: 0, toApprove: 1 })
  await sim.clock.advance('PT31S')
  expect(await counts()).toEqual({ missed: 1, toApprove: 1 })
  await merchant.preApprove({ payer: ama, currency: 'EUR' })
  await sim.phone(ama).prompted()
  expect(await counts()).toEqual({ missed: 1, toApprove: 2 })
  await sim.phone(ama).reply('2')
  expect(await counts()).toEqual({ missed: 0, toApprove: 1 })
  await sim.clock.advance('PT10M')
  expect(await first.status()).toMatchObject({ status: 'FAILED' })
  expect(await counts()).toEqual({ missed: 0, toApprove: 0 })
  expect((await phone(ama))?.news?.sms.length).toBeGreaterThan(0)
  expect((await phone(ben))?.news?.missed).toBe(0)
  const missedByBen = async () => (await phone(ben))?.news?.missed
  for (const missed of [1, 2]) {
    await merchant.requestToPay({ payer: ben, amount: '3', currency: 'EUR' })
    await sim.phone(ben).prompted()
    expect(await missedByBen()).toBe(missed - 1)
    await sim.clock.advance('PT31S')
    expect(await missedByBen()).toBe(missed)
  }
  await sim.phone(ben).dial('*165#')
  expect(await missedByBen()).toBe(0)
})
