import { createHash, createHmac } from 'node:crypto'
import type { OnePipeApp } from './config.ts'

const digest = (algorithm: string, bytes: Buffer | string) => createHash(algorithm).update(bytes).digest()
const wide = (text: string) => Buffer.from(text, 'utf16le')
const algorithms = ['md5', 'sha1', 'sha256', 'sha512'] as const
const exposed = 'that is now known to whoever saw the request'

/** The Signature that was sent, and what it may have been made from. */
interface Signed {
  given: string
  requestRef: string
  transactionRef: string | undefined
  /** Unchanged. */
  body: string
}

/** The client's probable mistake with the Signature, found by trying; a sentence for its developer. */
export function diagnoseSignature(app: OnePipeApp, signed: Signed, others: readonly OnePipeApp[]): string {
  const { given } = signed
  const mistake =
    given === ''
      ? 'the header is missing'
      : (notSigned(app, signed, others) ??
        anotherText(app, signed, others) ??
        anotherDigest(app, signed) ??
        'another request_ref or another secret was signed')
  return (
    `The Signature cannot be used: ${mistake}. Wanted is the MD5 of request_ref;client_secret, in UTF-8, in ` +
    'lower-case hexadecimal; `payersim onepipe sign` does it.'
  )
}

/** The header has a plain value instead of a digest. */
function notSigned(app: OnePipeApp, { given, requestRef }: Signed, others: readonly OnePipeApp[]) {
  const { secret, apiKey } = app
  // Some clients put `Bearer` or `Basic` before it.
  const bare = given.replace(/^(bearer|basic)\s+/i, '')
  const isOrEncodes = (text: string) =>
    [text, Buffer.from(text).toString('base64'), Buffer.from(text).toString('hex')].includes(bare)
  if (isOrEncodes(secret)) return `it is the client secret itself: ${exposed}`
  if (isOrEncodes(`${requestRef};${secret}`))
    return `it is request_ref;client_secret itself, and not the MD5 of that, so it has the client secret in it: ${exposed}`
  if (isOrEncodes(apiKey)) return 'it is the API key itself, which belongs in the Authorization header'
  if (isOrEncodes(requestRef)) return 'it is the request_ref itself, and not an MD5'
  const owner = others.find((other) => other.name !== app.name && isOrEncodes(other.secret))
  return owner && `it is the client secret itself, that of the app ${owner.name}: ${exposed}`
}

/** An MD5 in hexadecimal, of another text than the right one. */
function anotherText(
  app: OnePipeApp,
  { given, requestRef, transactionRef, body }: Signed,
  others: readonly OnePipeApp[],
): string | undefined {
  const { secret, apiKey } = app
  const right = `${requestRef};${secret}`
  const texts: Array<[string, string]> = [
    [`${right}\n`, 'the secret has a line end at its end'],
    [`${right}\r\n`, 'the secret has a line end (CR LF) at its end'],
    [`${right} `, 'the secret has a space at its end'],
    [`${requestRef}\n;${secret}`, 'the request_ref has a line end at its end'],
    [`${requestRef}; ${secret}`, 'there is a space after the semicolon'],
    [`${requestRef} ; ${secret}`, 'there are spaces around the semicolon'],
    [`${requestRef}${secret}`, 'the semicolon is missing'],
    [`${requestRef}:${secret}`, 'there is a colon where the semicolon belongs'],
    [`${requestRef},${secret}`, 'there is a comma where the semicolon belongs'],
    [`${secret};${requestRef}`, 'the secret stands before the request_ref'],
    [`${requestRef};${apiKey}`, 'the API key was taken for the secret'],
    [`{${requestRef};${secret}}`, 'there are braces around the text'],
    [`"${right}"`, 'there are quotes around the text'],
    ['request_ref;client_secret', 'the words request_ref;client_secret were signed, not what they stand for'],
    ...alone(app, { requestRef, transactionRef, body }),
    ...others
      .filter(({ name }) => name !== app.name)
      .map((other): [string, string] => [
        `${requestRef};${other.secret}`,
        `the secret is that of the app ${other.name}`,
      ]),
  ]
  return texts.find(([text]) => isDigest(given, digest('md5', text)))?.[1]
}

