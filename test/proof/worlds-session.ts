import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { text as whole } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import {
  type BalanceRequest,
  ClientError,
  httpPort,
  type Order,
  type PreApproval,
  SimulatorClient,
  type Transfer,
} from '../../src/index.ts'
import type { Move } from './worlds-moves.ts'

type Port = ReturnType<typeof httpPort>

const people = ['+46733000001', '+46733000002', '+46733000003'] as const
const ngozi = '+2348022221408'
const phoneOf = (index: number) => people[index % people.length] ?? people[0]
const amountOf = (cents: number) => (cents / 100).toFixed(2)

/** Where a session is played: by the world's path, or by its host name. */
export interface Place {
  url: string
  /** Sent as `Host`, to `url`. */
  host?: string
}

// A connection for each request: one that is kept may be closed by the server just as the next request leaves.
const agent = new Agent({ maxSockets: 64 })

/** Plays moves in one world, with a merchant, an app and a gateway's customer who sign all that they send with one mark. */
export class Session {
  readonly #mark: string
  readonly #place: Place
  readonly #client: SimulatorClient
  readonly #merchant
  readonly #orders: Array<Order | PreApproval | Transfer> = []
  readonly #balances: BalanceRequest[] = []
  /** What each move was answered. */
  readonly #heard: string[] = []
  #uuids = 0

  constructor(mark: string, place: Place) {
    this.#mark = mark
    this.#place = place
    this.#client = new SimulatorClient(this.#port())
    this.#merchant = this.#client.merchant({ currency: 'EUR' })
  }

  async play(moves: readonly Move[]): Promise<void> {
    for (const move of moves) {
      try {
        this.#heard.push(`${move.kind}: ${JSON.stringify(await this.#make(move))}`)
      } catch (error) {
        if (!(error instanceof ClientError)) throw error
        this.#heard.push(`${move.kind}: ${error.message}`)
      }
      // All that it causes has happened before the next: then nothing depends on how fast the machine is.
      await this.#client.settle()
    }
  }

