import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'

let studio: Studio

beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

async function pay(): Promise<void> {
  await studio.sim.merchant().requestToPay({ payer: studio.ama, amount: '12.50', currency: 'EUR' })
  await studio.approve()
}

describe('recorded snapshots', () => {
  it('are taken and restored, and what is made in a world that is gone is not asked after', async () => {
    const text = await studio.recorded(async () => {
      const { sim } = studio
      const merchant = sim.merchant()
      const order = { payer: studio.ama, amount: '3', currency: 'EUR' }
      await merchant.requestToPay(order)
      await sim.settle()
      await sim.snapshots.take('asked.once')
      await sim.clock.advance('PT10S')
      await studio.approve()
      await merchant.requestToPay({ ...order, amount: '4' })
      await sim.settle()
      await sim.snapshots.restore('asked.once')
      await studio.ama.choose('Reject')
      await sim.settle()
    })
    expect(text).toContain('snapshot: asked-once')
    expect(text).toContain('restore: asked-once')
    // The merchant received it twice, once before the restore.
    expect(text).toContain('expect: { request: order, status: FAILED, reason: APPROVAL_REJECTED }')
    expect(text).not.toContain('expect: { request: order-2')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('that are older than the recording cannot be restored in it', async () => {
    await studio.sim.snapshots.take('before')
    const play = async () => {
      await studio.ama.dial('*165#')
      await studio.sim.snapshots.restore('before')
    }
    await expect(studio.recorded(play)).rejects.toThrow('"before", which was taken before the recording')
  })

  it('that are not there change nothing', async () => {
    const text = await studio.recorded(async () => {
      expect((await studio.ask('POST', '/snapshots/nowhere/restore', {})).status).toBe(404)
      await studio.ama.dial('*165#')
    })
    expect(text).not.toContain('restore')
  })
})

describe('a recording of a world in which things had happened', () => {
  it('says so at its head, and what to do', async () => {
    await pay()
    await studio.ama.skipSms()
    const spent = await studio.recorded(async () => {
      await studio.ama.dial('*165#')
      await studio.ama.choose('Balance')
      await studio.ama.reply(studio.ama.pin)
    })
    expect(spent).toMatch(/^# Things had happened in this world before the recording began/)
    expect(spent).toContain('reset the world before you record.')
    expect(spent).toContain('session: By hand')
    await studio.sim.reset()
    const fresh = await studio.recorded(async () => {
      await studio.ama.dial('*165#')
      await studio.ama.choose('Balance')
      await studio.ama.reply(studio.ama.pin)
    })
    expect(fresh).not.toContain('#  ')
    expect(fresh).toMatch(/^session: By hand/)
    expect(await failureOf(fresh, studio)).toBe('')
  })

  it('leaves out what was begun before', async () => {
    await studio.sim.merchant().requestToPay({ payer: studio.ama, amount: '5', currency: 'EUR' })
    await studio.sim.settle()
    const text = await studio.recorded(async () => {
      await studio.ama.choose('Approve')
      await studio.ama.dial('*165#')
    })
    expect(text).toContain('# What was typed in a session that the recording found open is left out.')
    expect(await failureOf(text, studio)).toBe('')
  })
})

describe('a recording in a world of a file', () => {
  it('says which', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'worlds-'))
    const world = join(folder, 'world.yaml')
    await writeFile(world, 'people:\n  - { phone: "+46733000009", name: Zoe, balances: { EUR: "9.00" } }\n')
    const own = await openStudio({ world })
    try {
      const text = await own.recorded(async () => {
        await own.sim.phone('+46733000009').dial('*165#')
      })
      expect(text).toContain(`# Recorded in the world of ${world}, which it needs: --world.`)
      expect(await failureOf(text, own, { world })).toBe('')
    } finally {
      await own.close()
      await rm(folder, { recursive: true })
    }
  })
})
