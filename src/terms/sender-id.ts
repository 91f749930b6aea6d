import { measure } from './gsm.ts'

/** What a handset shows on one line; the GSM alphabet has line breaks and a form feed too. */
const oneLine = /^[^\n\r\f]+$/
const mostSeptets = 11

/** The rule of {@link isSenderId}, for error messages. */
export const senderIdRule =
  'at most 11 characters of the GSM alphabet, such as MYSHOP or "My Shop"; each of ^ { } \\ [ ~ ] | € counts as two'

/**
 * The name or short code that an SMS comes from. An SMS has 11 septets for a name (3GPP TS 23.040, 9.1.2.5). Africa's
 * Talking says "alphanumeric" and registers each name by hand, so no character that a phone could show is refused.
 */
export function isSenderId(text: string): boolean {
  const { septets } = measure(text)
  return oneLine.test(text) && septets !== null && septets <= mostSeptets
}
