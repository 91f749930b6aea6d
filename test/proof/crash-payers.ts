import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { CrashShop } from './crash-shop.ts'
import type { Wire } from './crash-wire.ts'

/** A request that was accepted, and what its payer was told in the end. */
export interface Settled {
  id: string
  phone: string
  cents: number
  standing: 'SUCCESSFUL' | 'FAILED'
}

export interface Chance {
  /** From 0 up to, but not including, `below`. */
  next(below: number): number
}

/** The last hop of a session that was answered, and its answer. */
type Last = { hop: { sessionId: string; phone: string; text: string }; body: string }

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

/**
 * A payer behind an aggregator: is asked for money, dials, reads, approves or rejects, and begins again. Whatever is
 * cut off is sent once more as it was; each answer must be the one that belongs there.
 */
export class HopPayer {
  readonly settled: Settled[] = []
  readonly #of: { phone: string; shop: CrashShop; wire: Wire; chance: Chance }
  last: Last | undefined

  constructor(of: { phone: string; shop: CrashShop; wire: Wire; chance: Chance }) {
    this.#of = of
  }

  async pay(): Promise<void> {
    const { phone, shop, chance } = this.#of
    const order = { id: randomUUID(), phone, cents: 1 + chance.next(20) }
    expect([202, 409]).toContain(await shop.ask(order))
    const session = { sessionId: randomUUID(), phone }
    await this.#hop({ ...session, text: '' }, /^CON [\s\S]*1 Approvals \(1\)/)
    await this.#hop({ ...session, text: '1' }, /^CON Approvals/)
    await this.#hop({ ...session, text: '1*1' }, new RegExp(`^CON Pay [\\s\\S]*Ref ${order.id.slice(0, 8)}`))
    const rejects = chance.next(4) === 0
    if (rejects) {
      await this.#hop({ ...session, text: '1*1*2' }, /^END Rejected\. You did not/)
    } else {
      await this.#hop({ ...session, text: '1*1*1' }, /^CON Enter your PIN/)
      const mistyped = chance.next(4) === 0
      if (mistyped) await this.#hop({ ...session, text: '1*1*1*9999' }, /^CON Wrong PIN\. 2 tries left/)
      const text = mistyped ? '1*1*1*9999*1234' : '1*1*1*1234'
      // Never "approved already": a repeated hop gets the answer that was lost, not that of a second try.
      await this.#hop({ ...session, text }, /^END Approved\. You paid/)
    }
    this.settled.push({ ...order, standing: rejects ? 'FAILED' : 'SUCCESSFUL' })
  }

  /** A repeated hop gets the same saved answer. */
  async checkLast(last: Last): Promise<void> {
    expect(await this.#of.wire.hop(last.hop)).toBe(last.body)
  }

  async #hop(hop: Last['hop'], wanted: RegExp): Promise<void> {
    const body = await this.#of.wire.hop(hop)
    expect(body).toMatch(wanted)
    this.last = { hop, body }
    await pause()
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
  readonly #of: { phone: string; shop: CrashShop; wire: Wire; chance: Chance }

  constructor(of: { phone: string; shop: CrashShop; wire: Wire; chance: Chance }) {
    this.#of = of
  }

  async pay(): Promise<void> {
    const { phone, shop, chance } = this.#of
    const order = { id: randomUUID(), phone, cents: 1 + chance.next(20) }
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
