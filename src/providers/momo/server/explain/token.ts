import { type Told, told } from '../../../../terms/index.ts'
import type { Product } from '../config.ts'

/**
 * Why a bearer token is refused: `header` is the Authorization sent, `product` the product of the route; `known` says that
 * this world gave the token.
 */
export function explainToken(
  header: string | undefined,
  product: Product | 'any',
  token: { now: number; known: boolean },
): Told {
  const path = `/${product === 'any' ? 'collection' : product}/token/`
  const ask = { en: `Ask for another with POST ${path}.`, fr: `Demandez-en un autre par POST ${path}.` }
  return told([whyRefused(header, token), ask])
}

function whyRefused(header: string | undefined, { now, known }: { now: number; known: boolean }): Told {
  if (header === undefined || header.trim() === '') {
    return {
      en: 'The header Authorization was not sent. It is Bearer and an access token.',
      fr: 'L’en-tête Authorization n’a pas été envoyé. C’est Bearer et un jeton d’accès.',
    }
  }
  const [scheme = '', token = '', ...more] = header.trim().split(/ +/)
  if (/^basic$/i.test(scheme)) {
    return {
      en: 'API user and key were sent (Basic) where an access token is wanted (Bearer).',
      fr: 'L’utilisateur d’API et sa clé ont été envoyés (Basic) là où il faut un jeton d’accès (Bearer).',
    }
  }
  if (!/^bearer$/i.test(scheme)) {
    return {
      en: 'The header Authorization does not begin with "Bearer ".',
      fr: 'L’en-tête Authorization ne commence pas par "Bearer ".',
    }
  }
  if (token === '')
    return { en: 'There is no access token after Bearer.', fr: 'Il n’y a pas de jeton d’accès après Bearer.' }
  if (token === 'undefined' || token === 'null') {
    return {
      en: `There is no access token after Bearer, but the word ${token}.`,
      fr: `Il n’y a pas de jeton d’accès après Bearer, mais le mot ${token}.`,
    }
  }
  if (more.length > 0) {
    return {
      en: 'There is more than a token after Bearer.',
      fr: 'Il y a plus qu’un jeton après Bearer.',
    }
  }
  const expires = expiryOf(token)
  if (expires === undefined) {
    return {
      en: 'What follows Bearer is no access token of this simulator: those have three parts with points between.',
      fr: 'Ce qui suit Bearer n’est pas un jeton d’accès de ce simulateur : ceux-là ont trois parties séparées par des points.',
    }
  }
  const at = new Date(expires).toISOString()
  if (expires <= now) {
    const time = new Date(now).toISOString()
    return {
      en: `The access token ran out at ${at}; it is ${time} on the clock of the simulator. A token is good for an hour.`,
      fr: `Le jeton d’accès a expiré à ${at} ; il est ${time} à l’horloge du simulateur. Un jeton vaut une heure.`,
    }
  }
  if (known) {
    return {
      en: 'The access token was ended before its time, by a fault.',
      fr: 'Le jeton d’accès a pris fin avant l’heure, par une panne.',
    }
  }
  return {
    en:
      `The access token is good until ${at}, but this world does not know it: another simulator or world gave it, or a reset, ` +
      'a restore or another data file forgot it.',
    fr:
      `Le jeton d’accès vaut jusqu’à ${at}, mais ce monde ne le connaît pas : un autre simulateur ou un autre monde l’a donné, ` +
      'ou une réinitialisation, une restauration ou un autre fichier de données l’a oublié.',
  }
}

/** The expiry in the payload of a token, in the form of MTN's. */
function expiryOf(token: string): number | undefined {
  const [, payload] = token.split('.')
  if (payload === undefined) return undefined
  try {
    const { expires } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {
      expires?: unknown
    }
    const at = typeof expires === 'string' ? Date.parse(`${expires.replace(/Z$/, '')}Z`) : Number.NaN
    return Number.isNaN(at) ? undefined : at
  } catch {
    return undefined
  }
}
