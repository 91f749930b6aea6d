import type { Rx } from '../../../../kernel/index.ts'
import type { Told } from '../../../../terms/index.ts'
import { type ReferenceOwner, referenceOwners } from '../../../../wallet/index.ts'
import { everyApiUser, type OrderName } from '../tables.ts'

const orderWords: Record<OrderName, Told> = {
  'request-to-pay': { en: 'a request to pay', fr: 'une demande de paiement' },
  withdrawal: { en: 'a withdrawal', fr: 'un retrait' },
  invoice: { en: 'an invoice', fr: 'une facture' },
  'pre-approval': { en: 'a pre-approval', fr: 'une autorisation de prélèvement' },
  transfer: { en: 'a transfer', fr: 'un transfert' },
  deposit: { en: 'a deposit', fr: 'un dépôt' },
  refund: { en: 'a refund', fr: 'un remboursement' },
  'cash-transfer': { en: 'a cash transfer', fr: 'un transfert d’espèces' },
  payment: { en: 'a payment', fr: 'un paiement' },
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
): Told {
  const status =
    found?.status === undefined
      ? { en: '', fr: '' }
      : { en: `, which is ${found.status}`, fr: `, qui est ${found.status}` }
  const { en, fr } = orderWords[kind]
  return {
    en:
      `This API user has used X-Reference-Id ${referenceId} for ${en}${status.en}. Make a new UUID for each ` +
      'order; to learn what became of this one, GET it.',
    fr:
      `Cet utilisateur d’API a employé X-Reference-Id ${referenceId} pour ${fr}${status.fr}. Créez un nouvel UUID ` +
      'pour chaque ordre ; pour savoir ce qu’est devenu celui-ci, demandez-le par GET.',
  }
}

/** Why a reference id finds no order: it is another merchant's, of another kind, or unknown. */
export async function explainUnknownOrder(
  rx: Rx,
  { kind, merchantId, referenceId }: { kind: OrderName; merchantId: number; referenceId: string },
): Promise<Told> {
  const found = await referenceOwners(rx, referenceId)
  const owners = found.map(({ merchantId, kind }) => ({ merchantId, kind: orderName(kind) }))
  const other = owners.find((each) => each.merchantId === merchantId && each.kind !== kind)
  if (other) {
    return {
      en: `${referenceId} is ${orderWords[other.kind].en} of this API user, and ${orderWords[kind].en} was asked for.`,
      fr: `${referenceId} est ${orderWords[other.kind].fr} de cet utilisateur d’API, et on a demandé ${orderWords[kind].fr}.`,
    }
  }
  const foreign = owners.find((each) => each.kind === kind) ?? owners[0]
  if (foreign) {
    const apiUsers = await rx.run(everyApiUser, {})
    const nameOf = (id: number) => apiUsers.find((each) => each.merchant_id === id)?.id ?? 'unknown'
    const [owner, asker] = [nameOf(foreign.merchantId), nameOf(merchantId)]
    return {
      en:
        `${referenceId} is ${orderWords[foreign.kind].en} of API user ${owner}, and ${asker} asked. ` +
        "To each API user another's orders are as unknown as none.",
      fr:
        `${referenceId} est ${orderWords[foreign.kind].fr} de l’utilisateur d’API ${owner}, et c’est ${asker} qui demande. ` +
        'Pour chaque utilisateur d’API, les ordres d’un autre n’existent pas.',
    }
  }
  const { en, fr } = orderWords[kind]
  return {
    en:
      `No ${en.replace(/^an? /, '')} of any API user has the reference id ${referenceId}. Was the POST ` +
      'answered 202? What was refused leaves nothing, and a reset forgets all.',
    fr:
      `${fr.startsWith('une ') ? 'Aucune' : 'Aucun'} ${fr.replace(/^une? /, '')} d’aucun utilisateur d’API n’a l’id de référence ${referenceId}. ` +
      'Le POST a-t-il reçu 202 ? Ce qui a été refusé ne laisse rien, et une réinitialisation oublie tout.',
  }
}
