import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Simulator } from '../src/simulator/index.ts'
import type { TimelineEntry } from '../src/terms/sim/timeline-entry.ts'

export const ama = '+46733000001'
const user = '5a1e0001-0000-4000-8000-000000000001'
const apiKey = '5a1e000100000000000000000000a001'
const subscription = { 'Ocp-Apim-Subscription-Key': 'c0113c7104c0113c7104c0113c710401' }

export type Running = Simulator & { url: string }

/** The callback host of Kiosk 24 is `localhost`: it answers with one status after the other, the last one again and again. */
async function shop(statuses: number[]) {
  let asked = 0
  const server = createServer((_, response) => {
    response.statusCode = statuses[Math.min(asked++, statuses.length - 1)] ?? 204
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://localhost:${port}/paid`, close: () => server.close() }
}

/** Kiosk 24 asks Ama for 12.50 EUR, by what any program sends. */
async function ask({ url }: Running, callbackUrl: string): Promise<void> {
  const basic = `Basic ${Buffer.from(`${user}:${apiKey}`).toString('base64')}`
  const token = await fetch(`${url}/collection/token/`, {
    method: 'POST',
    headers: { ...subscription, Authorization: basic },
  })
  const { access_token: bearer } = (await token.json()) as { access_token: string }
  await fetch(`${url}/collection/v1_0/requesttopay`, {
    method: 'POST',
    headers: {
      ...subscription,
      Authorization: `Bearer ${bearer}`,
      'X-Target-Environment': 'sandbox',
      'X-Reference-Id': crypto.randomUUID(),
      'X-Callback-Url': callbackUrl,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      amount: '12.5',
      currency: 'EUR',
      externalId: '1',
      payer: { partyIdType: 'MSISDN', partyId: ama.slice(1) },
    }),
  })
}

/** What happens in each story; all of it over HTTP, against a simulator that listens. */
export const stories = {
  async approved(sim: Running) {
    await pay(sim, [204], 'Approve', ['1234'])
  },
  async rejected(sim: Running) {
    await pay(sim, [204], 'Reject', [])
  },
  async 'wrong PIN'(sim: Running) {
    await pay(sim, [204], 'Approve', ['9999', '1234'])
  },
  async 'timed out'(sim: Running) {
    await sim.phone(ama).goOffline()
    const { url, close } = await shop([204])
    await ask(sim, url)
    await sim.settle()
    await sim.clock.advance('PT2H')
    await sim.settle()
    close()
  },
  async 'callback sent again'(sim: Running) {
    const { url, close } = await shop([500, 204])
    await ask(sim, url)
    await answer(sim, 'Approve', ['1234'])
    const [callback] = await sim.callbacks()
    await fetch(`${sim.url}/_sim/callbacks/${callback?.id}/resend`, { method: 'POST' })
    await sim.settle()
    close()
  },
  async 'fault on the callback'(sim: Running) {
    await sim.faults.set([{ point: 'callback', do: 'failing-dns' }])
    await pay(sim, [204], 'Approve', ['1234'])
  },
  async 'OnePipe OTP'(sim: Running) {
    const request = await sim.onepipeApp().getBalance({ source: '6200000766' })
    await sim.settle()
    const [sms] = await sim.phone('+2348022221408').messages()
    await request.validate(/\d{4,}/.exec(sms?.text ?? '')?.[0] ?? '')
    await sim.settle()
  },
} satisfies Record<string, (sim: Running) => Promise<void>>

async function answer(sim: Running, option: string, typed: string[]): Promise<void> {
  const phone = sim.phone(ama)
  await phone.prompted()
  await phone.choose(option)
  for (const each of typed) await phone.reply(each)
  await sim.settle()
}

async function pay(sim: Running, statuses: number[], option: string, typed: string[]): Promise<void> {
  const { url, close } = await shop(statuses)
  await ask(sim, url)
  await answer(sim, option, typed)
  close()
}

const beginnings = /^(request-to-pay\.created|balance-request\.opened)$/

/** The entries of the one order of this world, and the whole timeline. */
export async function entriesOf({ url }: Running) {
  const read = async (query = ''): Promise<TimelineEntry[]> => {
    const answered = await fetch(`${url}/_sim/timeline/all${query}`)
    return ((await answered.json()) as { entries: TimelineEntry[] }).entries
  }
  const all = await read()
  const trace = all.find(({ kind }) => beginnings.test(kind))?.trace ?? ''
  return { all, trace, traced: await read(`?trace=${trace}`) }
}
