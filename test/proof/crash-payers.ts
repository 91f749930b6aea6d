import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import type { CrashOrder, CrashShop } from './crash-shop.ts'
import type { Wire } from './crash-wire.ts'

/** An order that was accepted, and what its payer or its merchant was told in the end. */
export interface Settled extends CrashOrder {
  standing: 'SUCCESSFUL' | 'FAILED'
}

export interface Chance {
  /** From 0 up to, but not including, `below`. */
  next(below: number): number
}

interface Circumstances {
  phone: string
  shop: CrashShop
  wire: Wire
  chance: Chance
}

/** The last hop of a session that was answered, and its answer. */
type Last = { hop: { sessionId: string; phone: string; text: string }; body: string }

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

/** What a payer reads of each kind, and under which key of the menu. */
const ways = {
  request: {
    key: '1',
    list: /^CON Approvals/,
    details: /^CON Pay [\s\S]*Ref (\w{8})/,
    rejected: /^END Rejected\. You did not pay/,
    paid: /^END Approved\. You paid/,
  },
  withdrawal: {
    key: '6',
    list: /^CON Withdraw\n/,
    details: /^CON Withdraw [\s\S]*Ref (\w{8})/,
    rejected: /^END Rejected\. You did not withdraw/,
    paid: /^END Approved\. You withdrew/,
  },
} as const

/**
 * A payer behind an aggregator: is asked for money or for data, dials, reads, says yes or no, and begins again. Whatever
 * is cut off is sent once more as it was; each answer must be the one that belongs there.
 */
export class HopPayer {
  readonly settled: Settled[] = []
  readonly #of: Circumstances
  last: Last | undefined
  /** What the phone is told beside the receipts of money. */
  told = 0
  /** The tokens of consents, and whether the payer has taken the consent back. */
  readonly tokens = new Map<string, { takenBack: boolean }>()
  #shared = 0

  constructor(of: Circumstances) {
    this.#of = of
  }

  async act(): Promise<void> {
    const { chance } = this.#of
    const deed = chance.next(8)
    if (deed === 0) return this.#payInvoice()
    if (deed === 1) return this.#share()
    const paid = await this.#pay(deed < 4 ? 'withdrawal' : 'request')
    if (paid?.kind === 'request' && chance.next(2) === 0) await this.#takeRefund(paid)
  }

  async #pay(kind: 'request' | 'withdrawal'): Promise<CrashOrder | undefined> {
    const { chance } = this.#of
    const order = await this.#ordered(kind)
    const { key, list, details, rejected, paid } = ways[kind]
    const hop = this.#dialled()
    await hop('', /^CON [\s\S]*1 Approvals \(1\)/)
    await hop(key, list)
    const shown = await hop(`${key}*1`, details)
    expect(details.exec(shown)?.[1]).toBe(order.id.slice(0, 8))
    if (chance.next(4) === 0) {
      await hop(`${key}*1*2`, rejected)
      this.settled.push({ ...order, standing: 'FAILED' })
      return undefined
    }
    await hop(`${key}*1*1`, /^CON Enter your PIN/)
    const mistyped = chance.next(4) === 0
    if (mistyped) await hop(`${key}*1*1*9999`, /^CON Wrong PIN\. 2 tries left/)
    // Never "approved already": a repeated hop gets the answer that was lost, not that of a second try.
    await hop(mistyped ? `${key}*1*1*9999*1234` : `${key}*1*1*1234`, paid)
    this.settled.push({ ...order, standing: 'SUCCESSFUL' })
    return order
  }

  /** Or its merchant cancels it while the payer has it before him. */
  async #payInvoice(): Promise<void> {
    const { chance, shop } = this.#of
    const order = await this.#ordered('invoice')
    const hop = this.#dialled()
    await hop('7', /^CON Bills and invoices/)
    await hop('7*1', /^CON Invoice of /)
    if (chance.next(3) > 0) {
      await hop('7*1*1', /^CON Enter your PIN/)
      await hop('7*1*1*1234', /^END Paid\. You paid invoice/)
      this.settled.push({ ...order, standing: 'SUCCESSFUL' })
      return
    }
    expect(await shop.cancelInvoice(order)).toBe(202)
    this.told += 1
    this.settled.push({ ...order, standing: 'FAILED' })
    await hop('7*1*1', /^END Cancelled by /)
  }

  /** The whole sum; asked for once more, nothing moves. */
  async #takeRefund(request: CrashOrder): Promise<void> {
    const { shop } = this.#of
    for (const standing of ['SUCCESSFUL', 'FAILED'] as const) {
      const refund = { ...request, kind: 'refund' as const, id: randomUUID(), of: request.id }
      expect([202, 409]).toContain(await shop.ask(refund))
      await vi.waitFor(async () => expect((await shop.status(refund)).standing).not.toBe('PENDING'), {
        timeout: 30_000,
      })
      this.settled.push({ ...refund, standing })
    }
  }

  /** Says yes to every consent that waits: there are two where the merchant's first call was cut off. */
  async #share(): Promise<void> {
    const { shop, phone, chance } = this.#of
    const asked = await shop.askConsent(phone)
    for (;;) {
      const hop = this.#dialled()
      const menu = await hop('', /^CON [\s\S]*1 Approvals \(\d\)/)
      if (menu.includes('1 Approvals (0)')) break
      await hop('1', /^CON Approvals/)
      await hop('1*1', /^CON Share profile with /)
      await hop('1*1*1', /^CON Enter your PIN/)
      await hop('1*1*1*1234', /^END Shared\. /)
      this.#shared += 1
      this.told += 1
    }
    const token = await shop.consentToken(asked)
    if (token !== undefined) this.tokens.set(token, { takenBack: false })
    if (chance.next(2) === 0) await this.#takeBack()
  }

  /** All that the payer shares. */
  async #takeBack(): Promise<void> {
    for (; this.#shared > 0; this.#shared--) {
      const hop = this.#dialled()
      await hop('8', /^CON Shared data/)
      await hop('8*1', /^CON [\s\S]* sees profile/)
      await hop('8*1*1', /^CON Enter your PIN/)
      await hop('8*1*1*1234', /^END Taken back\. /)
      this.told += 1
    }
    for (const token of this.tokens.keys()) this.tokens.set(token, { takenBack: true })
  }

  /** A repeated hop gets the same saved answer. */
  async checkLast(last: Last): Promise<void> {
    expect(await this.#of.wire.hop(last.hop)).toBe(last.body)
  }

  async #ordered(kind: CrashOrder['kind']): Promise<CrashOrder> {
    const { phone, shop, chance } = this.#of
    const order = { kind, id: randomUUID(), phone, cents: 1 + chance.next(20) }
    expect([202, 409]).toContain(await shop.ask(order))
    return order
  }

  /** The hops of a session of its own, each with all that was typed so far. */
  #dialled() {
    const session = { sessionId: randomUUID(), phone: this.#of.phone }
    return async (text: string, wanted: RegExp): Promise<string> => {
      const hop = { ...session, text }
      const body = await this.#of.wire.hop(hop)
      expect(body).toMatch(wanted)
      this.last = { hop, body }
      await pause()
      return body
    }
  }
}

