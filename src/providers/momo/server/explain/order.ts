import type { Rx } from '../../../../kernel/index.ts'
import { type ReferenceOwner, referenceOwners } from '../../../../wallet/index.ts'
import { everyApiUser, type OrderName } from '../tables.ts'

const orderWords: Record<OrderName, string> = {
  'request-to-pay': 'a request to pay',
  withdrawal: 'a withdrawal',
  invoice: 'an invoice',
  'pre-approval': 'a pre-approval',
  transfer: 'a transfer',
  deposit: 'a deposit',
  refund: 'a refund',
  'cash-transfer': 'a cash transfer',
  payment: 'a payment',
}

/** MTN's words for the wallet's, where they differ. */
const orderNames = { mandate: 'pre-approval', disbursement: 'transfer', 'bill-payment': 'payment' } as const

function orderName(kind: ReferenceOwner['kind']): OrderName {
  return kind in orderNames
    ? orderNames[kind as keyof typeof orderNames]
    : (kind as Exclude<typeof kind, keyof typeof orderNames>)
}

/** Why a reference id is taken. */
export function explainDuplicate(
  kind: OrderName,
  { referenceId, found }: { referenceId: string; found: { status?: string } | undefined },
): string {
  const status = found?.status === undefined ? '' : `, which is ${found.status}`
  return (
    `This API user has used X-Reference-Id ${referenceId} for ${orderWords[kind]}${status}. Make a new UUID for each ` +
    'order; to learn what became of this one, GET it.'
  )
}

/** Why a reference id finds no order: it is another merchant's, of another kind, or unknown. */
export async function explainUnknownOrder(
  rx: Rx,
  { kind, merchantId, referenceId }: { kind: OrderName; merchantId: number; referenceId: string },
): Promise<string> {
  const found = await referenceOwners(rx, referenceId)
  const owners = found.map(({ merchantId, kind }) => ({ merchantId, kind: orderName(kind) }))
  const other = owners.find((each) => each.merchantId === merchantId && each.kind !== kind)
  if (other) {
    return `${referenceId} is ${orderWords[other.kind]} of this API user, and ${orderWords[kind]} was asked for.`
  }
  const foreign = owners.find((each) => each.kind === kind) ?? owners[0]
  if (foreign) {
    const apiUsers = await rx.run(everyApiUser, {})
    const nameOf = (id: number) => apiUsers.find((each) => each.merchant_id === id)?.id ?? 'unknown'
    return (
      `${referenceId} is ${orderWords[foreign.kind]} of API user ${nameOf(foreign.merchantId)}, and ${nameOf(merchantId)} asked. ` +
      "To each API user another's orders are as unknown as none."
    )
  }
  return (
    `No ${orderWords[kind].replace(/^an? /, '')} of any API user has the reference id ${referenceId}. Was the POST ` +
    'answered 202? What was refused leaves nothing, and a reset forgets all.'
  )
}
