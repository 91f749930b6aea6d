import { beginningOf, type Rx } from '../../../../kernel/index.ts'
import { type Told, told } from '../../../../terms/index.ts'
import { type MomoConfig, type Product, products } from '../config.ts'
import { type ApiUserRow, apiUserByKey, everyApiUser } from '../tables.ts'
import { listed } from './listed.ts'

const how = {
  en: 'Send Authorization: Basic with base64 of API user:API key.',
  fr: 'Envoyez Authorization: Basic avec le base64 de « utilisateur:clé ».',
}

/**
 * Why the token operation refuses. `apiUser` has the id that was sent, if one has; the credentials are undefined where
 * the header cannot be read.
 */
export async function explainCredentials(
  { subscriptionKeys }: MomoConfig,
  rx: Rx,
  of: {
    header: string | undefined
    credentials: { user: string; key: string } | undefined
    apiUser: ApiUserRow | undefined
    product: Product
  },
): Promise<Told> {
  const { header, credentials, apiUser, product } = of
  if (!credentials) return unreadable(header, product)
  const { user, key } = credentials
  if (!apiUser) return unknownUser(rx, { user, key })
  const { id } = apiUser
  if (apiUser.api_key === null) {
    return {
      en: `API user ${id} has no API key yet. Make one with POST /v1_0/apiuser/${id}/apikey.`,
      fr: `L’utilisateur d’API ${id} n’a pas encore de clé d’API. Créez-en une par POST /v1_0/apiuser/${id}/apikey.`,
    }
  }
  const begins = beginningOf(apiUser.api_key)
  const mine = { en: `The API key of ${id} ${begins.en}`, fr: `La clé d’API de ${id} ${begins.fr}` }
  if (key === '') {
    return {
      en: `API user ${id} was sent with an empty API key. ${mine.en}.`,
      fr: `L’utilisateur d’API ${id} a été envoyé avec une clé d’API vide. ${mine.fr}.`,
    }
  }
  const owner = await rx.first(apiUserByKey, { apiKey: key })
  if (owner) {
    return {
      en: `The API key that was sent is that of API user ${owner.id}, not of ${id}.`,
      fr: `La clé d’API envoyée est celle de l’utilisateur d’API ${owner.id}, et non de ${id}.`,
    }
  }
  const subscription = products.find((name) => subscriptionKeys[name] === key)
  if (subscription) {
    return {
      en: `What was sent as the API key of ${id} is the ${subscription} subscription key of this world. ${mine.en}.`,
      fr: `Ce qui a été envoyé comme clé d’API de ${id} est la clé d’abonnement ${subscription} de ce monde. ${mine.fr}.`,
    }
  }
  const sent = beginningOf(key)
  const other = {
    en:
      `The API key that was sent with API user ${id} is not its own: it ${sent.en}. ${mine.en}; ` +
      'a new key takes the place of the one before.',
    fr:
      `La clé d’API envoyée avec l’utilisateur d’API ${id} n’est pas la sienne : elle ${sent.fr}. ${mine.fr} ; ` +
      'une nouvelle clé remplace la précédente.',
  }
  if (key.trim() !== apiUser.api_key) return other
  return told([
    other,
    {
      en: 'It is the right one with blanks or a line end around it.',
      fr: 'C’est la bonne, avec des espaces ou une fin de ligne autour.',
    },
  ])
}

function unreadable(header: string | undefined, product: Product): Told {
  return told([whyUnreadable(header, product), how])
}

function whyUnreadable(header: string | undefined, product: Product): Told {
  if (header === undefined || header === '') {
    return {
      en: `The header Authorization was not sent to POST /${product}/token/.`,
      fr: `L’en-tête Authorization n’a pas été envoyé à POST /${product}/token/.`,
    }
  }
  const [scheme = ''] = header.split(' ')
  if (/^bearer$/i.test(scheme)) {
    return {
      en: `POST /${product}/token/ was sent a Bearer token; it is where tokens come from.`,
      fr: `POST /${product}/token/ a reçu un jeton Bearer ; c’est elle qui donne les jetons.`,
    }
  }
  if (!/^basic$/i.test(scheme)) {
    return {
      en: 'The header Authorization does not begin with Basic.',
      fr: 'L’en-tête Authorization ne commence pas par Basic.',
    }
  }
  return {
    en: 'What follows Basic in Authorization is no base64 of a text with a colon.',
    fr: 'Ce qui suit Basic dans Authorization n’est pas le base64 d’un texte avec un deux-points.',
  }
}

async function unknownUser(rx: Rx, { user, key }: { user: string; key: string }): Promise<Told> {
  const all = await rx.run(everyApiUser, {})
  const swapped = all.find((each) => each.api_key === user)
  if (swapped) {
    return {
      en: `The API key of ${swapped.id} was sent as the API user: the API user comes first, then the colon, then the key.`,
      fr: `La clé d’API de ${swapped.id} a été envoyée comme utilisateur d’API : l’utilisateur d’abord, puis le deux-points, puis la clé.`,
    }
  }
  // A user id is no secret, but a key sent instead of it is.
  const named = /^[0-9a-f-]{36}$/i.test(user) || all.some(({ id }) => id.toLowerCase() === user.toLowerCase())
  const begins = beginningOf(user)
  const unknown = named
    ? { en: `No API user ${user} in this world.`, fr: `Pas d’utilisateur d’API ${user} dans ce monde.` }
    : {
        en: `The API user that was sent ${begins.en}, and this world has no such API user.`,
        fr: `L’utilisateur d’API envoyé ${begins.fr}, et ce monde n’en a pas de tel.`,
      }
  const unlike = all.find(({ id }) => id.toLowerCase() === user.toLowerCase())
  if (unlike) {
    const alike = {
      en: `There is ${unlike.id}: ids that are no UUIDs are read letter by letter.`,
      fr: `Il y a ${unlike.id} : un id qui n’est pas un UUID se lit lettre par lettre.`,
    }
    return told([unknown, alike])
  }
  const owner = key === '' ? undefined : all.find((each) => each.api_key === key)
  const belongs = owner && {
    en: `The API key that was sent with it is that of ${owner.id}.`,
    fr: `La clé d’API envoyée avec lui est celle de ${owner.id}.`,
  }
  const there = listed(all.map(({ id }) => id))
  return told([
    unknown,
    { en: `There are ${there.en || 'none'}.`, fr: `Il y a ${there.fr || 'aucun utilisateur d’API'}.` },
    ...(belongs ? [belongs] : []),
    {
      en: 'In the sandbox POST /v1_0/apiuser makes one; a reset forgets it.',
      fr: 'Dans le bac à sable, POST /v1_0/apiuser en crée un ; une réinitialisation l’oublie.',
    },
  ])
}
