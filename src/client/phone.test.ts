import { beforeEach, describe, expect, it } from 'vitest'
import { ClientError, SimulatorClient } from './index.ts'
import { TinySimulator } from './tiny-simulator.fixture.ts'

const order = { payer: '+46733000001', amount: '12.50', currency: 'EUR' }

describe('a phone', () => {
  let world: TinySimulator
  let sim: SimulatorClient

  beforeEach(() => {
    world = new TinySimulator()
    sim = new SimulatorClient(world)
  })

  it('approves a request that was pushed to it', async () => {
    const ama = sim.phone('+46733000001')
    const asked = await sim.merchant().requestToPay({ ...order, payer: ama })
    expect(await ama.prompted()).toMatchObject({ status: 'open', text: expect.stringContaining('12.50') })
    await ama.choose('Approve')
    await ama.reply(ama.pin)
    expect(ama.screen).toMatchObject({ status: 'ended', text: expect.stringMatching(/approved/i) })
    expect(await asked.status()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(asked.callbacks).toHaveLength(1)
  })

  it('dials, and picks options by a part of their label or by a pattern', async () => {
    await sim.merchant().requestToPay(order)
    const ama = sim.phone('+46733000001')
    expect(await ama.dial('*165#')).toMatchObject({ status: 'open' })
    expect(ama.options()).toEqual([
      { key: '1', label: 'Approvals (1)' },
      { key: '2', label: 'Balance' },
    ])
    await ama.choose('approvals')
    await ama.choose(/12\.50/g)
    expect(await ama.choose('Reject')).toMatchObject({ status: 'ended' })
    expect(ama.options()).toEqual([])
  })

  it('chooses from the screen that is open now, not from one that is gone', async () => {
    const ama = sim.phone('+46733000001')
    await ama.dial('*165#')
    await ama.cancel()
    await sim.merchant().requestToPay(order)
    expect(await ama.choose('Approve')).toMatchObject({ text: 'Enter your PIN' })
  })

  it('lists the options where none, or more than one, matches', async () => {
    const ama = sim.phone('+46733000001')
    await ama.dial('*165#')
    await expect(ama.choose('Loans')).rejects.toThrow('The screen has: 1 Approvals (0) · 2 Balance.')
    await expect(ama.choose('al')).rejects.toThrow('2 options match "al": 1 Approvals (0) · 2 Balance.')
    await expect(ama.choose('')).rejects.toThrow(ClientError)
    await ama.cancel()
    await expect(ama.choose('Balance')).rejects.toThrow('no open screen to choose from. Dial first.')
  })

  it('knows its PIN after the first awaited call, and says so before', async () => {
    const ama = sim.phone('+46733000001')
    expect(() => ama.pin).toThrow('is not loaded yet. Await dial() or prompted() first.')
    await ama.dial('*165#')
    expect(ama.pin).toBe('1234')
    const stranger = sim.phone('+46733999999')
    await stranger.dial('*165#')
    expect(() => stranger.pin).toThrow('The world has no PIN for +46733999999.')
  })

  it('is not prompted when nothing comes, or when it dialled the session itself', async () => {
    const ama = sim.phone('+46733000001')
    await expect(ama.prompted({ waitMs: 0 })).rejects.toThrow('No push came to +46733000001.')
    expect(world.paths()).toContain('GET /_sim/phones/+46733000001?waitMs=0')
    await ama.dial('*165#')
    await expect(ama.prompted()).rejects.toThrow('a session that it dialled itself')
    await ama.cancel()
    await ama.goOffline()
    await expect(ama.prompted({ waitMs: 0 })).rejects.toThrow('it is offline')
    expect(await ama.goOnline()).toMatchObject({ online: true })
  })

  it('never returns the same SMS twice', async () => {
    const ama = sim.phone('+46733000001')
    world.sms('Your code is 4711')
    expect(await ama.nextSms()).toMatchObject({ code: '4711' })
    await expect(ama.nextSms({ waitMs: 0 })).rejects.toThrow('No SMS came to +46733000001 within 0 ms.')
    world.sms('Your code is 4712')
    world.sms('Sale today')
    await expect(ama.nextSms({ contains: 'paid', waitMs: 0 })).rejects.toThrow(
      'These came: "Your code is 4712"',
    )
    expect(await ama.nextSms({ contains: 'code' })).toMatchObject({ code: '4712' })
    expect(await ama.nextSms({ after: 0 })).toMatchObject({ code: '4711' })
    expect(await ama.messages({ contains: 'Sale' })).toHaveLength(1)
  })

  it('is the same object for the same number, however it is written', () => {
    expect(sim.phone('46 733 000 001')).toBe(sim.phone('+46733000001'))
    expect(() => sim.phone('Ama')).toThrow('"Ama" is no phone number.')
  })

  it('forgets what it knew when the world is reset', async () => {
    const ama = sim.phone('+46733000001')
    await ama.dial('*165#')
    await sim.reset()
    expect(ama.screen).toBeNull()
    expect(() => ama.pin).toThrow('not loaded yet')
  })

  it('carries what the simulator says of a refusal', async () => {
    const thrown = await sim
      .phone('+46733000001')
      .reply('1')
      .catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(ClientError)
    expect(thrown).toMatchObject({
      name: 'ClientError',
      message: expect.stringContaining('answered 409: No session waits for an answer.'),
      data: { status: 409, detail: 'No session waits for an answer.' },
    })
  })
})
