import type { Told } from '../../../terms/index.ts'
import { asText } from './secure.ts'

/** The values of `auth.type`: the table of the Get Balance page, and `msisdn` from its request. */
export const authTypes = ['bank.account', 'card', 'wallet', 'msisdn'] as const
export type AuthType = (typeof authTypes)[number]

/**
 * The plaintext of each type
 * (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/1239842830). A card may come without its PIN; for `msisdn` no
 * format is published: a phone alone, or as for airtime with its operator.
 */
const shapes: Record<AuthType, { pattern: RegExp; rule: string }> = {
  'bank.account': { pattern: /^\d{6,20};\d{3,9}$/, rule: 'accountNumber;bankCBNCode' },
  card: { pattern: /^\d{12,19};\d{3,4};\d{4}(;\d{4,6})?$/, rule: 'pan;cvv;expiry;pin' },
  wallet: { pattern: /^\+?\d{6,20};[\w.-]{1,30}$/, rule: 'walletNumber;providerCode' },
  msisdn: { pattern: /^\+?\d{6,15}(;[\w.-]{1,30})?$/, rule: 'phoneNumber or phoneNumber;telcoCode' },
}

/** An OTP, a PIN or another value that a provider asks for. */
const answerPattern = /^[\x21-\x7e]{1,64}$/

/** Whether a decrypted text has the form of its type; `answer` is the value that validates a transaction. */
export function hasShape(type: AuthType | 'answer', text: string): boolean {
  return (type === 'answer' ? answerPattern : shapes[type].pattern).test(text)
}

export function shapeRule(type: AuthType | 'answer'): string {
  return type === 'answer' ? 'the OTP or the other value that was asked for, alone' : shapes[type].rule
}

/** The parts of a plaintext. */
export interface SourceDetails {
  /** Account, card, wallet or phone: digits; a phone with its country code. */
  number: string
  /** The other parts that must match: bank or provider code, cvv and expiry; empty where none was given. */
  rest: string
  /** Only of a card. */
  pin: string | null
}

/** Splits a plaintext that {@link hasShape} accepts. */
export function detailsOf(type: AuthType, text: string): SourceDetails {
  const [number = '', ...rest] = text.replace(/^\+/, '').split(';')
  if (type === 'card') return { number, rest: rest.slice(0, 2).join(';'), pin: rest[2] ?? null }
  return { number, rest: rest.join(';').toLowerCase(), pin: null }
}

/** The text that a plaintext was meant to be, and the mistakes in its bytes. */
export interface Plaintext {
  said: string
  mistakes: Told[]
}

/** Of UTF-8, UTF-16LE and UTF-16BE, in hexadecimal. */
const byteOrderMark = /^(efbbbf|fffe|feff)/

/** Also reads plaintexts with known mistakes. */
export function plaintextOf(bytes: Buffer): Plaintext {
  const [mark = ''] = byteOrderMark.exec(bytes.toString('hex')) ?? []
  const mistakes: Told[] =
    mark === ''
      ? []
      : [
          {
            en: 'the plaintext begins with a byte order mark',
            fr: 'le texte en clair commence par une marque d’ordre des octets',
          },
        ]
  const rest = bytes.subarray(mark.length / 2)
  let text = asText(rest)
  if (rest.length > 0 && rest.length % 2 === 0 && rest.every((byte, at) => at % 2 === 1 || byte === 0)) {
    text = asText(Buffer.from(rest).swap16())
    mistakes.push({
      en: 'the plaintext is in UTF-16BE, not in UTF-8 or UTF-16LE',
      fr: 'le texte en clair est en UTF-16BE, et non en UTF-8 ou UTF-16LE',
    })
  }
  const said = text.replace(/(?<![\r\n])[\r\n]+$/, '')
  if (said !== text)
    mistakes.push({
      en: 'the plaintext has a line end at its end',
      fr: 'le texte en clair a une fin de ligne à la fin',
    })
  return { said, mistakes }
}
