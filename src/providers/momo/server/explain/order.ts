import type { Rx } from '../../../../kernel/index.ts'
import { type ReferenceOwner, referenceOwners } from '../../../../wallet/index.ts'
import { type ApiUserRow, everyApiUser, type OrderName } from '../tables.ts'

const orderWords: Record<OrderName, string> = {
  'request-to-pay': 'a request to pay',
  'pre-approval': 'a pre-approval',
  transfer: 'a transfer',
}

/** MTN's words for the wallet's. */
const orderNames: Record<ReferenceOwner['kind'], OrderName> = {
  'payment-request': 'request-to-pay',
  mandate: 'pre-approval',
  payout: 'transfer',
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
  { kind, apiUser, referenceId }: { kind: OrderName; apiUser: ApiUserRow; referenceId: string },
): Promise<string> {
  const found = await referenceOwners(rx, referenceId)
  const owners = found.map(({ merchantId, kind }) => ({ merchantId, kind: orderNames[kind] }))
  const other = owners.find((each) => each.merchantId === apiUser.merchant_id && each.kind !== kind)
  if (other) {
    return `${referenceId} is ${orderWords[other.kind]} of this API user, and ${orderWords[kind]} was asked for.`
  }
  const foreign = owners.find((each) => each.kind === kind) ?? owners[0]
  if (foreign) {
    const owner = (await rx.run(everyApiUser, {})).find((each) => each.merchant_id === foreign.merchantId)
    return (
      `${referenceId} is ${orderWords[foreign.kind]} of API user ${owner?.id ?? 'unknown'}, and ${apiUser.id} asked. ` +
      "To each API user another's orders are as unknown as none."
    )
  }
  return (
    `No ${orderWords[kind].replace(/^an? /, '')} of any API user has the reference id ${referenceId}. Was the POST ` +
    'answered 202? What was refused leaves nothing, and a reset forgets all.'
  )
}
