import type { KindsOf } from '../events/index.ts'
import {
  type Merchant,
  type MerchantOptions,
  type MomoClient,
  momoClient,
} from '../providers/momo/client/index.ts'
import { type OnePipeApp, type OnePipeClient, onePipeClient } from '../providers/onepipe/client/index.ts'
import { type Audit, auditSchema } from '../terms/sim/audit.ts'
import { type CallbackDelivery, callbackSchema } from '../terms/sim/callback.ts'
import { type ClockView, clockSchema } from '../terms/sim/clock.ts'
import { type FaultReading, faultReadingSchema } from '../terms/sim/fault.ts'
import { type Health, healthSchema } from '../terms/sim/health.ts'
import { type Operation, operationSchema } from '../terms/sim/operation.ts'
import {
  type OpenedPayment,
  openedPaymentSchema,
  type Payment,
  type PaymentState,
  paymentStates,
  paymentsSchema,
} from '../terms/sim/payment.ts'
import { timelineEventSchema } from '../terms/sim/timeline.ts'
import type { WorldView as World } from '../terms/sim/world.ts'
import { CallbackSinks } from './callback-sink.ts'
import { Calls } from './calls.ts'
import { ClientError } from './errors.ts'
import type { FaultPlan } from './faults.ts'
import { Holds } from './holds.ts'
import { checkOptions, number, oneOf, text } from './known-options.ts'
import { canonicalAddress, Mailbox } from './mailbox.ts'
import { canonicalMsisdn } from './msisdn.ts'
import { type TelcoNetwork, telcoNetwork } from './network.ts'
import { Phone } from './phone.ts'
import type { Port } from './port.ts'
import type { ClientParts, HasClient } from './provider-client.ts'
import { Snapshots } from './snapshots.ts'
import type { TimelineEvent } from './timeline-event.ts'
import { Wire } from './wire.ts'
import { Worlds } from './worlds.ts'

const operations = operationSchema.array()
const faultReadings = faultReadingSchema.array()
const timeline = timelineEventSchema.array()
const callbacks = callbackSchema.array()

export interface Clock {
  read(): Promise<ClockView>
  /** Stops the clock; `at` is an ISO 8601 time, the present by default. */
  freeze(at?: string): Promise<ClockView>
  /** Moves the clock by an ISO 8601 duration such as `PT5M`; answers when everything due has been attempted. */
  advance(by: string): Promise<ClockView>
  run(): Promise<ClockView>
}

/** Failures on command. */
export interface FaultPlans {
  /**
   * Replaces all plans with these; their counts start at 0.
   *
   * @throws ClientError for an unknown word: it names the nearest known one
   */
  set(plans: readonly FaultPlan[]): Promise<FaultReading[]>
  clear(): Promise<void>
  /** The active plans, how often each matched, and how often its fault was applied. */
  list(): Promise<FaultReading[]>
}

/**
 * Drives a simulator: its phones, its clock, and merchants that call it as an integration does.
 *
 * @example
 * const sim = new SimulatorClient(httpPort('http://127.0.0.1:4000'))
 * const ama = sim.phone('+46733000001')
 * const order = await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
 * await ama.prompted()
 */
export class SimulatorClient {
  /** What the program under test asked the vendors' APIs. */
  readonly calls: Calls
  readonly clock: Clock
  readonly faults: FaultPlans
  /** Calls that are held on their way until they are let go. */
  readonly holds: Holds
  readonly network: TelcoNetwork
  /** Snapshots of the whole world, by name. */
  readonly snapshots: Snapshots
  /** The worlds of its server by name: each has a client of its own. */
  readonly worlds: Worlds<SimulatorClient>
  readonly #wire: Wire
  readonly #phones = new Map<string, Phone>()
  readonly #mailboxes = new Map<string, Mailbox>()
  readonly #sinks: CallbackSinks
  readonly #parts: ClientParts
  readonly #momo: MomoClient
  readonly #onepipe: OnePipeClient
  readonly #clients = new Map<HasClient<unknown>, Promise<unknown>>()

  constructor(port: Port) {
    const wire = new Wire(port)
    this.#wire = wire
    this.#sinks = new CallbackSinks(port)
    this.#parts = { wire, sinks: this.#sinks, phone: (msisdn) => this.phone(msisdn) }
    this.#momo = momoClient.open(this.#parts)
    this.#onepipe = onePipeClient.open(this.#parts)
    this.calls = new Calls(wire)
    this.holds = new Holds(wire)
    this.snapshots = new Snapshots(wire)
    this.worlds = new Worlds(wire, (other) => new SimulatorClient(other))
    this.clock = {
      read: () => wire.get(clockSchema, '/_sim/clock'),
      freeze: (at) => wire.ask(clockSchema, 'POST', '/_sim/clock/freeze', at === undefined ? {} : { at }),
      advance: (by) => wire.ask(clockSchema, 'POST', '/_sim/clock/advance', { by }),
      run: () => wire.ask(clockSchema, 'POST', '/_sim/clock/run'),
    }
    this.faults = {
      set: (plans) => wire.ask(faultReadings, 'PUT', '/_sim/faults', plans),
      clear: async () => {
        await wire.send({ method: 'DELETE', path: '/_sim/faults' })
      },
      list: () => wire.get(faultReadings, '/_sim/faults'),
    }
    this.network = telcoNetwork(wire)
  }

