import { createHash, createHmac } from 'node:crypto'
import type { Told } from '../../../terms/index.ts'
import type { OnePipeApp } from './config.ts'

const digest = (algorithm: string, bytes: Buffer | string) => createHash(algorithm).update(bytes).digest()
const wide = (text: string) => Buffer.from(text, 'utf16le')
const algorithms = ['md5', 'sha1', 'sha256', 'sha512'] as const
const exposed = {
  en: 'that is now known to whoever saw the request',
  fr: 'que connaît maintenant quiconque a vu la requête',
}

/** The Signature that was sent, and what it may have been made from. */
interface Signed {
  given: string
  requestRef: string
  transactionRef: string | undefined
  /** Unchanged. */
  body: string
}

/** The client's probable mistake with the Signature, found by trying; a sentence for its developer. */
export function diagnoseSignature(app: OnePipeApp, signed: Signed, others: readonly OnePipeApp[]): Told {
  const { given } = signed
  const mistake =
    given === ''
      ? { en: 'the header is missing', fr: 'l’en-tête manque' }
      : (notSigned(app, signed, others) ??
        anotherText(app, signed, others) ??
        anotherDigest(app, signed) ?? {
          en: 'another request_ref or another secret was signed',
          fr: 'un autre request_ref ou un autre secret a été signé',
        })
  return {
    en:
      `The Signature cannot be used: ${mistake.en}. Wanted is the MD5 of request_ref;client_secret, in UTF-8, in ` +
      'lower-case hexadecimal; `payersim onepipe sign` does it.',
    fr:
      `La Signature est inutilisable : ${mistake.fr}. Il faut le MD5 de request_ref;client_secret, en UTF-8, en ` +
      'hexadécimal minuscule ; `payersim onepipe sign` le fait.',
  }
}

/** The header has a plain value instead of a digest. */
function notSigned(
  app: OnePipeApp,
  { given, requestRef }: Signed,
  others: readonly OnePipeApp[],
): Told | undefined {
  const { secret, apiKey } = app
  // Some clients put `Bearer` or `Basic` before it.
  const bare = given.replace(/^(bearer|basic)\s+/i, '')
  const isOrEncodes = (text: string) =>
    [text, Buffer.from(text).toString('base64'), Buffer.from(text).toString('hex')].includes(bare)
  if (isOrEncodes(secret))
    return {
      en: `it is the client secret itself: ${exposed.en}`,
      fr: `c’est le secret client lui-même, ${exposed.fr}`,
    }
  if (isOrEncodes(`${requestRef};${secret}`))
    return {
      en: `it is request_ref;client_secret itself, and not the MD5 of that, so it has the client secret in it: ${exposed.en}`,
      fr: `c’est request_ref;client_secret lui-même, et non son MD5 : le secret client y est, ${exposed.fr}`,
    }
  if (isOrEncodes(apiKey))
    return {
      en: 'it is the API key itself, which belongs in the Authorization header',
      fr: 'c’est la clé d’API elle-même, dont la place est dans l’en-tête Authorization',
    }
  if (isOrEncodes(requestRef))
    return {
      en: 'it is the request_ref itself, and not an MD5',
      fr: 'c’est le request_ref lui-même, et non un MD5',
    }
  const owner = others.find((other) => other.name !== app.name && isOrEncodes(other.secret))
  return (
    owner && {
      en: `it is the client secret itself, that of the app ${owner.name}: ${exposed.en}`,
      fr: `c’est le secret client lui-même, celui de l’application ${owner.name}, ${exposed.fr}`,
    }
  )
}

