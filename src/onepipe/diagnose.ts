import { createHash, createHmac } from 'node:crypto'
import type { OnePipeApp } from './config.ts'
import { type AuthType, hasShape, type Plaintext, plaintextOf } from './plaintext.ts'
import { asText, base64Bytes, decipher } from './secure.ts'

/** A way to make the 24 bytes of the key. */
interface KeyRecipe {
  mistake: string | null
  key: Buffer
}

interface ModeRecipe {
  mistake: string | null
  name: string
  iv: Buffer | null
}

const digest = (algorithm: string, bytes: Buffer | string) => createHash(algorithm).update(bytes).digest()
const wide = (text: string) => Buffer.from(text, 'utf16le')
const padded = (bytes: Buffer, size = 24) => Buffer.concat([bytes, Buffer.alloc(size)]).subarray(0, size)
const twoKey = (half: Buffer) => Buffer.concat([half, half.subarray(0, 8)])

function keyRecipes({ secret, apiKey }: OnePipeApp): KeyRecipe[] {
  const ofSecret = (text: string) => twoKey(digest('md5', wide(text)))
  return [
    { mistake: null, key: ofSecret(secret) },
    {
      mistake: 'the key is the MD5 of the secret in UTF-8, not in UTF-16LE',
      key: twoKey(digest('md5', secret)),
    },
    {
      mistake: 'the key is the MD5 of the secret in UTF-16BE, not in UTF-16LE',
      key: twoKey(digest('md5', wide(secret).swap16())),
    },
    { mistake: 'the key is the secret itself, not its MD5', key: padded(Buffer.from(secret)) },
    {
      mistake: 'the key is the hexadecimal text of the MD5, not its bytes',
      key: padded(Buffer.from(digest('md5', wide(secret)).toString('hex'))),
    },
    {
      mistake:
        'the key is the hexadecimal text of the MD5 over UTF-8, not the bytes of the MD5 over UTF-16LE',
      key: padded(Buffer.from(digest('md5', secret).toString('hex'))),
    },
    {
      mistake: 'the 16 bytes of the MD5 are followed by zeros, not by their own first eight',
      key: padded(digest('md5', wide(secret))),
    },
    { mistake: 'the secret has a line end at its end', key: ofSecret(`${secret}\n`) },
    { mistake: 'the secret has a line end (CR LF) at its end', key: ofSecret(`${secret}\r\n`) },
    { mistake: 'the secret has a space at its end', key: ofSecret(`${secret} `) },
    { mistake: 'the API key was taken for the secret', key: ofSecret(apiKey) },
  ]
}

const modeRecipes = (secret: string): ModeRecipe[] => [
  { mistake: null, name: 'des-ede3-cbc', iv: Buffer.alloc(8) },
  { mistake: 'the mode is ECB, not CBC', name: 'des-ede3', iv: null },
  ...['0102030405060708', '0807060504030201', '3030303030303030'].map((iv) => ({
    mistake: `the IV is ${iv}, not eight zero bytes`,
    name: 'des-ede3-cbc',
    iv: Buffer.from(iv, 'hex'),
  })),
  {
    mistake: 'the IV is the beginning of the secret, not eight zero bytes',
    name: 'des-ede3-cbc',
    iv: padded(Buffer.from(secret), 8),
  },
]

/** What the app sent, and what it should have been. */
export interface Riddle {
  app: OnePipeApp
  secure: string
  type: AuthType | 'answer'
  /** Whose secret may have been taken by mistake. */
  others: readonly OnePipeApp[]
}

/** The mistake with which `auth.secure` makes sense, found by trying; undefined where there is none. */
export function knownMistake({ app, secure, type }: Riddle): string | undefined {
  const right = (text: string) => hasShape(type, text)
  // Digits of an OTP may be base64 of something too: a plaintext that came as it is shows by its shape.
  if (type === 'answer' ? /^\d{4,8}$/.test(secure) : right(secure)) return 'it was not encrypted at all'
  const decoded = Buffer.from(secure, 'base64').toString()
  if (type === 'answer' ? /^\d{4,8}$/.test(decoded) : right(decoded)) {
    return 'it is base64 of the plaintext, which was not encrypted'
  }
  for (const { mistake: coded, bytes } of readings(secure)) {
    for (const mode of modeRecipes(app.secret)) {
      for (const { mistake: keyed, key } of keyRecipes(app)) {
        const text = opened(mode, key, bytes)
        if (text === undefined || !right(text.said)) continue
        const mistakes = [coded, mode.mistake, keyed, ...text.mistakes].filter((mistake) => mistake !== null)
        if (mistakes.length > 0) return mistakes.join(', and ')
      }
    }
  }
  return undefined
}

