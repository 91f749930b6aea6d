import { canonicalMsisdn as msisdnOf } from '../terms/index.ts'
import { ClientError } from './errors.ts'

/**
 * A phone number as the control routes write it: `+` and 5 to 15 digits. Spaces, hyphens and a missing plus are
 * allowed; a local number, which begins with 0, is not: it has no country code.
 *
 * @throws ClientError
 */
export function canonicalMsisdn(msisdn: string): string {
  if (typeof msisdn !== 'string') {
    throw new ClientError(`${String(msisdn)} is no phone number. Write it as a text, such as "+46733000001".`)
  }
  const number = msisdn.replace(/[\s-]/g, '')
  const canonical = msisdnOf(number)
  if (canonical !== undefined) return canonical
  const why = /^\+?0/.test(number) ? 'begins with 0, as local numbers do' : 'is no phone number'
  throw new ClientError(`"${msisdn}" ${why}. Write it in international form, such as +46733000001.`)
}