/** An MD5 in hexadecimal, of another text than the right one. */
function anotherText(
  app: OnePipeApp,
  { given, requestRef, transactionRef, body }: Signed,
  others: readonly OnePipeApp[],
): Told | undefined {
  const { secret, apiKey } = app
  const right = `${requestRef};${secret}`
  const texts: Array<[string, Told]> = [
    [
      `${right}\n`,
      { en: 'the secret has a line end at its end', fr: 'le secret a une fin de ligne à la fin' },
    ],
    [
      `${right}\r\n`,
      {
        en: 'the secret has a line end (CR LF) at its end',
        fr: 'le secret a une fin de ligne (CR LF) à la fin',
      },
    ],
    [`${right} `, { en: 'the secret has a space at its end', fr: 'le secret a une espace à la fin' }],
    [
      `${requestRef}\n;${secret}`,
      { en: 'the request_ref has a line end at its end', fr: 'le request_ref a une fin de ligne à la fin' },
    ],
    [
      `${requestRef}; ${secret}`,
      { en: 'there is a space after the semicolon', fr: 'il y a une espace après le point-virgule' },
    ],
    [
      `${requestRef} ; ${secret}`,
      { en: 'there are spaces around the semicolon', fr: 'il y a des espaces autour du point-virgule' },
    ],
    [`${requestRef}${secret}`, { en: 'the semicolon is missing', fr: 'le point-virgule manque' }],
    [
      `${requestRef}:${secret}`,
      {
        en: 'there is a colon where the semicolon belongs',
        fr: 'il y a un deux-points à la place du point-virgule',
      },
    ],
    [
      `${requestRef},${secret}`,
      {
        en: 'there is a comma where the semicolon belongs',
        fr: 'il y a une virgule à la place du point-virgule',
      },
    ],
    [
      `${secret};${requestRef}`,
      { en: 'the secret stands before the request_ref', fr: 'le secret est devant le request_ref' },
    ],
    [
      `${requestRef};${apiKey}`,
      { en: 'the API key was taken for the secret', fr: 'la clé d’API a été prise pour le secret' },
    ],
    [
      `{${requestRef};${secret}}`,
      { en: 'there are braces around the text', fr: 'il y a des accolades autour du texte' },
    ],
    [`"${right}"`, { en: 'there are quotes around the text', fr: 'il y a des guillemets autour du texte' }],
    [
      'request_ref;client_secret',
      {
        en: 'the words request_ref;client_secret were signed, not what they stand for',
        fr: 'les mots request_ref;client_secret ont été signés, et non ce qu’ils représentent',
      },
    ],
    ...alone(app, { requestRef, transactionRef, body }),
    ...others
      .filter(({ name }) => name !== app.name)
      .map((other): [string, Told] => [
        `${requestRef};${other.secret}`,
        {
          en: `the secret is that of the app ${other.name}`,
          fr: `le secret est celui de l’application ${other.name}`,
        },
      ]),
  ]
  return texts.find(([text]) => isDigest(given, digest('md5', text)))?.[1]
}

