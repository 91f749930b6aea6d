import type { z } from 'zod'
import {
  InputError,
  inWords,
  type Kernel,
  type Outbound,
  type Rx,
  type Subscription,
  takeOnce,
} from '../kernel/index.ts'
import type { Wallet } from '../wallet/index.ts'
import { abandon, endIdleSessions } from './abandoned-session.ts'
import { HeldPrompts } from './held-prompts.ts'
import { type HopConfig, type HopReply, Hops, type PayerParts } from './hop.ts'
import { unpack } from './machine-shell.ts'
import { registerPassing } from './passing.ts'
import { type PromptMode, type PromptPort, promptSubscription, type TextPort } from './prompt.ts'
import { receiptSubscription } from './receipt.ts'
import { callbackListener, type Listener, secretPaths } from './routes.ts'
import { type HopForm, hopSchema, sessionEventSchema, smsReportSchema } from './schema.ts'
import { snapshotOf } from './tables.ts'

export interface PayerConfig extends HopConfig {
  /** What payers dial, such as `*165#`. */
  serviceCode: string
  /** How payers learn of a request. */
  prompt: PromptMode
  /** The heading of the menu. */
  appName: string
  /** Only the secret paths are answered, since a tunnel brings the whole world to this port. */
  secretPathsOnly?: boolean
}

/**
 * The payer's own USSD application: a menu of approvals, balance, history, language and
 * auto-payments, and the prompt that opens on
 * the phone by itself. It speaks Africa's Talking's USSD protocol and would run unchanged behind it.
 *
 * @example
 * const payer = new Payer({ kernel, wallet, network, messaging, config })
 * createServer((request, response) => payer.listener(request, response) || app(request, response))
 * for (const subscription of payer.subscriptions()) kernel.subscribe(subscription)
 */
export class Payer {
  readonly #kernel: Kernel
  readonly #hops: Hops
  readonly #subscriptions: Subscription[]
  /** When payers are asked. */
  readonly prompts: HeldPrompts
  /**
   * Answers `/ussd`, `/ussd/events` and `/sms/delivery`, and the same under their secret segments: 200 `text/plain`;
   * 400, 405 and 413 as problem details. False for any other path.
   */
  readonly listener: Listener

  constructor({
    kernel,
    wallet,
    network,
    messaging,
    outbound,
    config,
    parts,
  }: {
    kernel: Kernel
    wallet: Wallet
    network: PromptPort
    messaging: TextPort
    /** Tells which reports are the simulator's own network's. */
    outbound?: Pick<Outbound, 'deliveryOf'>
    config: PayerConfig
    parts?: PayerParts | undefined
  }) {
    this.#kernel = kernel
    this.#hops = new Hops({ kernel, wallet, config, parts })
    this.listener = callbackListener(
      kernel,
      {
        hop: (form) => this.hop(form as unknown as HopForm),
        events: (form) => this.sessionEnded(form),
        reports: (form, delivery) => this.smsReported(form, delivery),
      },
      {
        secretOnly: () => config.secretPathsOnly === true,
        deliveryOf: (request) => outbound?.deliveryOf(request),
      },
    )
    registerPassing(kernel, wallet)
    endIdleSessions(kernel, config.idleSeconds)
    this.prompts = new HeldPrompts(kernel)
    const held = this.prompts
    this.#subscriptions = [
      promptSubscription({ kernel, wallet, network, messaging, config, held }),
      receiptSubscription({ wallet, messaging, config }),
    ]
  }

  /**
   * One hop, without HTTP. The same session id and text get the same reply, and take effect once.
   *
   * @throws InputError where a field is missing or malformed
   */
  async hop(form: HopForm): Promise<HopReply> {
    const hop = parse(hopSchema, form, 'USSD hop')
    return this.#kernel.transact((tx) => this.#hops.take(tx, hop))
  }

  /**
   * The end of a session as Africa's Talking tells it. One that did not end well is over here too, whatever the payer
   * was about to do; events are hints and may never come.
   *
   * @throws InputError where a field is missing or malformed
   */
  async sessionEnded(form: Record<string, string>): Promise<undefined> {
    const event = parse(sessionEventSchema, form, 'end-of-session event')
    const { sessionId, phoneNumber: phone, status, errorMessage: error } = event
    if (status === 'Success') return
    // Empty where nothing failed, as the sandbox sends it.
    const why = error === '' ? undefined : error
    await this.#kernel.transact((tx) => abandon(tx, { sessionId, phone, status, error: why }))
  }

  /** Where a session stands: its machine, and the state in it. Undefined where it is over, or another app's. */
  async standing(rx: Rx, sessionId: string): Promise<{ machine: string; state: string } | undefined> {
    const { snapshot = null } = (await rx.first(snapshotOf, { sessionId })) ?? {}
    const standing = snapshot === null ? undefined : unpack(snapshot)
    return standing && { machine: standing.machine, state: String(standing.value) }
  }

  /**
   * What became of an SMS, for the timeline; that of the simulator's own network, which names the delivery, once.
   *
   * @throws InputError where a field is missing or malformed
   */
  async smsReported(form: Record<string, string>, delivery?: number): Promise<undefined> {
    const { id, status, phoneNumber: phone, failureReason } = parse(smsReportSchema, form, 'delivery report')
    const data = { messageId: id, status, ...(failureReason ? { failureReason } : {}) }
    await this.#kernel.transact((tx) =>
      takeOnce(tx, delivery, () => tx.emit({ kind: 'payer.sms-reported', phone, data })),
    )
  }

  /** Where Africa's Talking is to call through a tunnel: the same for the life of the data file. */
  get secretPaths(): { hop: string; events: string; reports: string } {
    return secretPaths(this.#kernel)
  }

  /** Prompts for what waits for an answer, and receipts for what has ended, all at least once, in order per phone. */
  subscriptions(): Subscription[] {
    return this.#subscriptions
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, form: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(form, { error: inWords })
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
  const wrong = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`)
  throw new InputError(`This is no ${what}. ${wrong.join('; ')}.`, { fields })
}
