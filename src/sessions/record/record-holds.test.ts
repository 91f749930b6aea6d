import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'

let studio: Studio
beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

it('a recording with a callback that was held by hand says so, and replays as if it had passed', async () => {
  const text = await studio.recorded(async () => {
    const { sim } = studio
    const hold = await sim.holds.add({ point: 'callback', first: 1 })
    await sim.merchant().requestToPay({ payer: studio.ama, amount: '2', currency: 'EUR' })
    await studio.approve()
    const held = await hold.next()
    await sim.clock.advance('PT10M')
    await held.change({ headers: { 'X-Tried': 'yes' } })
  })
  expect(text).toMatch(/# A callback to http:\/\/\S+ was held by hand: a replay does not hold it\./)
  expect(text).toMatch(/# A callback to \S+ was changed by hand; in a replay it is as it was\./)
  expect(text).toContain('wait: PT10M')
  expect(text).toContain('request: order, status: SUCCESSFUL, callbacks: 1')
  expect(await failureOf(text, studio)).toBe('')
})
