import { InputError } from '../kernel/index.ts'

/** The most that SMTP carries (RFC 5321, 4.5.3.1). */
const longest = 254

/** Whether it is one, in any case. */
export function isMailAddress(typed: string): boolean {
  return addressOf(typed) !== undefined
}

/**
 * An e-mail address as mailboxes are known by it: in lower case, since hardly any mail host tells cases apart.
 *
 * @throws InputError for what is none
 */
export function mailAddress(typed: string): string {
  const address = addressOf(typed)
  if (address !== undefined) return address
  throw new InputError(
    `${JSON.stringify(typed.slice(0, 80))} is no e-mail address. Write one such as ngozi@example.com.`,
  )
}

function addressOf(typed: string): string | undefined {
  const address = typed.trim().toLowerCase()
  const isOne = /^[^\s\p{Cc}@"<>(),;:]+@[^\s\p{Cc}@"<>(),;:]+$/u.test(address)
  return isOne && address.length <= longest ? address : undefined
}