/** What to say where no known mistake explains it. */
export function likelyMistake({ app, secure, type, others }: Riddle): string {
  const right = (text: string) => hasShape(type, text)
  let bytes: Buffer
  try {
    bytes = base64Bytes(secure)
  } catch {
    return 'it is not base64'
  }
  if (bytes.length % 8 !== 0) return 'it is no whole number of blocks of eight bytes'
  const [correct] = modeRecipes(app.secret)
  const ofAnother = others.find(({ name, secret }) => {
    const [key] = name === app.name ? [] : keyRecipes({ ...app, secret })
    const text = key && correct && opened(correct, key.key, bytes)
    return text !== undefined && right(text.said)
  })
  if (ofAnother) return `it was encrypted with the secret of the app ${ofAnother.name}`
  const [key] = keyRecipes(app)
  if (key && correct && bytes.length > 8 && readsOn(correct, key.key, bytes)) {
    return 'the IV is not eight zero bytes: all but the first eight bytes can be read'
  }
  return 'it was encrypted with another secret, or another cipher'
}

/** The sentence for the app's developer. */
export function secureAdvice(mistake: string): string {
  return (
    `auth.secure cannot be used: ${mistake}. Wanted is base64 of 3DES-EDE-CBC with PKCS#7, the IV eight zero bytes, the ` +
    'key MD5(UTF-16LE(secret)) followed by its first eight bytes; `payersim onepipe encrypt` does it.'
  )
}

/** Bytes that may have been meant, the right reading first. */
function readings(secure: string): Array<{ mistake: string | null; bytes: Buffer }> {
  const found: Array<{ mistake: string | null; bytes: Buffer }> = []
  const text = secure.trim()
  if (/^([0-9a-f]{16})+$/i.test(text)) {
    found.push({ mistake: 'the bytes are in hexadecimal, not in base64', bytes: Buffer.from(text, 'hex') })
  }
  try {
    found.push({ mistake: null, bytes: base64Bytes(secure) })
  } catch {
    const mistake = 'it is the URL-safe or unpadded kind of base64, not the standard one'
    if (/^[\w+/-]+=*$/.test(text)) found.push({ mistake, bytes: Buffer.from(text, 'base64url') })
  }
  return found
}

function opened(mode: ModeRecipe, key: Buffer, bytes: Buffer): Plaintext | undefined {
  try {
    return plaintextOf(decipher({ name: mode.name, key, iv: mode.iv, bytes }))
  } catch {
    return undefined
  }
}

/** With a wrong IV, only the first block is spoilt. */
function readsOn(mode: ModeRecipe, key: Buffer, bytes: Buffer): boolean {
  try {
    const tail = decipher({ name: mode.name, key, iv: mode.iv, bytes }).subarray(8)
    return tail.length > 0 && /^[\w;+. -]+$/.test(asText(tail))
  } catch {
    return false
  }
}

/** What a client probably did wrong with the Signature, found by trying; a sentence for its developer. */
export function diagnoseSignature(
  app: OnePipeApp,
  {
    given,
    requestRef,
    transactionRef,
  }: { given: string; requestRef: string; transactionRef: string | undefined },
  others: readonly OnePipeApp[],
): string {
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
    [`${transactionRef};${secret}`, 'the transaction_ref was signed, not the request_ref'],
    [`{${requestRef};${secret}}`, 'there are braces around the text'],
    ...others
      .filter(({ name }) => name !== app.name)
      .map((other): [string, string] => [
        `${requestRef};${other.secret}`,
        `the secret is that of the app ${other.name}`,
      ]),
  ]
  const found = texts.find(([text]) => isDigest(given, digest('md5', text)))
  if (found) return signatureTold(found[1])
  if (isDigest(given, digest('md5', wide(right))))
    return signatureTold('the text is in UTF-16LE, not in UTF-8')
  if (given === digest('md5', right).toString('base64')) {
    return signatureTold('the digest is in base64, not in hexadecimal')
  }
  if (given === digest('md5', right).toString('hex').toUpperCase()) {
    return signatureTold('the digest is in upper case, not in lower case')
  }
  for (const algorithm of ['sha1', 'sha256', 'sha512']) {
    if (isDigest(given, digest(algorithm, right)))
      return signatureTold(`the digest is ${algorithm.toUpperCase()}, not MD5`)
    if (isDigest(given, createHmac(algorithm, secret).update(requestRef).digest())) {
      return signatureTold(`it is an HMAC with ${algorithm.toUpperCase()}, not an MD5`)
    }
  }
  if (isDigest(given, createHmac('md5', secret).update(requestRef).digest())) {
    return signatureTold('it is an HMAC with MD5, not an MD5 of the text')
  }
  return signatureTold(
    given === '' ? 'the header is missing' : 'another request_ref or another secret was signed',
  )
}

function isDigest(given: string, bytes: Buffer): boolean {
  return given.toLowerCase() === bytes.toString('hex')
}

function signatureTold(mistake: string): string {
  return (
    `The Signature cannot be used: ${mistake}. Wanted is the MD5 of request_ref;client_secret, in UTF-8, in ` +
    'lower-case hexadecimal; `payersim onepipe sign` does it.'
  )
}