interface Screen {
  status: string
  text: string
  hops: number
}

/**
 * A payer with a handset of the simulator. An answer whose outcome is unknown is found out as a person does it: by
 * looking at the screen, which is the old one or the next.
 */
export class HandsetPayer {
  readonly settled: Settled[] = []
  readonly #of: Circumstances

  constructor(of: Circumstances) {
    this.#of = of
  }

  async act(): Promise<void> {
    const { phone, shop, chance } = this.#of
    const order = { kind: 'request' as const, id: randomUUID(), phone, cents: 1 + chance.next(20) }
    expect([202, 409]).toContain(await shop.ask(order))
    const list = await this.#dial()
    expect(list).toMatchObject({ status: 'open', text: expect.stringContaining('Approvals') })
    const details = await this.#reply(list, '1')
    expect(details).toMatchObject({
      status: 'open',
      text: expect.stringContaining(`Ref ${order.id.slice(0, 8)}`),
    })
    const rejects = chance.next(4) === 0
    const second = await this.#reply(details, rejects ? '2' : '1')
    if (rejects)
      expect(second).toMatchObject({ status: 'ended', text: expect.stringMatching(/^Rejected\. You/) })
    else {
      expect(second).toMatchObject({ status: 'open', text: expect.stringMatching(/^Enter your PIN/) })
      const end = await this.#reply(second, '1234')
      expect(end).toMatchObject({ status: 'ended', text: expect.stringMatching(/^Approved\. You paid/) })
    }
    this.settled.push({ ...order, standing: rejects ? 'FAILED' : 'SUCCESSFUL' })
  }

  /** Dialling again is harmless: nothing has been answered yet. */
  async #dial(): Promise<Screen> {
    return this.#ask('POST', '/dial', { code: '*165*1#' }, (path, body) =>
      this.#of.wire.send('POST', path, body),
    )
  }

  async #reply(before: Screen, text: string): Promise<Screen> {
    await pause()
    for (;;) {
      try {
        return await this.#ask('POST', '/reply', { text }, (path, body) =>
          this.#of.wire.once('POST', path, body),
        )
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
        this.#of.wire.cuts += 1
        const { screen } = JSON.parse((await this.#of.wire.send('GET', this.#path)).text) as {
          screen: Screen
        }
        if (screen.hops > before.hops) return screen
        expect(screen, 'an open session stands where it was left').toEqual(before)
      }
    }
  }

  async #ask(
    method: string,
    verb: string,
    body: Record<string, string>,
    send: (path: string, init: RequestInit) => Promise<{ status: number; text: string }>,
  ): Promise<Screen> {
    const headers = { 'Content-Type': 'application/json' }
    const { status, text } = await send(this.#path + verb, { method, headers, body: JSON.stringify(body) })
    expect(status, text).toBe(200)
    return JSON.parse(text) as Screen
  }

  get #path(): string {
    return `/_sim/phones/${this.#of.phone}`
  }
}
