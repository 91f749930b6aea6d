import type { Kernel, Tx } from '../kernel/index.ts'

export const promptSubscriber = 'payer.prompt'
const held = 'payer.prompt-held'
/** Longer than a request waits for its payer, in business milliseconds: what nobody lets go leaves then. */
const longest = 3_600_000

/**
 * Prompts that wait until they are let go, so that what crosses with one comes before it whatever the machine does. A
 * phone whose next prompt is to wait has a deadline: a restart and a snapshot keep it.
 */
export class HeldPrompts {
  readonly #kernel: Kernel

  /** Once for each kernel. */
  constructor(kernel: Kernel) {
    this.#kernel = kernel
    // Nobody was prompted in all that time.
    kernel.deadlines.on(held, async () => {})
  }

  /** The next prompt for this phone waits. */
  async hold(tx: Tx, phone: string): Promise<void> {
    await tx.setDeadline(held, phone, tx.now + longest)
  }

  /** Until when the prompt that is made now waits; undefined where it does not. The one after it does not. */
  async take(tx: Tx, phone: string): Promise<number | undefined> {
    const until = await this.#kernel.deadlines.dueAt(tx, held, phone)
    if (until === undefined) return undefined
    await tx.clearDeadline(held, phone)
    return until
  }

  /** Lets the prompt for a request to pay or a pre-approval go. @returns whether it was held */
  async release(tx: Tx, of: { phone: string; referenceId: string }): Promise<boolean> {
    return (await this.#kernel.deliveries.hasten(tx, promptSubscriber, of)) > 0
  }
}
