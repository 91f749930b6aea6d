import { createHash } from 'node:crypto'
import type { Told } from '../../../terms/index.ts'
import type { OnePipeApp } from './config.ts'
import { type AuthType, hasShape, type Plaintext, plaintextOf } from './plaintext.ts'
import { asText, base64Bytes, decipher } from './secure.ts'

/** A way to make the 24 bytes of the key. */
interface KeyRecipe {
  mistake: Told | null
  key: Buffer
}

interface ModeRecipe {
  mistake: Told | null
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
      mistake: {
        en: 'the key is the MD5 of the secret in UTF-8, not in UTF-16LE',
        fr: 'la clé est le MD5 du secret en UTF-8, et non en UTF-16LE',
      },
      key: twoKey(digest('md5', secret)),
    },
    {
      mistake: {
        en: 'the key is the MD5 of the secret in UTF-16BE, not in UTF-16LE',
        fr: 'la clé est le MD5 du secret en UTF-16BE, et non en UTF-16LE',
      },
      key: twoKey(digest('md5', wide(secret).swap16())),
    },
    {
      mistake: {
        en: 'the key is the secret itself, not its MD5',
        fr: 'la clé est le secret lui-même, et non son MD5',
      },
      key: padded(Buffer.from(secret)),
    },
    {
      mistake: {
        en: 'the key is the hexadecimal text of the MD5, not its bytes',
        fr: 'la clé est le texte hexadécimal du MD5, et non ses octets',
      },
      key: padded(Buffer.from(digest('md5', wide(secret)).toString('hex'))),
    },
    {
      mistake: {
        en: 'the key is the hexadecimal text of the MD5 over UTF-8, not the bytes of the MD5 over UTF-16LE',
        fr: 'la clé est le texte hexadécimal du MD5 de l’UTF-8, et non les octets du MD5 de l’UTF-16LE',
      },
      key: padded(Buffer.from(digest('md5', secret).toString('hex'))),
    },
    {
      mistake: {
        en: 'the 16 bytes of the MD5 are followed by zeros, not by their own first eight',
        fr: 'les 16 octets du MD5 sont suivis de zéros, et non de leurs huit premiers',
      },
      key: padded(digest('md5', wide(secret))),
    },
    {
      mistake: { en: 'the secret has a line end at its end', fr: 'le secret a une fin de ligne à la fin' },
      key: ofSecret(`${secret}\n`),
    },
    {
      mistake: {
        en: 'the secret has a line end (CR LF) at its end',
        fr: 'le secret a une fin de ligne (CR LF) à la fin',
      },
      key: ofSecret(`${secret}\r\n`),
    },
    {
      mistake: { en: 'the secret has a space at its end', fr: 'le secret a une espace à la fin' },
      key: ofSecret(`${secret} `),
    },
    {
      mistake: { en: 'the API key was taken for the secret', fr: 'la clé d’API a été prise pour le secret' },
      key: ofSecret(apiKey),
    },
  ]
}

