import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import {
  ClientError,
  type Consent,
  httpPort,
  type Invoice,
  type Merchant,
  type Order,
  type PreApproval,
  type Refund,
  type Simulator,
  SimulatorClient,
  startSimulator,
  type Transfer,
  type Withdrawal,
} from '../../src/index.ts'

type Port = ReturnType<typeof httpPort>

/** What a merchant orders, and is called back about. */
export type Made = Order | Withdrawal | Invoice | PreApproval | Transfer | Refund

/** A hop as it goes over the wire. */
export interface Hop {
  sessionId: string
  phone: string
  text: string
}

/**
 * A simulator on a data file that can be restarted and can lose its power, with a merchant who notices neither.
 * Its clock is frozen.
 */
export class Subject {
  readonly #folder = mkdtempSync(join(tmpdir(), 'payersim-property-'))
  readonly #client = new SimulatorClient(this.#port())
  readonly #merchant: Merchant = this.#client.merchant({ currency: 'EUR' })
  #images = 0
  #file = join(this.#folder, 'world-0.db')
  #sim: Simulator | undefined
  /** Called at the next callback, before the simulator hears that it arrived. */
  #atCallback: (() => void) | undefined
  #deaf = false

  async start(): Promise<void> {
    const world = join(this.#folder, 'world.yaml')
    writeFileSync(world, 'fees:\n  - { currency: EUR, flat: "0.25", for: withdrawal }\n')
    this.#sim = await startSimulator({ data: this.#file, port: 0, clock: 'frozen', seed: 'property', world })
  }

  async restart(): Promise<void> {
    await this.#sim?.close()
    await this.start()
  }

  /**
   * Does the work and cuts the power while a callback that it causes is on its way: goes on with the data file as it
   * was at that instant. False where no callback came.
   */
  async loseAtCallback(work: () => Promise<void>): Promise<boolean> {
    const image = join(this.#folder, `world-${++this.#images}.db`)
    let taken = false
    // A callback of earlier work is not the one waited for.
    await this.settle()
    this.#atCallback = () => {
      // Nothing else runs meanwhile: the copy is what a crash at this instant would leave behind.
      for (const suffix of ['', '-wal']) copyFileSync(this.#file + suffix, image + suffix)
      taken = true
      // What the old process still does is not part of this world any more.
      this.#deaf = true
    }
    await work()
    await this.settle()
    this.#atCallback = undefined
    if (!taken) return false
    await this.#sim?.close()
    this.#deaf = false
    this.#file = image
    // The lease of a dead process runs out in real time; nobody waits for that here.
    this.#alter('DELETE FROM leases')
    await this.start()
    return true
  }

  /** Moves the clock as another process on the file would: this one's scheduler does not know yet. */
  moveClockUnseen(milliseconds: number): void {
    this.#alter(`UPDATE clock SET frozen_at = frozen_at + ${milliseconds}`)
  }

  async advance(milliseconds: number): Promise<void> {
    await this.#client.clock.advance(`PT${milliseconds / 1000}S`)
  }

  settle(): Promise<void> {
    return this.#client.settle()
  }

  ask(payer: string, cents: number, externalId: string): Promise<Order> {
    return this.#merchant.requestToPay({ payer, amount: amountOf(cents), externalId })
  }

  withdraw(payer: string, cents: number, externalId: string): Promise<Withdrawal> {
    return this.#merchant.withdrawal({ payer, amount: amountOf(cents), externalId })
  }

  invoice(
    payer: string,
    { cents, validity, text }: { cents: number; validity: number; text: string },
  ): Promise<Invoice> {
    return this.#merchant.invoice({
      payer,
      amount: amountOf(cents),
      validity: validity / 1000,
      description: text,
    })
  }

  refund(of: Order, cents: number): Promise<Refund> {
    return this.#merchant.refund({ of, amount: amountOf(cents) })
  }

  consent(payer: string, validity: number): Promise<Consent> {
    return this.#merchant.consent({ payer, scopes: ['profile'], validity: validity / 1000 })
  }

  /** What is heard where a token is asked for: `token`, or the error of OpenID Connect. */
  async poll(ask: () => Promise<unknown>): Promise<string> {
    try {
      await ask()
      return 'token'
    } catch (error) {
      if (error instanceof ClientError) return String(error.data.detail)
      throw error
    }
  }

  /** Whether the token of a consent opens the payer's data. */
  async opens(consent: Consent): Promise<boolean> {
    try {
      await consent.userInfo()
      return true
    } catch (error) {
      if (error instanceof ClientError && error.data.status === 401) return false
      throw error
    }
  }

  preApprove(payer: string, validity: number, message: string): Promise<PreApproval> {
    return this.#merchant.preApprove({ payer, validity: validity / 1000, message })
  }

  async send(payee: string, cents: number): Promise<Transfer> {
    const transfer = await this.#merchant.transfer({ payee, amount: amountOf(cents) })
    // The money moves after the merchant has its answer.
    await this.settle()
    return transfer
  }

  async hop({ sessionId, phone, text }: Hop): Promise<string> {
    const fields = { sessionId, phoneNumber: phone, serviceCode: '*165#', text, networkCode: '99999' }
    const answer = await fetch(`${this.#url}/ussd`, { method: 'POST', body: new URLSearchParams(fields) })
    return answer.text()
  }

  async cents(phone: string): Promise<number> {
    const { phones } = await this.#client.world()
    const found = phones.find(({ msisdn }) => msisdn === phone)
    return Math.round(Number(found?.balances[0]?.amount) * 100)
  }

  async merchantCents(product: 'collection' | 'disbursement'): Promise<number> {
    return Math.round(Number((await this.#merchant.balance(product)).amount) * 100)
  }

  audit() {
    return this.#client.audit()
  }

  async close(): Promise<void> {
    await this.#client.close()
    await this.#sim?.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #url(): string {
    return this.#sim?.url ?? 'http://127.0.0.1'
  }

  #alter(sql: string): void {
    const database = new Database(this.#file)
    database.exec(sql)
    database.close()
  }

  #port(): Port {
    return {
      fetch: (request) => httpPort(this.#url).fetch(request),
      listen: (receive, wish) =>
        httpPort(this.#url).listen((request) => {
          if (this.#deaf) return { status: 200 }
          const answer = receive(request)
          this.#atCallback?.()
          return answer
        }, wish),
    }
  }
}

const amountOf = (cents: number) => (cents / 100).toFixed(2)
