import type { z } from 'zod'
import {
  type Api,
  type HttpRequest,
  InputError,
  inWords,
  type Kernel,
  type Outbound,
  type Rx,
  type Subscription,
  type Tx,
  takeOnce,
} from '../kernel/index.ts'
import { untilHot } from '../terms/index.ts'
import type { Wallet } from '../wallet/index.ts'
import { abandon, endIdleSessions } from './abandoned-session.ts'
import { HeldPrompts } from './held-prompts.ts'
import { type HopConfig, type HopReply, Hops, type PayerParts } from './hop.ts'
import { type PromptMode, type PromptPort, promptSubscription, type TextPort } from './prompt.ts'
import { receiptSubscription } from './receipt.ts'
import { registerRetention } from './retention.ts'
import { callbackApi, secretPaths } from './routes.ts'
import { type ApprovalRef, type HopForm, hopSchema, sessionEventSchema, smsReportSchema } from './schema.ts'
import { type machines, sessionShell } from './session-machines.ts'
import { machineOfSession, promptByApproval, snapshotOf } from './tables.ts'

export interface PayerConfig extends HopConfig {
  /** The code that payers dial, such as `*165#`. */
  serviceCode: string
  /** How payers learn of a request. */
  prompt: PromptMode
  /** How payers learn of an invoice; not at all where left out. */
  promptInvoices?: PromptMode | undefined
  /** The heading of the menu. */
  appName: string
  /** Answers only the secret paths, since a tunnel opens this port to the Internet. */
  secretPathsOnly?: boolean
}

/** The request that brought a form. */
type OfApp = Pick<HttpRequest, 'trace' | 'phone'>

/**
 * The payer's own USSD application: a menu of approvals, balance, history, language, auto-payments, withdrawals, invoices and
 * shared data, and the prompt that the network opens on the phone. It uses Africa's Talking's USSD protocol and would run
 * unchanged behind it.
 *
 * @example
 * const payer = new Payer({ kernel, wallet, network, messaging, config })
 * const door = new FrontDoor([payer.api()])
 * for (const subscription of payer.subscriptions()) kernel.subscribe(subscription)
 */
