import { type KernelEvent, type Outbound, recordOf, type Subscription } from '../../../kernel/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { cashTransfers } from './cash-transfer.ts'
import { type MomoContext, quirksIn } from './config.ts'
import { deposits } from './deposit.ts'
import { invoices } from './invoice.ts'
import type { OrderKind, SettledKind } from './order.ts'
import { payments } from './payment.ts'
import { preApprovals } from './pre-approval.ts'
import { refunds } from './refund.ts'
import { requestsToPay } from './request-to-pay.ts'
import { callbackUrlOf } from './tables.ts'
import { transfers } from './transfer.ts'
import { withdrawals } from './withdrawal.ts'

const kinds: ReadonlyMap<SettledKind, OrderKind> = new Map(
  [
    ...[requestsToPay, withdrawals, invoices, preApprovals],
    ...[transfers, deposits, refunds, cashTransfers, payments],
  ].map((kind) => [kind.settled, kind]),
)

/** The callback to send; written when the order settles. */
type Callback = { url: string; method: string; body: string }

type CallbackSubscription = Subscription<SettledKind, Callback>

/**
 * Calls the merchant back once, without a retry, when an order is final; only where the order had an `X-Callback-Url`
 * (https://momodeveloper.mtn.com/api-documentation/callback). Any answer counts as delivered.
 */
export function callbackSubscription(context: MomoContext, outbound: Outbound): CallbackSubscription {
  return {
    ...callbacks(context, 'none'),
    name: 'momo.callback',
    isCallback: true,
    mode: 'at-most-once',
    async attempt({ data, event }) {
      return { ok: true, detail: await send(outbound, { event, again: false, ...data }, 10_000) }
    },
  }
}

/**
 * The same where the world retries callbacks until the merchant answers with 2xx within two seconds: 20 retries one
 * second apart, 30 retries two minutes apart, then one every hour.
 */
export function callbackLadderSubscription(context: MomoContext, outbound: Outbound): CallbackSubscription {
  return {
    ...callbacks(context, 'ladder'),
    name: 'momo.callback-ladder',
    isCallback: true,
    mode: 'at-least-once',
    async attempt({ data, event }) {
      const detail = await send(outbound, { event, again: true, ...data }, 2_000)
      return { ok: detail.status >= 200 && detail.status < 300, detail }
    },
    retry(attempt) {
      if (attempt <= 20) return 1_000
      return attempt <= 50 ? 120_000 : 3_600_000
    },
  }
}

/** Common to both: which orders get a callback, and its content. */
function callbacks(
  context: MomoContext,
  retries: MomoQuirks['callback-retries'],
): Pick<CallbackSubscription, 'to' | 'plan' | 'target'> {
  return {
    to: [...kinds.keys()],
    target: ({ url }) => ({ url }),
    async plan(tx, event) {
      const kind = kinds.get(event.kind)
      const { environment, referenceId } = event.data
      const quirks = quirksIn(context.config, environment)
      if (!kind || quirks['callback-retries'] !== retries) return undefined
      const order = await kind.loadSettled(tx, context, event)
      if (!order) return undefined
      const { merchantId, result } = order
      const found = await tx.first(callbackUrlOf, { merchantId, kind: kind.name, referenceId })
      if (!found) return undefined
      const wanted = quirks['callback-method']
      const method = wanted === 'by-kind' ? (found.method ?? kind.callbackMethod) : wanted
      return { data: { url: found.url, method, body: JSON.stringify(result) } }
    },
  }
}

/** As in a callback that Deval123/nkap recorded on 2026-09-16. */
const callbackHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'User-Agent': 'LWAC Http Client 1.0',
}

async function send(
  outbound: Outbound,
  { url, method, body, event, again }: Callback & { event: KernelEvent<SettledKind>; again: boolean },
  timeoutMs: number,
) {
  const headers = { ...callbackHeaders }
  const { phone, trace, data } = event
  const what = {
    purpose: 'callback',
    about: data.referenceId,
    again,
    phone,
    trace,
    merchant: data.merchant,
  } as const
  const answer = await outbound.send({ url, method, headers, body, timeoutMs, fresh: true, ...what })
  return recordOf(headers, answer)
}
