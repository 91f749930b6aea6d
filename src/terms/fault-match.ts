import type { MatchKind } from './fault-points.ts'
import { canonicalMsisdn } from './msisdn.ts'
import { isServiceCode } from './service-code.ts'

interface MatchForm {
  /** The normalised value for the comparison; undefined if the value can never match. */
  read(typed: string): string | undefined
  noun: string
  /** How to write the value; goes after the word "write" in a message. */
  write: string
}

/** Only a service code has a normalised form; a sender id may be any text. */
export const matchForms: Readonly<Record<MatchKind, MatchForm>> = {
  phone: {
    read: canonicalMsisdn,
    noun: 'phone number',
    write: 'it in international form, such as "+46733000001"',
  },
  serviceCode: {
    read: (typed) => (isServiceCode(typed) ? typed : undefined),
    noun: 'service code',
    write: 'it as it is dialled, such as "*165#" or "*384*123#"',
  },
  code: { read: (typed) => typed, noun: 'code', write: 'one' },
  address: {
    read: (typed) => (/^[^\s@]+@[^\s@]+$/.test(typed) ? typed.toLowerCase() : undefined),
    noun: 'e-mail address',
    write: 'one such as "ngozi@example.com"',
  },
  operation: {
    read: (typed) => (/^[a-z][\w-]*(\.[a-z]\w*)?$/i.test(typed) ? typed : undefined),
    noun: 'operation',
    write: 'the API and its operation, such as "momo.createRequestToPay", or "momo" for all of an API',
  },
  host: {
    read: hostOf,
    noun: 'host',
    write: 'its name alone, or name:port, such as "shop.test" or "shop.test:8080"',
  },
}

/** Normalised as in a URL. */
function hostOf(typed: string): string | undefined {
  const [, name, port = ''] = /^(\[[^\s\]]+\]|[^\s/?#@:\\]+)(:\d{1,5})?$/.exec(typed) ?? []
  const url = `http://${name}`
  return name !== undefined && URL.canParse(url) ? new URL(url).hostname + port : undefined
}
