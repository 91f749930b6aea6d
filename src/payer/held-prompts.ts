import type { Kernel, Tx } from '../kernel/index.ts'

export const promptSubscriber = 'payer.prompt'
const held = 'payer.prompt-held'
/** Business milliseconds after which a held prompt is sent anyway; longer than a request waits for its payer. */
const longest = 3_600_000

/**
 * Prompts that wait until they are released, so that an action that must come before the prompt does, at any speed of
 * the machine. A phone whose next prompt must wait has a deadline, which restarts and snapshots keep.
 */
export class HeldPrompts {
  readonly #kernel: Kernel

  /** Once for each kernel. */
  constructor(kernel: Kernel) {
    this.#kernel = kernel
    // No prompt was made in that time.
    kernel.deadlines.on(held, async () => {})
  }

  /** Makes the next prompt for this phone wait. */
  async hold(tx: Tx, phone: string): Promise<void> {
    await tx.setDeadline(held, phone, tx.now + longest)
  }

  /** Until when the prompt made now waits; undefined where it does not. Later prompts do not wait. */
  async claim(tx: Tx, phone: string): Promise<number | undefined> {
    const until = await this.#kernel.deadlines.dueAt(tx, held, phone)
    if (until === undefined) return undefined
    await tx.clearDeadline(held, phone)
    return until
  }

  /** Releases the prompt for a payment request or a mandate. @returns whether it was held */
  async release(tx: Tx, of: { phone: string; referenceId: string }): Promise<boolean> {
    return (await this.#kernel.deliveries.hasten(tx, promptSubscriber, of)) > 0
  }
}
