/** What people read for the reasons why an order fails. */
const reasons: Readonly<Record<string, string>> = {
  'payer-not-found': 'No account has the number of the payer.',
  'payee-not-found': 'No account has the number of the payee.',
  'approval-rejected': 'The payer said no.',
  expired: 'Nobody answered in time.',
  'not-enough-funds': 'There is not enough money in the account.',
  'payer-limit-reached': 'The payer has reached a limit of the account.',
  'payee-not-allowed-to-receive': 'The account of the payee may not receive money.',
  cancelled: 'The merchant took it back before it was paid.',
  'payment-not-approved': 'The payment that is to be given back was never paid.',
  'more-than-was-paid': 'More is to be given back than was paid.',
}

const withSpaces = (kebab: string) => kebab.replaceAll('-', ' ')

/** `Wrong answer` for `wrong-answer`. */
export function capital(kebab: string): string {
  const words = withSpaces(kebab)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The reason as a sentence; one that nobody described is its own name. */
export function reasonOf(reason: string): string {
  return Object.hasOwn(reasons, reason) ? (reasons[reason] as string) : `The reason: ${withSpaces(reason)}.`
}

/** What people read for a kind of order. */
export function orderName(kind: string): string {
  return kind === 'disbursement' ? 'Transfer' : capital(kind)
}

/** `12.50 EUR` for `12.5` and `EUR`; the digits are those that the currency has, or more where the amount has more. */
export function money(amount: string, currency: string): string {
  const [whole = '', part = ''] = amount.split('.')
  const padded = part.padEnd(digitsOf(currency), '0')
  return `${padded ? `${whole}.${padded}` : whole} ${currency}`.trim()
}

function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency })
    return format.resolvedOptions().minimumFractionDigits ?? 0
  } catch {
    // No code of three letters.
    return 0
  }
}

/** `2 h 5 min` for milliseconds; seconds only below an hour. */
export function spanOf(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1_000)
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor(seconds / 3_600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  const rest = days + hours > 0 ? 0 : seconds % 60
  const said = [
    days > 0 && `${days} d`,
    hours > 0 && `${hours} h`,
    minutes > 0 && `${minutes} min`,
    rest > 0 && `${rest} s`,
  ].filter(Boolean)
  return said.join(' ') || '0 s'
}

/** `09:04:31`, in UTC. */
export const clockTime = (iso: string) => iso.slice(11, 19)

/** `2026-01-05 09:04:31`, in UTC. */
export const dateAndTime = (iso: string) => `${iso.slice(0, 10)} ${clockTime(iso)}`