  /**
   * The phone with this number; the same object each time.
   *
   * @param msisdn in international form, such as `+46733000001`
   */
  phone(msisdn: string): Phone {
    const key = canonicalMsisdn(msisdn)
    const phone = this.#phones.get(key) ?? new Phone(this.#wire, key)
    this.#phones.set(key, phone)
    return phone
  }

  /**
   * The mailbox of this address; the same object each time. Every address has one.
   *
   * @param address such as `ngozi@example.com`, in any case
   */
  mailbox(address: string): Mailbox {
    const key = canonicalAddress(address)
    const mailbox = this.#mailboxes.get(key) ?? new Mailbox(this.#wire, key)
    this.#mailboxes.set(key, mailbox)
    return mailbox
  }

  /** A new merchant; nothing is sent before its first request. */
  merchant(options: MerchantOptions = {}): Merchant {
    return this.#momo.merchant(options)
  }

  /** An app that asks OnePipe for balances, by its name in the world; the first one by default. */
  onepipeApp(name?: string): OnePipeApp {
    if (name !== undefined && typeof name !== 'string')
      throw new ClientError('onepipeApp takes the name of an app as the world has it, a text.')
    return this.#onepipe.app(name)
  }

  /**
   * The objects of a provider of your own; the same each time.
   *
   * @example
   * const acme = await sim.client(acmeProvider)
   *
   * @throws ClientError if the provider has none
   */
  client<Client>(provider: HasClient<Client>): Promise<Client> {
    const opened = this.#clients.get(provider) ?? this.#open(provider)
    this.#clients.set(provider, opened)
    // One whose module did not load can be tried again.
    opened.catch(() => this.#clients.delete(provider))
    return opened as Promise<Client>
  }

  async #open<Client>(provider: HasClient<Client>): Promise<Client> {
    const part = await provider.client?.()
    if (part) return part.open(this.#parts)
    throw new ClientError(
      `The provider ${provider.name} has no objects for tests. Give it a client: () => Promise<{ open(parts) }>.`,
    )
  }

  world(): Promise<World> {
    return this.#wire.world()
  }

  health(): Promise<Health> {
    return this.#wire.get(healthSchema, '/_sim/health')
  }

  /** Resets to the world file. Phones and merchants forget their state; orders made before are gone. */
  async reset(): Promise<void> {
    await this.#wire.send({ method: 'POST', path: '/_sim/reset' })
    this.#wire.generation += 1
  }

  /**
   * All events, oldest first. `kind` may be the part before the point, such as `ussd`; `trace` is that of one of its
   * events, and gives one payment from the merchant's request to the callback.
   */
  async timeline<Filter extends string = string>(
    query: { after?: number; kind?: Filter; phone?: string; trace?: string } = {},
  ): Promise<Array<TimelineEvent<KindsOf<Filter>>>> {
    checkOptions('timeline', query, { after: number, kind: text, phone: text, trace: text })
    const events = await this.#wire.get(timeline, '/_sim/timeline', query)
    return events as Array<TimelineEvent<KindsOf<Filter>>>
  }

  /** The operations of the vendors' APIs: what the faults at the point `operation` can name. */
  operations(): Promise<Operation[]> {
    return this.#wire.get(operations, '/_sim/operations')
  }

  /** Recomputes and checks the whole ledger. */
  audit(): Promise<Audit> {
    return this.#wire.get(auditSchema, '/_sim/ledger/audit')
  }

  /** The log of callbacks to merchants and, on SMS, to apps. */
  callbacks(): Promise<CallbackDelivery[]> {
    return this.#wire.get(callbacks, '/_sim/callbacks')
  }

  /**
   * All that anybody asked for, newest first: requests to pay, mandates, payouts and balance requests.
   *
   * @example
   * const [latest] = await sim.payments()
   * latest?.standing // 'The phone has rung; nobody has answered.'
   *
   * @param query `limit`: at most 1000, 100 by default
   */
  async payments(query: { state?: PaymentState; limit?: number } = {}): Promise<Payment[]> {
    checkOptions('payments', query, { state: oneOf(...paymentStates), limit: number })
    return (await this.#wire.get(paymentsSchema, '/_sim/payments', query)).payments
  }

  /**
   * One of {@link payments} by its `id`, with its callbacks and what the ledger moved.
   *
   * @throws ClientError if there is no such payment
   */
  payment(id: string): Promise<OpenedPayment> {
    return this.#wire.get(openedPaymentSchema, `/_sim/payments/${encodeURIComponent(id)}`)
  }

  /** Of a fork: what is fixed in its world, such as PINs, is as its original's client knows it, and is not read again. */
  protected knowAs(original: SimulatorClient): Promise<void> {
    return this.#wire.knowAs(original.#wire)
  }

  /**
   * Waits until all that is due now, and what it causes, has been attempted: prompts, callbacks, SMS. The clock is not
   * moved, and may be frozen or running.
   */
  async settle(): Promise<void> {
    await this.#wire.ask(clockSchema, 'POST', '/_sim/settle')
  }

  /** Closes the sinks of its merchants; the simulator keeps running. */
  async close(): Promise<void> {
    await this.#sinks.close()
  }
}
