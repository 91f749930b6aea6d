import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { builtInWorld } from '../src/control/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-once-'))
const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const phone = '+46733000001'
const order = { payer: phone, amount: '12.50', currency: 'EUR' }
let files = 0

/** A simulator on a data file, and how to let it die after what it sent was taken and before it knew. */
async function onFile(options: SimulatorOptions = {}) {
  const data = join(folder, `once-${++files}.db`)
  const open = async () => {
    const sim = await startSimulator({ clock: 'frozen', data, ...options })
    closing.push(() => sim.close())
    return sim
  }
  return {
    sim: await open(),
    async diedBeforeItKnew(sim: Simulator, subscriber: string): Promise<Simulator> {
      await sim.close()
      const file = new Sqlite(data)
      const { changes } = file
        .prepare(
          `UPDATE deliveries SET status = 'attempting', holder = 'dead', result = NULL
           WHERE subscriber = ? AND status = 'done'`,
        )
        .run(subscriber)
      file.close()
      expect(changes).toBeGreaterThan(0)
      const next = await open()
      await next.settle()
      return next
    },
  }
}

const received = async (sim: Simulator, contains = '') =>
  (await sim.phone(phone).messages({ contains })).length

async function approve(sim: Simulator) {
  const ama = sim.phone(phone)
  await sim.merchant().requestToPay(order)
  await ama.prompted()
  await ama.choose('Approve')
  await ama.reply(ama.pin)
  await sim.settle()
}

describe('an SMS of the simulator’s own, sent again because it died before it knew that the first was taken', () => {
  it('is on the phone once: a receipt', async () => {
    const { sim, diedBeforeItKnew } = await onFile()
    await approve(sim)
    expect(await received(sim, 'You paid 12.50')).toBe(1)
    const after = await diedBeforeItKnew(sim, 'payer.receipt')
    expect(await received(after, 'You paid 12.50')).toBe(1)
    expect(await after.timeline({ kind: 'sms.received' })).toHaveLength(1)
  })

  it('is on the phone once: a prompt', async () => {
    const { sim, diedBeforeItKnew } = await onFile({ world: { ...builtInWorld, prompt: 'sms' } })
    await sim.merchant().requestToPay(order)
    await sim.settle()
    expect(await received(sim)).toBe(1)
    expect(await received(await diedBeforeItKnew(sim, 'payer.prompt'))).toBe(1)
  })

  it('is on the phone once: a receipt that waited for a phone which was off', async () => {
    const { sim, diedBeforeItKnew } = await onFile()
    const ama = sim.phone(phone)
    await sim.merchant().requestToPay(order)
    await ama.prompted()
    await ama.choose('Approve')
    await ama.reply(ama.pin)
    await sim.settle()
    await ama.goOffline()
    await sim.merchant().transfer({ payee: phone, amount: '5', currency: 'EUR' })
    await sim.settle()
    const after = await diedBeforeItKnew(sim, 'payer.receipt')
    await after.phone(phone).goOnline()
    await after.settle()
    expect(await received(after, 'You received')).toBe(1)
    expect(await received(after, 'You paid')).toBe(1)
  })

  it('meets the faults of the network once: what was lost stays lost', async () => {
    const { sim, diedBeforeItKnew } = await onFile()
    await sim.faults.set([{ point: 'sms', do: 'lost', when: { first: 1 } }])
    await approve(sim)
    expect(await sim.timeline({ kind: 'sms.lost' })).toHaveLength(1)
    const after = await diedBeforeItKnew(sim, 'payer.receipt')
    expect(await received(after)).toBe(0)
    expect(await after.timeline({ kind: 'sms.lost' })).toHaveLength(1)
  })

  it('is told to the app once: its delivery report', async () => {
    const { sim, diedBeforeItKnew } = await onFile({
      world: {
        ...builtInWorld,
        network: {
          ...builtInWorld.network,
          shortCodes: [
            {
              code: '*',
              callbackUrl: null,
              deliveryReportUrl: 'http://payersim.test/sms/delivery',
              optOutUrl: null,
            },
          ],
        },
      },
    })
    await approve(sim)
    expect(await sim.timeline({ kind: 'payer.sms-reported' })).toHaveLength(1)
    const after = await diedBeforeItKnew(sim, 'payer.receipt')
    expect(await after.timeline({ kind: 'payer.sms-reported' })).toHaveLength(1)
    const again = await diedBeforeItKnew(after, 'network.sms-report')
    expect(await again.timeline({ kind: 'payer.sms-reported' })).toHaveLength(1)
  })

  it('was never sent a second time: a one-time code, by SMS and by e-mail', async () => {
    const { sim, diedBeforeItKnew } = await onFile()
    await approve(sim)
    await sim.onepipeApp().getBalance({ source: '6200000766' })
    await sim.onepipeApp().getBalance({ source: '5060990580000217507' })
    const after = await diedBeforeItKnew(sim, 'payer.receipt')
    expect(await after.phone('+2348022221408').messages({ contains: 'code' })).toHaveLength(1)
    expect(await after.mailbox('bola.eze@example.com').messages()).toHaveLength(1)
  })

  it('costs the account once', async () => {
    const { sim, diedBeforeItKnew } = await onFile()
    await approve(sim)
    const spent = () => {
      const file = new Sqlite(join(folder, `once-${files}.db`), { readonly: true })
      const row = file.prepare('SELECT spent FROM sms_account').get() as { spent: number }
      file.close()
      return row.spent
    }
    const before = spent()
    expect(before).toBeGreaterThan(0)
    await diedBeforeItKnew(sim, 'payer.receipt')
    expect(spent()).toBe(before)
  })
})