export class Payer {
  readonly #kernel: Kernel
  readonly #hops: Hops
  readonly #subscriptions: Subscription[]
  /** Holds prompts back, and releases them. */
  readonly prompts: HeldPrompts
  readonly #api: Api
  /** The code that payers dial. */
  readonly serviceCode: string

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
    /** Identifies the reports of the simulator's own network. */
    outbound?: Pick<Outbound, 'deliveryOf'>
    config: PayerConfig
    parts?: PayerParts | undefined
  }) {
    this.#kernel = kernel
    this.serviceCode = config.serviceCode
    this.#hops = new Hops({ kernel, wallet, config, parts })
    this.#api = callbackApi(
      kernel,
      {
        hop: (form, { request }) => this.hop(form as unknown as HopForm, request),
        events: (form, { request }) => this.sessionEnded(form, request),
        reports: (form, of) => this.smsReported(form, of),
      },
      {
        secretOnly: config.secretPathsOnly === true,
        deliveryOf: (request) => outbound?.deliveryOf(request),
      },
    )
    registerRetention(kernel, wallet)
    endIdleSessions(kernel, config.idleSeconds)
    this.prompts = new HeldPrompts(kernel)
    const held = this.prompts
    this.#subscriptions = [
      promptSubscription({ kernel, wallet, network, messaging, config, held }),
      receiptSubscription({ wallet, messaging, config }),
    ]
  }

  /**
   * Answers `/ussd`, `/ussd/events` and `/sms/delivery`, and the same under their secret segments: 200 `text/plain`;
   * 400, 405 and 413 as problem details.
   */
  api(): Api {
    return this.#api
  }

  /**
   * One hop, without HTTP. The same session id and text get the same reply, and take effect once.
   *
   * @throws InputError where a field is missing or malformed
   */
  async hop(form: HopForm, request?: OfApp): Promise<HopReply> {
    const hop = parse(hopSchema, form, 'USSD hop')
    return this.#inSession(request, hop.phoneNumber, (tx) => this.#hops.answer(tx, hop))
  }

  /** The hops of one session belong together, also where a real network sends each as a request of its own. */
  #inSession<Result>(
    request: OfApp | undefined,
    phone: string,
    work: (tx: Tx) => Promise<Result>,
  ): Promise<Result> {
    if (request) request.phone = phone
    return this.#kernel.transact(async (tx) => {
      const result = await work(tx)
      if (request) request.trace = tx.trace
      return result
    }, request)
  }

  /**
   * Africa's Talking's event at the end of a session. If the session failed, it ends here too. These events may never
   * arrive, so the app does not depend on them.
   *
   * @throws InputError where a field is missing or malformed
   */
  async sessionEnded(form: Record<string, string>, request?: OfApp): Promise<undefined> {
    const event = parse(sessionEventSchema, form, 'end-of-session event')
    const { sessionId, phoneNumber: phone, status, errorMessage: error } = event
    if (request) request.phone = phone
    if (status === 'Success') return
    // The sandbox sends an empty message where nothing failed.
    const why = error === '' ? undefined : error
    await this.#inSession(request, phone, (tx) => abandon(tx, { sessionId, phone, status, error: why }))
  }

  /** The machine of a session and its state. Undefined where the session is over, or another app's. */
  async machineState(rx: Rx, sessionId: string): Promise<{ machine: string; state: string } | undefined> {
    const { snapshot = null } = (await rx.first(snapshotOf, { sessionId })) ?? {}
    const machineState = snapshot === null ? undefined : sessionShell.unpack(snapshot)
    return machineState && { machine: machineState.machine, state: String(machineState.value) }
  }

  /** The machine that a session runs or ran on; undefined where it is another app's, or the phone had no account. */
  async machineOf(rx: Rx, sessionId: string): Promise<keyof typeof machines | undefined> {
    const session = await rx.first(machineOfSession, { sessionId })
    if (!session || session.holder_id === null) return undefined
    return session.prompt === null ? 'menu' : 'prompt'
  }

  /** The ids of the sessions that were opened to prompt for these; nothing for those without one. */
  async promptSessions(rx: Rx, approvals: readonly ApprovalRef[]): Promise<string[]> {
    const sessions: string[] = []
    for (const approval of approvals) {
      const prompt = await rx.first(promptByApproval, approval)
      if (prompt) sessions.push(prompt.session_id)
    }
    return sessions
  }

  /** The session that was opened to prompt for an approval: whether it is still open; undefined where there was none. */
  async promptSession(rx: Rx, approval: ApprovalRef): Promise<'open' | 'over' | undefined> {
    const prompt = await rx.first(promptByApproval, approval)
    const session = prompt && (await rx.first(snapshotOf, { sessionId: prompt.session_id }))
    if (!session) return undefined
    return session.snapshot === null ? 'over' : 'open'
  }

  /**
   * Africa's Talking's delivery report of an SMS, for the timeline. A report of the simulator's own network names its
   * delivery and is recorded once.
   *
   * @throws InputError where a field is missing or malformed
   */
  async smsReported(
    form: Record<string, string>,
    { delivery, request }: { delivery?: number | undefined; request?: OfApp } = {},
  ): Promise<undefined> {
    const { id, status, phoneNumber: phone, failureReason } = parse(smsReportSchema, form, 'delivery report')
    const data = { messageId: id, status, ...(failureReason ? { failureReason } : {}) }
    if (request) request.phone = phone
    await this.#kernel.transact(
      (tx) => takeOnce(tx, delivery, () => tx.emit({ kind: 'payer.sms-reported', phone, data })),
      request,
    )
  }

  /** The paths that Africa's Talking calls through a tunnel; they never change for a data file. */
  get secretPaths(): { hop: string; events: string; reports: string } {
    return secretPaths(this.#kernel)
  }

  /** Prompts for new requests and mandates, receipts for settled ones; at least once, in order per phone. */
  subscriptions(): Subscription[] {
    return this.#subscriptions
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, form: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(form, { error: inWords, ...untilHot(schema) })
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
  const wrong = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`)
  throw new InputError(`This is no ${what}. ${wrong.join('; ')}.`, { fields })
}
