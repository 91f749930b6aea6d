import type { Tx } from '../../../kernel/index.ts'
import type { OnePipeContext, OnePipeSource } from './config.ts'
import { detailsOf } from './plaintext.ts'
import { noAccount } from './wording.ts'

/** The type and the class of an account, by the type of its source. */
const accounts: Record<OnePipeSource['type'], { type: string; class: string }> = {
  'bank.account': { type: 'Current', class: 'INDCUR' },
  card: { type: 'Card', class: 'INDCARD' },
  wallet: { type: 'Wallet', class: 'INDWAL' },
  msisdn: { type: 'Wallet', class: 'INDWAL' },
}

/**
 * The `provider_response` of Get Balance, from the ledger in this unit.
 *
 * @throws Refusal where the phone of the source has no account in naira
 */
export async function readBalance(
  tx: Tx,
  { wallet, config }: OnePipeContext,
  source: OnePipeSource,
  trace: string,
): Promise<object> {
  const holder = await wallet.holders.byPhone(tx, source.phone)
  const balances = holder ? await wallet.holders.balances(tx, holder.id) : []
  const account = balances.find(
    ({ environment, currency }) => environment === config.environment && currency === 'NGN',
  )
  if (!holder || !account) throw noAccount()
  const { 'onepipe-balance-unit': unit, 'onepipe-balance-fields': fields } = config.quirks
  const amount = unit === 'kobo' ? account.amount : Math.floor(account.amount / 100)
  const full = fields === 'full'
  return {
    account_id: full ? String(holder.id).padStart(14, '0') : null,
    account_type: full ? accounts[source.type].type : null,
    account_number: detailsOf(source.type, source.plaintext).number,
    available_balance: amount,
    ledger_balance: full ? amount : null,
    minimum_balance: full ? 0 : null,
    account_class: full ? accounts[source.type].class : null,
    account_status: full ? 'ACCOUNT OPEN' : null,
    currency: 'NGN',
    reference: trace,
    meta: full ? {} : null,
  }
}