const modeRecipes = (secret: string): ModeRecipe[] => [
  { mistake: null, name: 'des-ede3-cbc', iv: Buffer.alloc(8) },
  {
    mistake: { en: 'the mode is ECB, not CBC', fr: 'le mode est ECB, et non CBC' },
    name: 'des-ede3',
    iv: null,
  },
  ...['0102030405060708', '0807060504030201', '3030303030303030'].map((iv) => ({
    mistake: { en: `the IV is ${iv}, not eight zero bytes`, fr: `l’IV est ${iv}, et non huit octets nuls` },
    name: 'des-ede3-cbc',
    iv: Buffer.from(iv, 'hex'),
  })),
  {
    mistake: {
      en: 'the IV is the beginning of the secret, not eight zero bytes',
      fr: 'l’IV est le début du secret, et non huit octets nuls',
    },
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
export function knownMistake({ app, secure, type }: FailedDecryption): Told | undefined {
  const right = (text: string) => hasShape(type, text)
  if (secure === app.secret) {
    return {
      en: 'it is the client secret itself: that is now known to whoever saw the request',
      fr: 'c’est le secret client lui-même, que connaît maintenant quiconque a vu la requête',
    }
  }
  // The digits of an OTP can be valid base64 too: its shape shows that it was sent in clear.
  if (type === 'answer' ? /^\d{4,8}$/.test(secure) : right(secure))
    return { en: 'it was not encrypted at all', fr: 'cela n’a pas été chiffré du tout' }
  const decoded = Buffer.from(secure, 'base64').toString()
  if (type === 'answer' ? /^\d{4,8}$/.test(decoded) : right(decoded)) {
    return {
      en: 'it is base64 of the plaintext, which was not encrypted',
      fr: 'c’est le base64 du texte en clair, qui n’a pas été chiffré',
    }
  }
  for (const { mistake: coded, bytes } of readings(secure)) {
    for (const mode of modeRecipes(app.secret)) {
      for (const { mistake: keyed, key } of keyRecipes(app)) {
        const text = opened(mode, key, bytes)
        if (text === undefined || !right(text.said)) continue
        const mistakes = [coded, mode.mistake, keyed, ...text.mistakes].filter((mistake) => mistake !== null)
        if (mistakes.length > 0) return together(mistakes)
      }
    }
  }
  return undefined
}

/** The probable mistake where no known one explains it. */
export function likelyMistake({ app, secure, type, others }: FailedDecryption): Told {
  const right = (text: string) => hasShape(type, text)
  let bytes: Buffer
  try {
    bytes = base64Bytes(secure)
  } catch {
    return { en: 'it is not base64', fr: 'ce n’est pas du base64' }
  }
  if (bytes.length % 8 !== 0)
    return {
      en: 'it is no whole number of blocks of eight bytes',
      fr: 'ce n’est pas un nombre entier de blocs de huit octets',
    }
  const [correct] = modeRecipes(app.secret)
  const ofAnother = others.find(({ name, secret }) => {
    const [key] = name === app.name ? [] : keyRecipes({ ...app, secret })
    const text = key && correct && opened(correct, key.key, bytes)
    return text !== undefined && right(text.said)
  })
  if (ofAnother)
    return {
      en: `it was encrypted with the secret of the app ${ofAnother.name}`,
      fr: `cela a été chiffré avec le secret de l’application ${ofAnother.name}`,
    }
  const [key] = keyRecipes(app)
  if (key && correct && bytes.length > 8 && readsOn(correct, key.key, bytes)) {
    return {
      en: 'the IV is not eight zero bytes: all but the first eight bytes can be read',
      fr: 'l’IV n’est pas huit octets nuls : tout se lit sauf les huit premiers octets',
    }
  }
  return {
    en: 'it was encrypted with another secret, or another cipher',
    fr: 'cela a été chiffré avec un autre secret, ou un autre chiffrement',
  }
}

function together(mistakes: readonly Told[]): Told {
  return { en: mistakes.map(({ en }) => en).join(', and '), fr: mistakes.map(({ fr }) => fr).join(', et ') }
}

/** The sentence for the app's developer. */
export function secureAdvice(mistake: Told): Told {
  return {
    en:
      `auth.secure cannot be used: ${mistake.en}. Wanted is base64 of 3DES-EDE-CBC with PKCS#7, the IV eight zero bytes, the ` +
      'key MD5(UTF-16LE(secret)) followed by its first eight bytes; `payersim onepipe encrypt` does it.',
    fr:
      `auth.secure est inutilisable : ${mistake.fr}. Il faut le base64 de 3DES-EDE-CBC avec PKCS#7, l’IV étant huit octets ` +
      'nuls, la clé MD5(UTF-16LE(secret)) suivie de ses huit premiers octets ; `payersim onepipe encrypt` le fait.',
  }
}

/** Possible readings of the bytes, the right one first. */
function readings(secure: string): Array<{ mistake: Told | null; bytes: Buffer }> {
  const found: Array<{ mistake: Told | null; bytes: Buffer }> = []
  const text = secure.trim()
  if (/^([0-9a-f]{16})+$/i.test(text)) {
    found.push({
      mistake: {
        en: 'the bytes are in hexadecimal, not in base64',
        fr: 'les octets sont en hexadécimal, et non en base64',
      },
      bytes: Buffer.from(text, 'hex'),
    })
  }
  try {
    found.push({ mistake: null, bytes: base64Bytes(secure) })
  } catch {
    const mistake = {
      en: 'it is the URL-safe or unpadded kind of base64, not the standard one',
      fr: 'c’est le base64 pour URL ou sans remplissage, et non le base64 habituel',
    }
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
