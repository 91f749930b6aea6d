import type { Product } from '../config.ts'

const ask = (product: Product | 'any') =>
  `Ask for another with POST /${product === 'any' ? 'collection' : product}/token/.`

/**
 * Why a bearer token is refused: `header` is the Authorization sent, `product` the product of the route; `known` says that
 * this world gave the token.
 */
export function explainToken(
  header: string | undefined,
  product: Product | 'any',
  { now, known }: { now: number; known: boolean },
): string {
  if (header === undefined || header.trim() === '') {
    return `The header Authorization was not sent. It is Bearer and an access token. ${ask(product)}`
  }
  const [scheme = '', token = '', ...more] = header.trim().split(/ +/)
  if (/^basic$/i.test(scheme)) {
    return `API user and key were sent (Basic) where an access token is wanted (Bearer). ${ask(product)}`
  }
  if (!/^bearer$/i.test(scheme))
    return `The header Authorization does not begin with "Bearer ". ${ask(product)}`
  if (token === '' || token === 'undefined' || token === 'null') {
    return `There is no access token after Bearer${token === '' ? '' : `, but the word ${token}`}. ${ask(product)}`
  }
  if (more.length > 0) return `There is more than a token after Bearer. ${ask(product)}`
  const expires = expiryOf(token)
  if (expires === undefined) {
    return `What follows Bearer is no access token of this simulator: those have three parts with points between. ${ask(product)}`
  }
  const at = new Date(expires).toISOString()
  if (expires <= now) {
    return (
      `The access token ran out at ${at}; it is ${new Date(now).toISOString()} on the clock of the simulator. ` +
      `A token is good for an hour. ${ask(product)}`
    )
  }
  if (known) return `The access token was ended before its time, by a fault. ${ask(product)}`
  return (
    `The access token is good until ${at}, but this world does not know it: another simulator or world gave it, or a reset, ` +
    `a restore or another data file forgot it. ${ask(product)}`
  )
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
