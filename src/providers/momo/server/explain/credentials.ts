import { beginningOf, type Rx } from '../../../../kernel/index.ts'
import { type MomoConfig, type Product, products } from '../config.ts'
import { type ApiUserRow, apiUserByKey, everyApiUser } from '../tables.ts'
import { listed } from './listed.ts'

const how = 'Send Authorization: Basic with base64 of API user:API key.'

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
): Promise<string> {
  const { header, credentials, apiUser, product } = of
  if (!credentials) return unreadable(header, product)
  const { user, key } = credentials
  if (!apiUser) return unknownUser(rx, { user, key })
  if (apiUser.api_key === null) {
    return `API user ${apiUser.id} has no API key yet. Make one with POST /v1_0/apiuser/${apiUser.id}/apikey.`
  }
  const mine = `The API key of ${apiUser.id} ${beginningOf(apiUser.api_key).en}`
  if (key === '') return `API user ${apiUser.id} was sent with an empty API key. ${mine}.`
  const owner = await rx.first(apiUserByKey, { apiKey: key })
  if (owner) return `The API key that was sent is that of API user ${owner.id}, not of ${apiUser.id}.`
  const subscription = products.find((name) => subscriptionKeys[name] === key)
  if (subscription) {
    return `What was sent as the API key of ${apiUser.id} is the ${subscription} subscription key of this world. ${mine}.`
  }
  const trimmed =
    key.trim() === apiUser.api_key && ' It is the right one with blanks or a line end around it.'
  return (
    `The API key that was sent with API user ${apiUser.id} is not its own: it ${beginningOf(key).en}. ${mine}; ` +
    `a new key takes the place of the one before.${trimmed || ''}`
  )
}

function unreadable(header: string | undefined, product: Product): string {
  if (header === undefined || header === '') {
    return `The header Authorization was not sent to POST /${product}/token/. ${how}`
  }
  const [scheme = ''] = header.split(' ')
  if (/^bearer$/i.test(scheme)) {
    return `POST /${product}/token/ was sent a Bearer token; it is where tokens come from. ${how}`
  }
  if (!/^basic$/i.test(scheme)) return `The header Authorization does not begin with Basic. ${how}`
  return `What follows Basic in Authorization is no base64 of a text with a colon. ${how}`
}

async function unknownUser(rx: Rx, { user, key }: { user: string; key: string }): Promise<string> {
  const all = await rx.run(everyApiUser, {})
  const swapped = all.find((each) => each.api_key === user)
  if (swapped) {
    return `The API key of ${swapped.id} was sent as the API user: the API user comes first, then the colon, then the key.`
  }
  // A user id is no secret, but a key sent instead of it is.
  const named = /^[0-9a-f-]{36}$/i.test(user) || all.some(({ id }) => id.toLowerCase() === user.toLowerCase())
  const shown = named
    ? `No API user ${user} in this world`
    : `The API user that was sent ${beginningOf(user).en}`
  const unlike = all.find(({ id }) => id.toLowerCase() === user.toLowerCase())
  if (unlike) return `${shown}. There is ${unlike.id}: ids that are no UUIDs are read letter by letter.`
  const owner = key === '' ? undefined : all.find((each) => each.api_key === key)
  const belongs = owner ? ` The API key that was sent with it is that of ${owner.id}.` : ''
  const there = listed(all.map(({ id }) => id)) || 'none'
  return `${shown}${named ? '' : ', and this world has no such API user'}. There are ${there}.${belongs} In the sandbox POST /v1_0/apiuser makes one; a reset forgets it.`
}
