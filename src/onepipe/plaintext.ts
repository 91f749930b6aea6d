/** What `auth.type` may be: the table of the Get Balance page, and `msisdn` from its request. */
export const authTypes = ['bank.account', 'card', 'wallet', 'msisdn'] as const
export type AuthType = (typeof authTypes)[number]

/**
 * What each type encrypts
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

/** Whether a decrypted text is what the type wants; of `answer` it is what validates a transaction. */
export function hasShape(type: AuthType | 'answer', text: string): boolean {
  return (type === 'answer' ? answerPattern : shapes[type].pattern).test(text)
}

export function shapeRule(type: AuthType | 'answer'): string {
  return type === 'answer' ? 'the OTP or the other value that was asked for, alone' : shapes[type].rule
}

/** A plaintext taken apart. */
export interface SourceDetails {
  /** Account, card, wallet or phone: digits, of a phone with its country. */
  number: string
  /** What must agree besides: bank or provider code, cvv and expiry; empty where nothing was given. */
  rest: string
  /** Only of a card. */
  pin: string | null
}

/** Takes a plaintext apart that {@link hasShape}. */
export function detailsOf(type: AuthType, text: string): SourceDetails {
  const [number = '', ...rest] = text.replace(/^\+/, '').split(';')
  if (type === 'card') return { number, rest: rest.slice(0, 2).join(';'), pin: rest[2] ?? null }
  return { number, rest: rest.join(';').toLowerCase(), pin: null }
}
