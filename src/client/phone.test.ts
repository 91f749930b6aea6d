import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClientError, type SimulatorClient } from './index.ts'
import { Watched } from './watched.fixture.ts'

const order = { payer: '+46733000001', amount: '12.50', currency: 'EUR' }

describe('a phone', () => {
  let world: Watched
  let sim: SimulatorClient

  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
  })
  afterEach(() => world.end())

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

  it('has its PIN from the world as it was told last, and asks anew in another world', async () => {
    const asked = () => world.paths().filter((path) => path === 'GET /_sim/world').length
    await sim.merchant().requestToPay(order)
    await sim.phone('+46733000001').prompted()
    await sim.phone('+46733000001').cancel()
    await sim.phone('+46733000001').dial('*165#')
    expect(sim.phone('+46733000001').pin).toBe('1234')
    expect(asked()).toBe(1)
    await sim.reset()
    await sim.phone('+46733000001').dial('*165#')
    expect(asked()).toBe(2)
  })

  it('dials, and picks options by a part of their label or by a pattern', async () => {
    await sim.merchant().requestToPay(order)
    const ama = sim.phone('+46733000001')
    await ama.prompted()
    await ama.cancel()
    expect(await ama.dial('*165#')).toMatchObject({ status: 'open' })
    expect(ama.options()).toEqual([
      { key: '1', label: 'Approvals (1)' },
      { key: '2', label: 'Balance' },
      { key: '3', label: 'History' },
      { key: '4', label: 'Language' },
      { key: '5', label: 'Auto-payments' },
      { key: '6', label: 'Withdraw' },
      { key: '7', label: 'Bills and invoices' },
      { key: '8', label: 'Shared data' },
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
    await sim.settle()
    expect(await ama.choose('Approve')).toMatchObject({ text: expect.stringMatching(/^Enter your PIN/) })
  })

  it('chooses by a text with one request', async () => {
    const ama = sim.phone('+46733000001')
    await ama.dial('*165#')
    const before = world.paths().length
    await ama.choose('Balance')
    expect(world.paths().slice(before)).toEqual(['POST /_sim/phones/+46733000001/choose'])
  })

  it('knows its PIN and what is on the screen after a choice, whether it was made or not', async () => {
    await sim.merchant().requestToPay(order)
    await sim.settle()
    const ama = sim.phone('+46733000001')
    const refused = await ama.choose('Loans').catch((error) => error)
    expect(refused.data).toMatchObject({ status: 409, options: ama.options() })
    expect(ama.options().map(({ label }) => label)).toContain('Approve')
    await ama.choose('Approve')
    expect(await ama.reply(ama.pin)).toMatchObject({ status: 'ended' })
    await ama.goOffline()
    await expect(ama.choose('Approve')).rejects.toThrow('is off. Switch it on first.')
  })

  it('lists the options where none, or more than one, matches', async () => {
    const ama = sim.phone('+46733000001')
    await ama.dial('*165#')
    await expect(ama.choose('Loans')).rejects.toThrow(
      'The screen has: 1 Approvals (0) · 2 Balance · 3 History',
    )
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

  it('says what did not come before a test runner gives up, which many do after 5 s', async () => {
    const ama = sim.phone('+46733000001')
    await expect(ama.prompted()).rejects.toThrow('No push came to +46733000001 within 3000 ms.')
    await expect(ama.nextSms()).rejects.toThrow('No SMS came to +46733000001 within 3000 ms.')
    expect(world.paths()).toContain('GET /_sim/phones/+46733000001/messages?after=0&waitMs=3000')
  })

  it('never returns the same SMS twice', async () => {
    const ama = sim.phone('+46733000001')
    await world.sms(ama, 'Your code is 4711')
    expect(await ama.nextSms()).toMatchObject({ code: '4711' })
    await expect(ama.nextSms({ waitMs: 0 })).rejects.toThrow('No SMS came to +46733000001 within 0 ms.')
    await world.sms(ama, 'Your code is 4712')
    await world.sms(ama, 'Sale today')
    await expect(ama.nextSms({ contains: 'paid', waitMs: 0 })).rejects.toThrow(
      'These came: "Your code is 4712"',
    )
    expect(await ama.nextSms({ contains: 'code' })).toMatchObject({ code: '4712' })
    const first = await ama.nextSms({ after: 0 })
    expect(first).toMatchObject({ code: '4711' })
    expect(await ama.nextSms({ after: first })).toMatchObject({ code: '4712' })
    expect(await ama.messages({ contains: 'Sale' })).toHaveLength(1)
  })

  it('goes on behind the newest SMS it returned, whatever it was asked for in between', async () => {
    const ama = sim.phone('+46733000001')
    await world.sms(ama, 'Your code is 4711')
    await world.sms(ama, 'Your code is 4712')
    expect(await ama.nextSms({ contains: '4712' })).toMatchObject({ code: '4712' })
    await ama.nextSms({ after: 0 })
    await expect(ama.nextSms({ waitMs: 0 })).rejects.toThrow('No SMS came')
  })

  it('leaves a code that came before out, where told to', async () => {
    const ama = sim.phone('+46733000001')
    await ama.skipSms()
    await world.sms(ama, 'Your code is 4711')
    await world.sms(ama, 'Your code is 4712')
    await ama.skipSms()
    await expect(ama.nextSms({ waitMs: 0 })).rejects.toThrow('No SMS came')
    await world.sms(ama, 'Your code is 4713')
    expect(await ama.nextSms()).toMatchObject({ code: '4713' })
  })

  it('sends an SMS to a short code, and keeps the thread', async () => {
    const ama = sim.phone('+46733000001')
    expect(await ama.text('22384', 'SUB news')).toEqual({
      id: 1,
      to: '22384',
      text: 'SUB news',
      sentAt: '2026-01-05T09:00:00.000Z',
    })
    expect(await ama.threads()).toMatchObject([
      { with: '22384', messages: [{ direction: 'sent', text: 'SUB news' }] },
    ])
    await expect(ama.text('nobody!', 'Hello')).rejects.toThrow('answered 400: "nobody!" is no short code.')
  })

  it('knows its network once it was looked at, and moves to another', async () => {
    const ama = sim.phone('+46733000001')
    expect(() => ama.network).toThrow('is not loaded yet. Await look() first.')
    await ama.look()
    expect(ama.network).toBe('99999')
    expect(await ama.setNetwork('63902')).toMatchObject({ network: '63902', online: true })
    expect(ama.network).toBe('63902')
    await ama.setNetwork(null)
    expect(ama.network).toBe('99999')
    await sim.reset()
    expect(() => ama.network).toThrow('not loaded')
  })

  it('is the same object for the same number, however it is written', () => {
    expect(sim.phone('46 733 000 001')).toBe(sim.phone('+46733000001'))
    for (const local of ['0733000001', '073 300', '+0733000001']) {
      expect(() => sim.phone(local)).toThrow(
        `"${local}" begins with 0, as local numbers do. Write it in international form, such as +46733000001.`,
      )
    }
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
      message: expect.stringContaining('answered 409: No session waits for an answer on +46733000001.'),
      data: { status: 409, detail: expect.stringContaining('Dial first') },
    })
  })
})