/** Some clients sign only one of these values. */
function alone(
  { secret, apiKey }: OnePipeApp,
  { requestRef, transactionRef, body }: Pick<Signed, 'requestRef' | 'transactionRef' | 'body'>,
): Array<[string, Told]> {
  return [
    [
      requestRef,
      {
        en: 'the request_ref was signed alone, without the secret',
        fr: 'le request_ref a été signé seul, sans le secret',
      },
    ],
    [`${requestRef};`, { en: 'the secret that was signed is empty', fr: 'le secret signé est vide' }],
    [
      `${requestRef};undefined`,
      {
        en: 'the secret that was signed is undefined: the program did not find it',
        fr: 'le secret signé est undefined : le programme ne l’a pas trouvé',
      },
    ],
    [
      `${requestRef};null`,
      {
        en: 'the secret that was signed is null: the program did not find it',
        fr: 'le secret signé est null : le programme ne l’a pas trouvé',
      },
    ],
    [
      `${requestRef};None`,
      {
        en: 'the secret that was signed is None: the program did not find it',
        fr: 'le secret signé est None : le programme ne l’a pas trouvé',
      },
    ],
    [
      `undefined;${secret}`,
      { en: 'the request_ref that was signed is undefined', fr: 'le request_ref signé est undefined' },
    ],
    [
      secret,
      {
        en: 'the secret was signed alone, without the request_ref',
        fr: 'le secret a été signé seul, sans le request_ref',
      },
    ],
    [
      apiKey,
      {
        en: 'the API key was signed, and neither the request_ref nor the secret',
        fr: 'la clé d’API a été signée, et ni le request_ref ni le secret',
      },
    ],
    [
      body,
      {
        en: 'the body was signed, not request_ref;client_secret',
        fr: 'le corps a été signé, et non request_ref;client_secret',
      },
    ],
    [
      `${body};${secret}`,
      { en: 'the body was signed, not the request_ref', fr: 'le corps a été signé, et non le request_ref' },
    ],
    [
      `${body}${secret}`,
      { en: 'the body was signed, not the request_ref', fr: 'le corps a été signé, et non le request_ref' },
    ],
    ...(transactionRef === undefined
      ? []
      : [
          [
            `${transactionRef};${secret}`,
            {
              en: 'the transaction_ref was signed, not the request_ref',
              fr: 'le transaction_ref a été signé, et non le request_ref',
            },
          ] as [string, Told],
        ]),
  ]
}

/** The right text, or the body, with another algorithm or encoding. */
function anotherDigest({ secret }: OnePipeApp, { given, requestRef, body }: Signed): Told | undefined {
  const right = `${requestRef};${secret}`
  if (isDigest(given, digest('md5', wide(right))))
    return { en: 'the text is in UTF-16LE, not in UTF-8', fr: 'le texte est en UTF-16LE, et non en UTF-8' }
  if (given === digest('md5', right).toString('base64')) {
    return {
      en: 'the digest is in base64, not in hexadecimal',
      fr: 'l’empreinte est en base64, et non en hexadécimal',
    }
  }
  if (isDigest(given, digest('md5', right)))
    return {
      en: 'the digest is in upper case, not in lower case',
      fr: 'l’empreinte est en majuscules, et non en minuscules',
    }
  for (const algorithm of algorithms) {
    const name = algorithm.toUpperCase()
    const hmac = (text: string) => createHmac(algorithm, secret).update(text).digest()
    if (isEither(given, digest(algorithm, right)))
      return { en: `the digest is ${name}, not MD5`, fr: `l’empreinte est ${name}, et non MD5` }
    if (isEither(given, hmac(requestRef)) || isEither(given, hmac(right))) {
      return algorithm === 'md5'
        ? {
            en: 'it is an HMAC with MD5, not an MD5 of the text',
            fr: 'c’est un HMAC avec MD5, et non un MD5 du texte',
          }
        : { en: `it is an HMAC with ${name}, not an MD5`, fr: `c’est un HMAC avec ${name}, et non un MD5` }
    }
    if (isEither(given, hmac(body)))
      return {
        en: `it is an HMAC of the body with ${name}, not an MD5 of the text`,
        fr: `c’est un HMAC du corps avec ${name}, et non un MD5 du texte`,
      }
    if (isEither(given, digest(algorithm, body)))
      return { en: `it is the ${name} of the body`, fr: `c’est le ${name} du corps` }
    if (isEither(given, digest(algorithm, requestRef)))
      return { en: `it is the ${name} of the request_ref alone`, fr: `c’est le ${name} du request_ref seul` }
  }
  return undefined
}

/** What a client probably sent as its key; null where unknown. */
export function diagnoseKey(header: string, apps: readonly OnePipeApp[]): string | null {
  const bare = header.replace(/^(bearer|basic)(\s+|$)/i, '').trim()
  if (bare === '') return null
  const owner = apps.find(({ secret }) => secret === bare)
  if (owner) {
    return `The bearer token is the client secret of the app ${owner.name}, and not its API key: ${exposed.en}.`
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
