import { InputError } from '../kernel/index.ts'

/** The limit of SMTP (RFC 5321, 4.5.3.1). */
const longest = 254

/** Ignores case. */
export function isMailAddress(typed: string): boolean {
  return addressOf(typed) !== undefined
}

/**
 * The key of a mailbox: the address in lower case, since hardly any mail host distinguishes case.
 *
 * @throws InputError for what is no e-mail address
 */
export function mailAddress(typed: string): string {
  const address = addressOf(typed)
  if (address !== undefined) return address
  throw new InputError(
    `${JSON.stringify(typed.slice(0, 80))} is no e-mail address. Write one such as ngozi@example.com.`,
    {},
    { problem: 'not-a-mail-address' },
  )
}

function addressOf(typed: string): string | undefined {
  const address = typed.trim().toLowerCase()
  const isOne = /^[^\s\p{Cc}@"<>(),;:]+@[^\s\p{Cc}@"<>(),;:]+$/u.test(address)
  return isOne && address.length <= longest ? address : undefined
}