describe('the id by which an SMS is known', () => {
  const form = (message: string) =>
    new URLSearchParams({ username: 'sandbox', to: phone, message }).toString()
  const headers = {
    apiKey: 'atsk_payersim',
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
  }

  it('is read from the simulator itself only: an app that sends it twice sends two SMS', async () => {
    const sim = await startSimulator({ port: 0 })
    closing.push(() => sim.close())
    for (let time = 0; time < 2; time++) {
      const { status } = await fetch(`${sim.url}/version1/messaging`, {
        method: 'POST',
        headers: { ...headers, 'payersim-delivery': '1', 'payersim-own': 'guessed' },
        body: form('hello'),
      })
      expect(status).toBe(201)
    }
    expect(await received(sim, 'hello')).toBe(2)
  })

  it('never leaves for Africa’s Talking', async () => {
    const seen: IncomingHttpHeaders[] = []
    const server = createServer((request, response) => {
      seen.push(request.headers)
      request.resume().on('end', () => {
        const recipient = { status: 'Success', messageId: 'ATXid_1', number: phone, statusCode: 101 }
        response.writeHead(201, { 'Content-Type': 'application/json' })
        response.end(JSON.stringify({ SMSMessageData: { Message: 'Sent to 1/1', Recipients: [recipient] } }))
      })
    }).listen(0, '127.0.0.1')
    await new Promise((listening) => server.once('listening', listening))
    closing.push(() => new Promise((closed) => server.close(closed)))
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { sim } = await onFile({ africasTalking: { username: 'shop', apiKey: 'atsk_live', baseUrl } })
    await approve(sim)
    expect(seen).toHaveLength(1)
    expect(Object.keys(seen[0] ?? {}).filter((name) => name.startsWith('payersim'))).toEqual([])
  })

  it('is in no exchange that the timeline tells', async () => {
    const { sim } = await onFile({ port: 0 })
    await approve(sim)
    const all = await (await fetch(`${sim.url}/_sim/timeline/all`)).text()
    expect(all).toContain('/version1/messaging')
    expect(all).not.toContain('payersim-delivery')
  })
})
