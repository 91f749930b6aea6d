import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChaosShop } from './chaos-shop.ts'
import type { ChaosWire } from './chaos-wire.ts'
import type { Chance } from './crash-payers.ts'
import type { CrashOrder } from './crash-shop.ts'

const json = { 'Content-Type': 'application/json' }

/** An order that was accepted, and what may have become of it. */
export interface Order extends CrashOrder {
  /** The right PIN was sent for it: without, no money may move. */
  pinSent: boolean
  /** What its payer was told, or its merchant read: never taken back. */
  standing: 'SUCCESSFUL' | 'FAILED' | undefined
}

export interface Circumstances {
  wire: ChaosWire
  shop: ChaosShop
  chance: Chance
  /** What must not have been, in words. */
  problems: string[]
}

interface Hop {
  sessionId: string
  phone: string
  text: string
}

/**
 * A payer behind an aggregator. Each hop that is not answered is sent again, to whichever server; some that were
 * answered are sent again too. Both must read the same.
 */
export class ChaosPayer {
  readonly orders: Order[] = []
  readonly #phone: string
  readonly #of: Circumstances
  /** Wrong PINs since the last right one. */
  #wrong = 0
  hops = 0
  repeated = 0

  constructor(phone: string, of: Circumstances) {
    this.#phone = phone
    this.#of = of
  }

  /** Is asked for money, and dials until that is settled, one way or another. Then it may get the money back. */
  async act(): Promise<void> {
    const { chance } = this.#of
    const kind = chance.next(3) === 0 ? 'withdrawal' : 'request'
    const order = await this.#ordered({ kind, cents: 1 + chance.next(20) })
    while (order.standing === undefined) {
      await this.#dial(order)
      await this.#look(order)
    }
    if (kind === 'withdrawal' || order.standing === 'FAILED' || chance.next(2) === 0) return
    const refund = await this.#ordered({ kind: 'refund', cents: order.cents, of: order.id })
    while (refund.standing === undefined) {
      await sleep(20)
      await this.#look(refund)
    }
  }

  async #ordered(wanted: Pick<CrashOrder, 'kind' | 'cents' | 'of'>): Promise<Order> {
    const { shop, problems } = this.#of
    const mine = { id: randomUUID(), phone: this.#phone, pinSent: false, standing: undefined }
    const order: Order = { ...mine, ...wanted }
    const asked = await shop.ask(order)
    // 409 where an answer was lost, and the order had been taken.
    if (asked !== 202 && asked !== 409) problems.push(`a ${wanted.kind} was answered ${asked}`)
    this.orders.push(order)
    return order
  }

  async #look(order: Order): Promise<void> {
    const { shop, problems } = this.#of
    const { status, standing } = await shop.status(order)
    if (status !== 200) problems.push(`${order.id} was accepted, and reads ${status}`)
    if (order.standing !== undefined && standing !== order.standing)
      problems.push(`${order.id} was told as ${order.standing}, and reads ${standing}`)
    if (standing !== 'PENDING') order.standing = standing
  }

  /** One session. It may end at any hop: the clock jumps, and the request or the session runs out. */
  async #dial(order: Order): Promise<void> {
    const { chance, problems } = this.#of
    const sessionId = randomUUID()
    const hop = (text: string) => this.#hop({ sessionId, phone: this.#phone, text })
    if (!(await hop('')).includes('1 Approvals (1)')) return
    if (!(await hop('1')).startsWith('CON Approvals')) return
    const details = await hop('1*1')
    if (!details.startsWith(order.kind === 'withdrawal' ? 'CON Withdraw ' : 'CON Pay ')) return
    if (!details.includes(`Ref ${order.id.slice(0, 8)}`)) problems.push(`${order.id} was shown as ${details}`)
    if (chance.next(4) === 0) {
      if ((await hop('1*1*2')).startsWith('END Rejected.')) order.standing = 'FAILED'
      return
    }
    if (!(await hop('1*1*1')).startsWith('CON Enter your PIN')) return
    let typed = '1*1*1'
    if (this.#wrong === 0 && chance.next(4) === 0) {
      typed += '*9999'
      const shown = await hop(typed)
      if (!shown.includes('Wrong PIN')) return
      this.#wrong++
      // A hop that was applied twice would have cost two tries.
      if (!shown.startsWith('CON Wrong PIN. 2 tries left'))
        problems.push(`one wrong PIN was told as ${shown}`)
    }
    order.pinSent = true
    const shown = await hop(`${typed}*1234`)
    const paid = order.kind === 'withdrawal' ? 'END Approved. You withdrew' : 'END Approved. You paid'
    if (!shown.startsWith(paid)) {
      // "Approved already" would be a second try of a hop whose first answer was lost.
      if (/already/i.test(shown)) problems.push(`${order.id} was told as ${shown}`)
      return
    }
    this.#wrong = 0
    order.standing = 'SUCCESSFUL'
  }

  async #hop(hop: Hop): Promise<string> {
    const { chance, problems } = this.#of
    const { text } = await this.#send(hop)
    this.hops++
    if (chance.next(5) === 0) {
      this.repeated++
      const again = (await this.#send(hop)).text
      if (again !== text) problems.push(`the hop ${hop.text} was answered ${text}, and repeated ${again}`)
    }
    return text
  }

  #send({ sessionId, phone, text }: Hop) {
    const fields = { sessionId, phoneNumber: phone, serviceCode: '*165#', text, networkCode: '99999' }
    return this.#of.wire.send('POST', '/ussd', { body: new URLSearchParams(fields) })
  }
}