/** Some clients sign only one of these values. */
function alone(
  { secret, apiKey }: OnePipeApp,
  { requestRef, transactionRef, body }: Pick<Signed, 'requestRef' | 'transactionRef' | 'body'>,
): Array<[string, string]> {
  return [
    [requestRef, 'the request_ref was signed alone, without the secret'],
    [`${requestRef};`, 'the secret that was signed is empty'],
    [`${requestRef};undefined`, 'the secret that was signed is undefined: the program did not find it'],
    [`${requestRef};null`, 'the secret that was signed is null: the program did not find it'],
    [`${requestRef};None`, 'the secret that was signed is None: the program did not find it'],
    [`undefined;${secret}`, 'the request_ref that was signed is undefined'],
    [secret, 'the secret was signed alone, without the request_ref'],
    [apiKey, 'the API key was signed, and neither the request_ref nor the secret'],
    [body, 'the body was signed, not request_ref;client_secret'],
    [`${body};${secret}`, 'the body was signed, not the request_ref'],
    [`${body}${secret}`, 'the body was signed, not the request_ref'],
    ...(transactionRef === undefined
      ? []
      : [
          [`${transactionRef};${secret}`, 'the transaction_ref was signed, not the request_ref'] as [
            string,
            string,
          ],
        ]),
  ]
}

/** The right text, or the body, with another algorithm or encoding. */
function anotherDigest({ secret }: OnePipeApp, { given, requestRef, body }: Signed): string | undefined {
  const right = `${requestRef};${secret}`
  if (isDigest(given, digest('md5', wide(right)))) return 'the text is in UTF-16LE, not in UTF-8'
  if (given === digest('md5', right).toString('base64')) {
    return 'the digest is in base64, not in hexadecimal'
  }
  if (isDigest(given, digest('md5', right))) return 'the digest is in upper case, not in lower case'
  for (const algorithm of algorithms) {
    const name = algorithm.toUpperCase()
    const hmac = (text: string) => createHmac(algorithm, secret).update(text).digest()
    if (isEither(given, digest(algorithm, right))) return `the digest is ${name}, not MD5`
    if (isEither(given, hmac(requestRef)) || isEither(given, hmac(right))) {
      return algorithm === 'md5'
        ? 'it is an HMAC with MD5, not an MD5 of the text'
        : `it is an HMAC with ${name}, not an MD5`
    }
    if (isEither(given, hmac(body))) return `it is an HMAC of the body with ${name}, not an MD5 of the text`
    if (isEither(given, digest(algorithm, body))) return `it is the ${name} of the body`
    if (isEither(given, digest(algorithm, requestRef))) return `it is the ${name} of the request_ref alone`
  }
  return undefined
}

/** What a client probably sent as its key; null where unknown. */
export function diagnoseKey(header: string, apps: readonly OnePipeApp[]): string | null {
  const bare = header.replace(/^(bearer|basic)(\s+|$)/i, '').trim()
  if (bare === '') return null
  const owner = apps.find(({ secret }) => secret === bare)
  if (owner) {
    return `The bearer token is the client secret of the app ${owner.name}, and not its API key: ${exposed}.`
  }
  if (apps.some(({ apiKey }) => apiKey === bare)) {
    return 'The Authorization header has the API key, but not as a bearer token: write "Bearer", a space and the key.'
  }
  return null
}

function isEither(given: string, bytes: Buffer): boolean {
  return isDigest(given, bytes) || given === bytes.toString('base64')
}

function isDigest(given: string, bytes: Buffer): boolean {
  return given.toLowerCase() === bytes.toString('hex')
}
