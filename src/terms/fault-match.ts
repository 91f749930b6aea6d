import type { MatchKind } from './fault-points.ts'
import { canonicalMsisdn } from './msisdn.ts'
import { isServiceCode } from './service-code.ts'

interface MatchForm {
  /** The form in which it is compared; undefined for what could never match. */
  read(typed: string): string | undefined
  noun: string
  /** How to write it, after the word "write". */
  write: string
}

/** Of codes only a service code has a form of its own: a sender id may be anything. */
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
  host: {
    read: hostOf,
    noun: 'host',
    write: 'its name alone, or name:port, such as "shop.test" or "shop.test:8080"',
  },
}

/** In the form in which a URL has it. */
function hostOf(typed: string): string | undefined {
  const [, name, port = ''] = /^(\[[^\s\]]+\]|[^\s/?#@:\\]+)(:\d{1,5})?$/.exec(typed) ?? []
  const url = `http://${name}`
  return name !== undefined && URL.canParse(url) ? new URL(url).hostname + port : undefined
}
