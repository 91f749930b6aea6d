import type { Kernel, Outbound, Rx, Subscription, Tx } from '../kernel/index.ts'
import type { SentSms, SmsThread } from '../terms/sim/message.ts'
import type { NetworkConfig } from './config.ts'
import { switchedOnHandset } from './handset.ts'
import { underwayDeadline, underwayDue } from './sms-arrival.ts'
import { smsCallbacks } from './sms-callbacks.ts'
import { sendFromHandset } from './sms-outbox.ts'
import { readThreads } from './sms-thread.ts'

/** SMS from handsets, and the SMS callbacks to apps. */
export class Sms {
  readonly #dependencies: { kernel: Kernel; outbound: Outbound; config: NetworkConfig }

  constructor(dependencies: { kernel: Kernel; outbound: Outbound; config: NetworkConfig }) {
    this.#dependencies = dependencies
  }

  send(msisdn: string, message: { to: string; text: string }): Promise<SentSms> {
    const { kernel, config } = this.#dependencies
    return kernel.transact(async (tx: Tx) => {
      await switchedOnHandset(tx, msisdn, config.openPhones)
      return sendFromHandset(tx, { msisdn, ...message })
    })
  }

  threads(rx: Rx, msisdn: string): Promise<SmsThread[]> {
    return readThreads(rx, msisdn)
  }

  subscriptions(): Subscription[] {
    return smsCallbacks(this.#dependencies)
  }

  registerDeadlines(): void {
    this.#dependencies.kernel.deadlines.on(underwayDeadline, underwayDue)
  }
}
