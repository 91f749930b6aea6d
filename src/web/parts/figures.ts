const language = 'en'
const formats = new Map<number, Intl.NumberFormat>()

/** `1,012.50`: an amount, which is a decimal text, with as many decimals as it has. */
export function figureOf(amount: string): string {
  const digits = amount.split('.')[1]?.length ?? 0
  const format =
    formats.get(digits) ??
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(digits, format)
  return format.format(Number(amount))
}

/** `+1,012.50 EUR` or `−1,012.50 EUR`. */
export function signedSum(amount: string, currency: string): string {
  const isOut = amount.startsWith('-')
  return `${isOut ? '−' : '+'}${figureOf(isOut ? amount.slice(1) : amount)} ${currency}`
}

const dayTimes = new Intl.DateTimeFormat(language, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
})

/** `Jan 5, 09:04:31`, in UTC, the zone of the business clock. */
export const dayTimeOf = (iso: string): string => dayTimes.format(new Date(iso))
