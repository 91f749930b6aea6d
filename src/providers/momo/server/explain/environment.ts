import type { Rx } from '../../../../kernel/index.ts'
import { nearest, type Told, told } from '../../../../terms/index.ts'
import type { Environment, Wallet } from '../../../../wallet/index.ts'
import type { Product } from '../config.ts'
import { type ApiUserRow, everyApiUser } from '../tables.ts'
import { listed } from './listed.ts'

/** Why an `X-Target-Environment` is not the caller's. */
export async function explainTarget(
  rx: Rx,
  wallet: Wallet,
  { target, apiUser }: { target: string; apiUser: ApiUserRow },
): Promise<Told> {
  const own = apiUser.target_environment
  const names = [...wallet.environments.keys()]
  const mine = {
    en: `API user ${apiUser.id} belongs to ${own}`,
    fr: `L’utilisateur d’API ${apiUser.id} est de ${own}`,
  }
  if (!names.includes(target)) {
    const sent = JSON.stringify(target.slice(0, 60))
    const known = listed(names, 20)
    return {
      en:
        `X-Target-Environment says ${sent}, and this world has no such environment; the ` +
        `nearest is ${nearest(target, names)}. There are ${known.en}. ${mine.en}.`,
      fr:
        `X-Target-Environment dit ${sent}, et ce monde n’a pas cet environnement ; le plus ` +
        `proche est ${nearest(target, names)}. Il y a ${known.fr}. ${mine.fr}.`,
    }
  }
  const there = (await rx.run(everyApiUser, {})).filter(({ target_environment: of }) => of === target)
  const users = listed(there.map(({ id }) => id))
  const none = {
    en: 'none: add one under momo.apiUsers in the world file',
    fr: 'aucun : ajoutez-en un sous momo.apiUsers dans le fichier de monde',
  }
  return {
    en: `${mine.en}, and X-Target-Environment says ${target}. Send ${own}, or use an API user of ${target} (${users.en || none.en}).`,
    fr: `${mine.fr}, et X-Target-Environment dit ${target}. Envoyez ${own}, ou prenez un utilisateur d’API de ${target} (${users.fr || none.fr}).`,
  }
}

/** Why a token, or its API user, is of the wrong product, where the quirks check that. */
export function explainScope(
  product: Product,
  { tokenProduct, userProduct }: { tokenProduct: Product | null; userProduct: Product | null },
): Told {
  return tokenProduct === null
    ? {
        en: `The API user was made with the ${userProduct} key, and the quirk api-user-scope: product keeps it from ${product}.`,
        fr: `L’utilisateur d’API a été créé avec la clé ${userProduct}, et la particularité api-user-scope: product lui ferme ${product}.`,
      }
    : {
        en:
          `The access token is one of ${tokenProduct}, and the quirk token-scope: product keeps it from ${product}. ` +
          `Ask for one with POST /${product}/token/.`,
        fr:
          `Le jeton d’accès est de ${tokenProduct}, et la particularité token-scope: product lui ferme ${product}. ` +
          `Demandez-en un par POST /${product}/token/.`,
      }
}

/** The currencies of the environment, where another was sent. */
export function explainCurrency(
  currency: string,
  { name, currencies }: Pick<Environment, 'currencies'> & { name: string },
): Told {
  const known = listed(currencies, 20)
  const sent = JSON.stringify(currency.slice(0, 20))
  const spelled = currencies.find((each) => each === currency.trim().toUpperCase())
  if (spelled) {
    return {
      en: `The currency ${sent} is written ${spelled}: ${name} has ${known.en}.`,
      fr: `La devise ${sent} s’écrit ${spelled} : ${name} a ${known.fr}.`,
    }
  }
  const ofMtn = {
    en: "MTN's own sandbox takes EUR alone, whatever the country.",
    fr: 'Le bac à sable de MTN ne prend que EUR, quel que soit le pays.',
  }
  return told([
    {
      en: `${name} has ${known.en}, and ${sent} was sent.`,
      fr: `${name} a ${known.fr}, et ${sent} a été envoyé.`,
    },
    ...(name === 'sandbox' ? [ofMtn] : []),
    {
      en: `A world file sets them with environments.${name}.currencies.`,
      fr: `Un fichier de monde les règle par environments.${name}.currencies.`,
    },
  ])
}
