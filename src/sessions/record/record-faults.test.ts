import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'

let studio: Studio

beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

describe('recorded faults', () => {
  it('are set and cleared where they were, and what they did is expected', async () => {
    const text = await studio.recorded(async () => {
      const { sim } = studio
      const merchant = sim.merchant()
      const order = { payer: studio.ama, amount: '2', currency: 'EUR' }
      await sim.faults.set([
        { point: 'sms', do: 'lost', match: { recipient: '+46733000001' } },
        { point: 'callback', do: 'doubled', when: { first: 1 } },
      ])
      await merchant.requestToPay(order)
      await studio.approve()
      await sim.faults.set([
        { id: 'dead-line', point: 'callback', do: 'dropped', match: { host: 'localhost' } },
      ])
      await sim.faults.set([{ point: 'callback', do: 'dropped' }])
      await merchant.requestToPay(order)
      await studio.approve()
      await sim.faults.clear()
      await merchant.requestToPay(order)
      await studio.approve()
    })
    expect(text).toContain(`  - faults:
      - { point: sms, do: lost, match: { recipient: "+46733000001" } }
      - { point: callback, do: doubled, when: { first: 1 } }
`)
    expect(text).toContain(`  # This struck only at the host localhost, which a replay does not have.
  - fault: { id: dead-line, point: callback, do: dropped }
  - fault: { point: callback, do: dropped }
`)
    expect(text).toContain('no-faults: true')
    expect(text).toContain('request: order, status: SUCCESSFUL, callbacks: 2')
    expect(text).toContain('request: order-2, status: SUCCESSFUL, callbacks: 0')
    expect(text).toContain('request: order-3, status: SUCCESSFUL, callbacks: 1')
    expect(await failureOf(text, studio)).toBe('')
    const without = text.replace('point: callback, do: doubled', 'point: callback, do: dropped')
    expect(await failureOf(without, studio)).toContain('2 callbacks')
  })

  it('that were in force before come first', async () => {
    await studio.sim.faults.set([{ point: 'ussd-hop', do: 'app-time-out', when: { hop: 2 } }])
    const text = await studio.recorded(async () => {
      await studio.ama.dial('*165#')
      await studio.ama.choose('Approvals')
    })
    expect(text).toContain(`steps:
  - fault: { point: ussd-hop, do: app-time-out, when: { hop: 2 } }
  - phone: "+46733000001"
    dials: "*165#"
`)
    expect(text).toContain('breaks: ')
    expect(await failureOf(text, studio)).toBe('')
  })

  it("of a merchant's own calls are left out, since the script has what came of them", async () => {
    const text = await studio.recorded(async () => {
      const { sim } = studio
      const merchant = sim.merchant()
      await merchant.balance()
      const match = { operation: 'momo.createRequestToPay' } as const
      await sim.faults.set([{ point: 'operation', do: 'lost-answer', match, when: { first: 1 } }])
      const wanted = { payer: studio.ama, amount: '2', currency: 'EUR' }
      const lost = await merchant.requestToPay(wanted).catch((error) => error)
      await lost.data.sent.again()
      await studio.approve()
    })
    expect(text).toContain('# At momo.createRequestToPay there was lost-answer: left out')
    expect(text).not.toContain('point: operation')
    expect(text.match(/request-to-pay: /g)).toHaveLength(1)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('that were refused are not there', async () => {
    const text = await studio.recorded(async () => {
      const answer = await studio.ask('PUT', '/faults', [{ point: 'sms', do: 'lots' }])
      expect(answer.status).toBe(400)
      await studio.ama.dial('*165#')
    })
    expect(text).not.toContain('fault')
  })

  it('that delay something have the time pass in which it comes', async () => {
    await studio.sim.clock.run()
    const text = await studio.recorded(async () => {
      await studio.sim.faults.set([
        { point: 'sms', do: 'delayed', args: { delay: 'PT20S' }, when: { first: 1 } },
        { point: 'callback', do: 'late', args: { delay: 'PT40S' } },
      ])
      await studio.sim.merchant().requestToPay({ payer: studio.ama, amount: '2', currency: 'EUR' })
      await studio.approve()
      await studio.sim.clock.advance('PT60S')
    })
    expect(text).toContain('callbacks: 1')
    expect(text).toContain('sms: { contains: ')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('that were refused are in no script, also where the client had gone before it was told', async () => {
    await studio.ask('POST', '/recordings', { name: 'cut-off' })
    await studio.ama.dial('*165#')
    const { port, hostname } = new URL(studio.simulator.url ?? '')
    for (const body of ['[null]', '[{"point":null}]', '[null]', '[{"point":null}]']) {
      await new Promise<void>((gone) => {
        const socket = connect(Number(port), hostname)
        socket.on('close', () => gone())
        socket.on('error', () => {})
        const head = `PUT /_sim/faults HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
        socket.write(head + body, () => setImmediate(() => socket.resetAndDestroy()))
      })
      const { status, text } = await studio.ask('GET', '/recordings/cut-off')
      expect({ status, text }).toMatchObject({ status: 200, text: expect.not.stringContaining('fault') })
    }
    await studio.sim.settle()
    await studio.ask('POST', '/recordings/cut-off/stop', {})
    const { status, text } = await studio.ask('GET', '/recordings/cut-off')
    expect({ status, text }).toMatchObject({ status: 200, text: expect.not.stringContaining('fault') })
  })
})
