import { beginningOf } from '../../../../kernel/index.ts'
import type { Told } from '../../../../terms/index.ts'
import { type MomoContext, type Product, products } from '../config.ts'
import { apiUserByKey } from '../tables.ts'

/** Why a subscription key is refused. `key` is the one sent, `api` the first segment of the path. */
export async function explainKey(
  { kernel, config }: MomoContext,
  key: string | undefined,
  { api, product }: { api: string; product: Product | 'any' },
): Promise<Told> {
  const { subscriptionKeys: keys } = config
  const wanted = wantedKey(api, product === 'any' ? undefined : { product, key: keys[product] })
  const where = { en: 'GET /_sim/world shows the keys.', fr: 'GET /_sim/world montre les clés.' }
  if (key === undefined || key === '') {
    const sent =
      key === undefined
        ? { en: 'was not sent', fr: 'n’a pas été envoyé' }
        : { en: 'is empty', fr: 'est vide' }
    return {
      en: `The header Ocp-Apim-Subscription-Key ${sent.en}. ${wanted.en}. ${where.en}`,
      fr: `L’en-tête Ocp-Apim-Subscription-Key ${sent.fr}. ${wanted.fr}. ${where.fr}`,
    }
  }
  const owners = products.filter((name) => keys[name] === key)
  if (owners.length > 0) {
    return {
      en: `The subscription key that was sent is the ${owners.join(' and ')} key of this world; ${wanted.en}.`,
      fr: `La clé d’abonnement envoyée est la clé ${owners.join(' et ')} de ce monde ; ${wanted.fr}.`,
    }
  }
  const alike = products.find((name) => keys[name].toLowerCase() === key.trim().toLowerCase())
  if (alike) {
    return {
      en: `The subscription key that was sent is the ${alike} key of this world in other letter case; ${wanted.en}.`,
      fr: `La clé d’abonnement envoyée est la clé ${alike} de ce monde avec d’autres majuscules ; ${wanted.fr}.`,
    }
  }
  const apiUser = await kernel.read((rx) => rx.first(apiUserByKey, { apiKey: key }))
  if (apiUser) {
    return {
      en:
        `What was sent as the subscription key is the API key of API user ${apiUser.id}, which is for the token ` +
        `operation alone; ${wanted.en}. ${where.en}`,
      fr:
        `Ce qui a été envoyé comme clé d’abonnement est la clé d’API de l’utilisateur d’API ${apiUser.id}, qui ne sert ` +
        `que pour demander un jeton ; ${wanted.fr}. ${where.fr}`,
    }
  }
  const sent = beginningOf(key)
  return {
    en: `No subscription key of this world is the one that was sent, which ${sent.en}; ${wanted.en}. ${where.en}`,
    fr: `Aucune clé d’abonnement de ce monde n’est celle qui a été envoyée, qui ${sent.fr} ; ${wanted.fr}. ${where.fr}`,
  }
}

function wantedKey(api: string, wanted: { product: Product; key: string } | undefined): Told {
  if (wanted === undefined) {
    return {
      en: `/${api} takes the subscription key of any product`,
      fr: `/${api} prend la clé d’abonnement de tout produit`,
    }
  }
  const begins = beginningOf(wanted.key)
  return {
    en: `/${api} wants the ${wanted.product} key of this world, which ${begins.en}`,
    fr: `/${api} veut la clé ${wanted.product} de ce monde, qui ${begins.fr}`,
  }
}
