import {
  type CallOptions,
  checkOptions,
  signal as signalCheck,
  text as textCheck,
} from '../../../client/parts.ts'
import { Reference } from './reference.ts'

/** A request to pay, as its merchant sees it. */
export class Order extends Reference {
  protected readonly title = 'Order'
  protected readonly remedy = "Approve or reject it on the payer's phone, or move the clock past its expiry."
  protected readonly path = '/v1_0/requesttopay'

  /**
   * Sends the payer a text about this order (MTN's delivery notification), once.
   *
   * @param text 160 characters at most
   * @param options `language` is a code such as `en`, passed on as the `Language` header
   * @throws ClientError with MTN's message and code where it is refused
   */
  async notify(text: string, options: { language?: string } & CallOptions = {}): Promise<void> {
    checkOptions('notify', options, { language: textCheck, signal: signalCheck })
    const { language, signal } = options
    await this.access.send({
      method: 'POST',
      path: `${this.path}/${this.id}/deliverynotification`,
      headers: {
        'Content-Type': 'application/json',
        ...(language === undefined ? {} : { Language: language }),
      },
      // In the body, since the header of the same name takes no text beyond Latin-1.
      body: JSON.stringify({ notificationMessage: text }),
      signal,
    })
  }
}
