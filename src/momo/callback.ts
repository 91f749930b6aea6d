import { messageOf, type Outbound, type Subscription } from '../kernel/index.ts'
import type { MomoContext } from './config.ts'
import { requestToPayResult } from './request-to-pay.ts'
import { callbackUrlOf } from './tables.ts'

/** Real milliseconds that a merchant has to answer. */
const timeoutMs = 10_000

/** What is sent, settled when the request to pay was. */
type Callback = { url: string; method: string; body: string }

/**
 * Tells the merchant once, without a retry, that a request to pay is final; only where it gave an
 * `X-Callback-Url` (https://momodeveloper.mtn.com/api-documentation/callback). Any answer counts as delivered.
 */
export function callbackSubscription(context: MomoContext, outbound: Outbound): Subscription {
  return {
    name: 'momo.callback',
    to: ['request-to-pay.settled'],
    mode: 'at-most-once',
    async plan(tx, event) {
      const request = await context.wallet.requestById(tx, Number(event.data.requestId))
      if (!request) return undefined
      const { merchantId, referenceId } = request
      const found = await tx.first(callbackUrlOf, { merchantId, referenceId })
      if (!found) return undefined
      const { quirks } = context.config
      const body = JSON.stringify(requestToPayResult(request, quirks))
      return { data: { url: found.url, method: quirks['callback-method'], body } satisfies Callback }
    },
    async attempt({ data }) {
      const { url, method, body } = data as Callback
      try {
        const headers = { 'Content-Type': 'application/json' }
        const { status } = await outbound.send({ url, method, headers, body, timeoutMs, fresh: true })
        return { ok: true, detail: { status } }
      } catch (error) {
        return { ok: false, detail: { error: messageOf(error) } }
      }
    },
  }
}