interface Screen {
  status: string
  text: string
  hops: number
}

/** Somebody with a handset, who dials an app of the merchant's own. What is sent here is sent once. */
export class ChaosCaller {
  readonly #path: string
  readonly #of: Circumstances
  #typed = 0
  sessions = 0

  constructor(phone: string, of: Circumstances) {
    this.#path = `/_sim/phones/${encodeURIComponent(phone)}`
    this.#of = of
  }

  async act(): Promise<void> {
    let screen = await this.#do('/dial', { code: '*384*7#' })
    if (screen?.status === 'open') this.sessions++
    else await sleep(50)
    for (let answers = 0; answers < 6 && screen?.status === 'open'; answers++)
      // Each answer is another one: so an app that is told one twice was told it twice by the network.
      screen = await this.#do('/reply', { text: String(1 + (this.#typed++ % 999_999)) })
  }

  /** The screen afterwards; where the answer was lost, what the phone shows. */
  async #do(verb: string, body: object): Promise<Screen | undefined> {
    const { wire, problems } = this.#of
    const init = { headers: json, body: JSON.stringify(body) }
    const answer = await wire.once('POST', this.#path + verb, init)
    if (answer?.status === 200) return JSON.parse(answer.text)
    const { text } = await wire.send('GET', this.#path)
    const { screen } = JSON.parse(text) as { screen: Screen | null }
    // 409: an earlier dial was taken after all, or the session has run out meanwhile.
    if (answer && answer.status !== 409) problems.push(`${verb} was answered ${answer.status} ${answer.text}`)
    return screen ?? undefined
  }
}

/** An app that sends SMS. Each is sent once, whatever becomes of the answer. */
export class ChaosTexter {
  readonly #phone: string
  readonly #of: Circumstances
  readonly acknowledged: string[] = []
  readonly unknown: string[] = []

  constructor(phone: string, of: Circumstances) {
    this.#phone = phone
    this.#of = of
  }

  async act(): Promise<void> {
    const { wire, problems, chance } = this.#of
    const message = `Order ${randomUUID()}`
    const body = new URLSearchParams({ username: 'sandbox', to: this.#phone, message })
    const headers = { apiKey: 'atsk_payersim', Accept: 'application/json' }
    const answer = await wire.once('POST', '/version1/messaging', { headers, body })
    if (answer && answer.status !== 201) problems.push(`an SMS was answered ${answer.status} ${answer.text}`)
    if (answer?.status === 201) this.acknowledged.push(message)
    else this.unknown.push(message)
    await sleep(chance.next(60))
  }

  /** Whether each SMS that was acknowledged is on the phone, and none of them twice. */
  async check(): Promise<void> {
    const { wire, problems } = this.#of
    const { text } = await wire.send('GET', `/_sim/phones/${encodeURIComponent(this.#phone)}/messages`)
    const there = new Map<string, number>()
    for (const { text: message } of JSON.parse(text) as Array<{ text: string }>)
      there.set(message, (there.get(message) ?? 0) + 1)
    for (const message of this.acknowledged)
      if (!there.has(message)) problems.push(`an SMS was acknowledged, and is lost: ${message}`)
    for (const message of [...this.acknowledged, ...this.unknown])
      if ((there.get(message) ?? 0) > 1) problems.push(`an SMS is on the phone twice: ${message}`)
  }
}
