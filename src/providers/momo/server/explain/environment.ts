import type { Rx } from '../../../../kernel/index.ts'
import { nearest } from '../../../../terms/index.ts'
import type { Environment, Wallet } from '../../../../wallet/index.ts'
import type { Product } from '../config.ts'
import { type ApiUserRow, everyApiUser } from '../tables.ts'
import { listed } from './listed.ts'

/** Why an `X-Target-Environment` is not the caller's. */
export async function explainTarget(
  rx: Rx,
  wallet: Wallet,
  { target, apiUser }: { target: string; apiUser: ApiUserRow },
): Promise<string> {
  const own = apiUser.target_environment
  const names = [...wallet.environments.keys()]
  const mine = `API user ${apiUser.id} belongs to ${own}`
  if (!names.includes(target)) {
    return (
      `X-Target-Environment says ${JSON.stringify(target.slice(0, 60))}, and this world has no such environment; the ` +
      `nearest is ${nearest(target, names)}. There are ${listed(names, 20)}. ${mine}.`
    )
  }
  const there = (await rx.run(everyApiUser, {})).filter(({ target_environment: of }) => of === target)
  const users = listed(there.map(({ id }) => id)) || 'none: add one under momo.apiUsers in the world file'
  return `${mine}, and X-Target-Environment says ${target}. Send ${own}, or use an API user of ${target} (${users}).`
}

/** Why a token, or its API user, is of the wrong product, where the quirks check that. */
export function explainScope(
  product: Product,
  { tokenProduct, userProduct }: { tokenProduct: Product | null; userProduct: Product | null },
): string {
  return tokenProduct === null
    ? `The API user was made with the ${userProduct} key, and the quirk api-user-scope: product keeps it from ${product}.`
    : `The access token is one of ${tokenProduct}, and the quirk token-scope: product keeps it from ${product}. ` +
        `Ask for one with POST /${product}/token/.`
}

/** The currencies of the environment, where another was sent. */
export function explainCurrency(
  currency: string,
  { name, currencies }: Pick<Environment, 'currencies'> & { name: string },
): string {
  const has = `${name} has ${listed(currencies, 20)}`
  const spelled = currencies.find((each) => each === currency.trim().toUpperCase())
  if (spelled) return `The currency ${JSON.stringify(currency.slice(0, 20))} is written ${spelled}: ${has}.`
  const sandbox = name === 'sandbox' ? " MTN's own sandbox takes EUR alone, whatever the country." : ''
  return (
    `${has}, and ${JSON.stringify(currency.slice(0, 20))} was sent.${sandbox} A world file sets them with ` +
    `environments.${name}.currencies.`
  )
}
