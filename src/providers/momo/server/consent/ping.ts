import { type Outbound, recordOf, type Subscription } from '../../../../kernel/index.ts'
import { type MomoContext, quirksIn } from '../config.ts'
import { webhooks } from '../operations.ts'
import { consentById } from './rows.ts'

type Ping = { url: string; consentId: number; body: string }

/**
 * Tells the merchant once that a consent was given, refused or has expired, so that it can ask for the token: the ping mode
 * of OpenID Connect CIBA Core 1.0, section 10.2. Only where `bc-authorize` had `client_notification_token`, of which the
 * exports say that this mode requires it, and `X-Callback-Url`. No recording of such a call was found.
 */
export function consentPingSubscription(
  { kernel, config }: MomoContext,
  outbound: Outbound,
): Subscription<'consent.settled', Ping> {
  return {
    name: 'momo.consent-ping',
    isCallback: true,
    to: ['consent.settled'],
    mode: 'at-most-once',
    target: ({ url }) => ({ url }),
    async plan(tx, { data: { consentId, environment } }) {
      if (quirksIn(config, environment)['consent-ping'] === 'none') return undefined
      const found = await tx.first(consentById, { consentId })
      if (!found?.notify_url) return undefined
      return {
        data: { url: found.notify_url, consentId, body: JSON.stringify({ auth_req_id: found.auth_req_id }) },
      }
    },
    async attempt({ data: { url, consentId, body }, event: { phone, trace, data } }) {
      // The token is the merchant's secret: it is read here, and is in no log.
      const found = await kernel.read((rx) => rx.first(consentById, { consentId }))
      const headers = { 'Content-Type': 'application/json' }
      const signed = { ...headers, Authorization: `Bearer ${found?.notify_token ?? ''}` }
      const { method } = webhooks.consentPing
      const what = { purpose: 'callback', about: data.referenceId, again: false, phone, trace } as const
      const { merchant } = data
      const answer = await outbound.send({
        url,
        method,
        headers: signed,
        body,
        timeoutMs: 10_000,
        fresh: true,
        ...what,
        merchant,
      })
      return { ok: true, detail: recordOf(headers, answer) }
    },
  }
}
