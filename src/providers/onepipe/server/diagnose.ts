import { createHash } from 'node:crypto'
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

/** An `auth.secure` that could not be decrypted to the form of its type. */
export interface FailedDecryption {
  app: OnePipeApp
  secure: string
  type: AuthType | 'answer'
  /** The apps whose secret may have been used by mistake. */
  others: readonly OnePipeApp[]
}

/** The mistake that explains `auth.secure`, found by trying; undefined where none does. */
export function knownMistake({ app, secure, type }: FailedDecryption): string | undefined {
  const right = (text: string) => hasShape(type, text)
  if (secure === app.secret) {
    return 'it is the client secret itself: that is now known to whoever saw the request'
  }
  // The digits of an OTP can be valid base64 too: its shape shows that it was sent in clear.
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

/** The probable mistake where no known one explains it. */
export function likelyMistake({ app, secure, type, others }: FailedDecryption): string {
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

/** Possible readings of the bytes, the right one first. */
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

/** A wrong IV garbles only the first block. */
function readsOn(mode: ModeRecipe, key: Buffer, bytes: Buffer): boolean {
  try {
    const tail = decipher({ name: mode.name, key, iv: mode.iv, bytes }).subarray(8)
    return tail.length > 0 && /^[\w;+. -]+$/.test(asText(tail))
  } catch {
    return false
  }
}