  /** All that can be asked of the world, with the address of the simulator and the times of the machine left out. */
  async view(): Promise<Record<string, unknown>> {
    const client = this.#client
    const phones = [...people, ngozi]
    const get = (path: string) => this.#ask('GET', path).then(({ text }) => JSON.parse(text))
    const view = {
      heard: this.#heard,
      callbacks: this.#orders.map(({ callbacks }) => callbacks.map(({ method, body }) => ({ method, body }))),
      world: await client.world(),
      audit: await client.audit(),
      accounts: await get('/_sim/ledger/accounts'),
      timeline: inAnyOrder(await client.timeline()),
      ledger: (await get('/_sim/timeline/all')).entries.filter(({ id }: { id: string }) =>
        id.startsWith('ledger'),
      ),
      messages: await Promise.all(phones.map((phone) => client.phone(phone).messages())),
      screens: await Promise.all(phones.map((phone) => client.phone(phone).look())),
      deliveries: await client.callbacks(),
      clock: await client.clock.read(),
      faults: await client.faults.list(),
      snapshots: (await client.snapshots.list()).map(({ name, takenAt }) => ({ name, takenAt })),
    }
    const { url, host = new URL(url).host } = this.#place
    const text = JSON.stringify(view)
      .replaceAll(url, 'http://here')
      .replaceAll(`"${host}"`, '"here"')
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/callbacks)/g, 'http://shop')
      .replaceAll(/"127\.0\.0\.1:\d+"/g, '"here"')
      .replaceAll(/"date":"[^"]* GMT"/g, '"date":"now"')
    return JSON.parse(text)
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  async #make(move: Move): Promise<unknown> {
    const client = this.#client
    const about = { externalId: this.#mark, message: `to ${this.#mark}`, note: `from ${this.#mark}` }
    switch (move.kind) {
      case 'ask': {
        const payer = phoneOf(move.payer)
        const order = await this.#merchant.requestToPay({ payer, amount: amountOf(move.cents), ...about })
        return this.#orders.push(order)
      }
      case 'pre-approve': {
        const wanted = { payer: phoneOf(move.payer), validity: 3_600, message: about.message }
        return this.#orders.push(await this.#merchant.preApprove(wanted))
      }
      case 'send': {
        const payee = phoneOf(move.payee)
        const transfer = await this.#merchant.transfer({ payee, amount: amountOf(move.cents), ...about })
        return this.#orders.push(transfer)
      }
      case 'dial': {
        // The app of a session that a dial ends is told of it while the new one opens: which comes first is open.
        const phone = client.phone(phoneOf(move.phone))
        await phone.cancel()
        await client.settle()
        return phone.dial(move.code)
      }
      case 'choose': {
        const phone = client.phone(phoneOf(move.phone))
        await phone.look()
        const options = phone.options()
        return phone.reply(options[move.option % options.length]?.key ?? '1')
      }
      case 'pin':
        return client.phone(phoneOf(move.phone)).reply(move.right ? await this.#pin(move.phone) : '0000')
      case 'agree': {
        const phone = client.phone(phoneOf(move.phone))
        await phone.look()
        await phone.reply(phone.options()[0]?.key ?? '1')
        return phone.reply(await this.#pin(move.phone))
      }
      case 'cancel':
        return client.phone(phoneOf(move.phone)).cancel()
      case 'sms': {
        const form = { username: 'sandbox', to: phoneOf(move.phone), message: `from ${this.#mark}` }
        const headers = {
          apiKey: 'atsk_payersim',
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        }
        return (await this.#ask('POST', '/version1/messaging', headers, String(new URLSearchParams(form))))
          .text
      }
      case 'balance': {
        const asked = await client.onepipeApp().getBalance({ source: '6200000766', customerRef: this.#mark })
        this.#balances.push(asked)
        await client.settle()
        if (move.code === 'none') return asked.answer
        const { code } = await client.phone(ngozi).nextSms({ waitMs: 0 })
        return asked.validate(move.code === 'right' ? (code ?? '') : '000000')
      }
      case 'poll': {
        const { pick } = move
        const status = await this.#orders.at(-1 - pick)?.status({ callbackWaitMs: 0 })
        return [status, await this.#balances.at(-1 - pick)?.query()]
      }
      case 'advance':
        return client.clock.advance(`PT${move.seconds}S`)
      case 'faults':
        return client.faults.set(move.plans)
      case 'snapshot': {
        const { takenAt } = await client.snapshots.take(this.#mark)
        return takenAt
      }
      case 'restore':
        return client.snapshots.restore(this.#mark)
      case 'reset':
        return client.reset()
    }
  }

  async #pin(index: number): Promise<string> {
    const { phones } = await this.#client.world()
    return phones.find(({ msisdn }) => msisdn === phoneOf(index))?.pin ?? ''
  }

  /** Over HTTP, with ids that the mark alone decides. */
  #port(): Port {
    return {
      fetch: ({ method, path, headers = {}, body }) => this.#ask(method, path, headers, body),
      listen: httpPort(this.#place.url).listen,
      uuid: () => {
        this.#uuids += 1
        const hex = createHash('sha256').update(`${this.#mark}/${this.#uuids}`).digest('hex')
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
      },
    }
  }

  async #ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
    // A turn between any two, so that the requests of all worlds mix.
    await turn()
    const { url, host } = this.#place
    const base = host === undefined ? url : new URL(url).origin
    return new Promise<{ status: number; headers: Record<string, string>; text: string }>(
      (resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
        const sent = request(`${base}${path}`, {
          method,
          agent,
          headers: { ...headers, ...length, ...(host === undefined ? {} : { host }) },
        })
        sent.on('error', (error) => reject(new ClientError(`${method} ${path} broke off: ${error.message}`)))
        sent.on('response', async (response) => {
          const told = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
          const text = await whole(response)
          resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(told), text })
        })
        sent.end(body)
      },
    )
  }
}

/** What two parties do at one moment of the clock, such as a hop and a callback, may be told in either order. */
function inAnyOrder(events: ReadonlyArray<{ id: number }>): unknown[] {
  const told = events.map(({ id: _, ...event }) => event)
  return told.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}
