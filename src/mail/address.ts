import { InputError } from '../kernel/index.ts'

/** The most that SMTP carries (RFC 5321, 4.5.3.1). */
const longest = 254

/**
 * An e-mail address as mailboxes are known by it: in lower case, since hardly any mail host tells cases apart.
 *
 * @throws InputError for what is none
 */
export function mailAddress(typed: string): string {
  const address = typed.trim().toLowerCase()
  if (address.length <= longest && /^[^\s@"<>(),;:]+@[^\s@"<>(),;:]+$/.test(address)) return address
  throw new InputError(
    `${JSON.stringify(typed.slice(0, 80))} is no e-mail address. Write one such as ngozi@example.com.`,
  )
}
