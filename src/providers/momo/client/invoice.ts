import { type CallOptions, ClientError, checkOptions, signal as signalCheck } from '../../../client/parts.ts'
import { Reference, type Sending } from './reference.ts'

/** A bill that a payer pays when he likes, as its merchant sees it. */
export class Invoice extends Reference {
  protected readonly title = 'Invoice'
  protected readonly remedy =
    "Pay it on the payer's phone, under Bills and invoices; cancel it; or move the clock past its end."
  protected readonly path = '/v2_0/invoice'
  readonly #newId: () => string

  /** @param newId makes a reference id: a cancellation has one of its own */
  constructor(sending: Sending, newId: () => string) {
    super(sending)
    this.#newId = newId
  }

  /**
   * The number under which its payer finds it: MTN's `invoiceId`, 10 digits.
   *
   * @example
   * await ama.reply(await bill.number())
   *
   * @throws ClientError with MTN's message and code where its status is refused
   */
  async number(options: CallOptions = {}): Promise<string> {
    const { invoiceId } = await this.status({ callbackWaitMs: 0, ...options })
    if (invoiceId !== undefined) return invoiceId
    throw new ClientError(`Invoice ${this.id} has no invoiceId in its status.`)
  }

  /**
   * Takes it back, so that nobody can pay it. One that is paid, cancelled or over stays as it is: its status tells.
   *
   * @throws ClientError with MTN's message and code where it is refused
   */
  async cancel(options: CallOptions = {}): Promise<void> {
    checkOptions('cancel', options, { signal: signalCheck })
    await this.access.send({
      method: 'DELETE',
      path: `${this.path}/${this.id}`,
      headers: {
        'X-Reference-Id': this.#newId(),
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ externalId: this.id }),
      signal: options.signal,
    })
  }
}
