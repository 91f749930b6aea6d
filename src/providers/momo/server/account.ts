import { exponentOf, type HttpRequest, wireAmount } from '../../../kernel/index.ts'
import { authenticate } from './caller.ts'
import type { MomoContext, Product } from './config.ts'
import { explainCurrency } from './explain/environment.ts'
import { explainMagic, magicMeaning } from './magic-numbers.ts'
import { phoneOf } from './party-phone.ts'
import { readParty, shown } from './schema.ts'
import { badRequest, refusalFor, walletRefusal } from './wording.ts'

/** `GET …/account/balance[/{currency}]`; the routes of 2018 show the collection account. @throws Refusal */
export async function accountBalance(
  context: MomoContext,
  request: HttpRequest<{ currency?: string }>,
  product: Product | 'any',
): Promise<{ availableBalance: string; currency: string }> {
  const { currency } = request.params
  return context.kernel.read(async (rx) => {
    const { apiUser, environment, quirks } = await authenticate(context, rx, request, product)
    const wanted = currency?.toUpperCase()
    const balance = await context.wallet.merchants.balance(rx, {
      merchantId: apiUser.merchant_id,
      environment: apiUser.target_environment,
      product: product === 'any' ? 'collection' : product,
      ...(wanted !== undefined && { currency: wanted }),
    })
    if (balance) {
      return { availableBalance: wireAmount(balance.amount, balance.currency), currency: balance.currency }
    }
    if (quirks['balance-currencies'] === 'any' && wanted !== undefined && exponentOf(wanted) !== undefined) {
      return { availableBalance: '0', currency: wanted }
    }
    throw walletRefusal('INVALID_CURRENCY').explained(explainCurrency(currency ?? '', environment))
  })
}

/**
 * `GET …/accountholder/{type}/{id}/active`.
 *
 * @throws Refusal 400 for an unknown type or an id not of that type; for a test number, its own refusal
 */
export async function accountHolderActive(
  context: MomoContext,
  request: HttpRequest<{ accountHolderIdType: string; accountHolderId: string }>,
  product: Product | 'any',
): Promise<{ result: boolean }> {
  return context.kernel.read(async (rx) => {
    const { environment, quirks } = await authenticate(context, rx, request, product)
    const { accountHolderIdType: type, accountHolderId } = request.params
    if (quirks['holder-type-case'] === 'small' && type !== type.toLowerCase()) {
      throw badRequest({
        en: `accountHolderIdType is ${shown(type)}; it must be in small letters. (Quirk holder-type-case: small.)`,
        fr: `accountHolderIdType est ${shown(type)} ; il le faut en minuscules. (Particularité holder-type-case: small.)`,
      })
    }
    const party = readParty(type, accountHolderId)
    request.phone = phoneOf(party, environment)
    const meaning = magicMeaning('account-holder', { party, environment: environment.name }, quirks)
    if (meaning === 'not-active') return { result: false }
    if (meaning === undefined)
      return { result: await context.wallet.holders.isActive(rx, environment.name, party) }
    const refusal = meaning === 'not-found' ? walletRefusal('RESOURCE_NOT_FOUND') : refusalFor(meaning)
    throw refusal.explained(explainMagic(party, meaning))
  })
}
