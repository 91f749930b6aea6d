import type { Tx } from '../kernel/index.ts'
import { partyNumberPattern, type Told } from '../terms/index.ts'
import { environmentOf, type WalletConfig } from './config.ts'
import type { PaymentRequests } from './payment-request/actions.ts'
import type { WalletTables } from './tables.ts'

const referenceUsed = {
  en: 'This merchant has used this reference id.',
  fr: 'Ce marchand a déjà pris cet identifiant de référence.',
}

/** Set by the trigger on the view `requests`; the ref is the incoming row's id. */
export const incomingKind = 'request-to-pay.incoming'

/**
 * Makes a payment request of a row that another program inserted into the view `requests`. A refusal is an event on the
 * timeline: the insert has already succeeded, so that program gets no other answer.
 */
export async function createFromIncoming(
  tx: Tx,
  id: number,
  { requests, config }: { requests: PaymentRequests; config: WalletConfig },
): Promise<void> {
  const db = tx.db<WalletTables>()
  const row = await db.deleteFrom('incoming_requests').where('id', '=', id).returningAll().executeTakeFirst()
  if (!row) return
  const refuse = async ({ en: reason, fr }: Told) => {
    const data = {
      reason,
      reasonIn: { fr },
      merchantId: row.merchant_id,
      payer: row.payer_value,
      referenceId: row.reference_id,
    }
    await tx.emit({ kind: 'request-to-pay.refused', data })
  }
  const environment = environmentOf(config, row.environment)
  if (!environment)
    return refuse({
      en: `There is no environment ${row.environment}.`,
      fr: `Il n’y a pas d’environnement ${row.environment}.`,
    })
  if (!environment.currencies.includes(row.currency))
    return refuse({
      en: `${row.environment} has no ${row.currency}.`,
      fr: `${row.environment} n’a pas de ${row.currency}.`,
    })
  if (row.payer_type === 'MSISDN' && !partyNumberPattern.test(row.payer_value))
    return refuse({
      en: `${row.payer_value} is no number.`,
      fr: `${row.payer_value} n’est pas un numéro.`,
    })
  const { outcome } = await requests.create(tx, {
    merchantId: row.merchant_id,
    product: 'collection',
    referenceId: row.reference_id ?? tx.random.uuid(),
    environment: row.environment,
    payer: { type: row.payer_type, id: row.payer_value },
    amount: row.amount,
    currency: row.currency,
    externalId: row.external_id,
    payerMessage: row.payer_message,
    payeeNote: row.payee_note,
  })
  if (outcome === 'duplicate') await refuse(referenceUsed)
}
