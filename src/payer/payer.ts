import { InputError, type Kernel, type Subscription } from '../kernel/index.ts'
import type { Wallet } from '../wallet/index.ts'
import { type HopReply, Hops } from './hop.ts'
import { type PromptMode, type PromptPort, promptSubscription, type TextPort } from './prompt.ts'
import { receiptSubscription } from './receipt.ts'
import { hopListener, type Listener } from './routes.ts'
import { type HopForm, hopSchema } from './schema.ts'

export interface PayerConfig {
  /** What payers dial, such as `*165#`. */
  serviceCode: string
  /** How payers learn of a request. */
  prompt: PromptMode
  /** The heading of the menu. */
  appName: string
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
  /** Answers `/ussd`: 200 `text/plain`; 400, 405 and 413 as problem details. False for any other path. */
  readonly listener: Listener
  #config: PayerConfig

  constructor({
    kernel,
    wallet,
    network,
    messaging,
    config,
  }: {
    kernel: Kernel
    wallet: Wallet
    network: PromptPort
    messaging: TextPort
    config: PayerConfig
  }) {
    this.#kernel = kernel
    this.#config = config
    const current = () => this.#config
    this.#hops = new Hops({ kernel, wallet, frame: current })
    this.listener = hopListener(kernel, (form) => this.hop(form))
    this.#subscriptions = [
      promptSubscription({ kernel, wallet, network, messaging, config: current }),
      receiptSubscription({ wallet, messaging, config: current }),
    ]
  }

  configure(config: PayerConfig): void {
    this.#config = config
  }

  /**
   * One hop, without HTTP. The same session id and text get the same reply, and take effect once.
   *
   * @throws InputError where a field is missing or malformed
   */
  async hop(form: HopForm): Promise<HopReply> {
    const parsed = hopSchema.safeParse(form)
    if (!parsed.success) {
      const fields = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
      const wrong = parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`)
      throw new InputError(`This is no USSD hop. ${wrong.join('; ')}.`, { fields })
    }
    return this.#kernel.transact((tx) => this.#hops.take(tx, parsed.data))
  }

  /** Prompts for what waits for an answer, and receipts for what has ended, all at least once, in order per phone. */
  subscriptions(): Subscription[] {
    return this.#subscriptions
  }
}
