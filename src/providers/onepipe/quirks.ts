import { type Quirk, resolveQuirks } from '../../kernel/quirks.ts'

const table = {
  'onepipe-diagnose': {
    values: ['on', 'off'],
    default: 'on',
    source:
      'the real gateway tells nothing of what is wrong with `secure` or a Signature: HTTP 400 with code 01 in a captured ' +
      'answer; `on` tells what the client probably did',
  },
  'onepipe-failed-status': {
    values: ['200', '400'],
    default: '200',
    source:
      'saved examples of Failed are HTTP 200 in the PaywithAccount collection (ny-essien/Kore-onepipe); one captured ' +
      'answer is HTTP 400',
  },
  'onepipe-unauthorized-status': {
    values: ['401', '200'],
    default: '401',
    source: 'no source shows the answer to an unknown key or a wrong Signature',
  },
  'onepipe-signature-case': {
    values: ['any', 'lower'],
    default: 'any',
    source: 'every public client sends lower-case hexadecimal; no source says whether upper case is accepted',
  },
  'onepipe-client-info': {
    values: ['object', 'null', 'absent'],
    default: 'object',
    source:
      'an object of 16 keys, or null, in the PaywithAccount collection; absent from the wiki page Get Balance',
  },
  'onepipe-balance-fields': {
    values: ['full', 'trimmed'],
    default: 'full',
    source:
      'all filled on the wiki page Get Balance; account_number, available_balance, currency and reference only in the ' +
      'PaywithAccount collection',
  },
  'onepipe-balance-unit': {
    values: ['kobo', 'naira'],
    default: 'kobo',
    source: 'no source names the unit; amounts elsewhere, and the cost of an SMS, are in kobo',
  },
} as const satisfies Record<string, Omit<Quirk, 'name'>>

type QuirkTable = typeof table

/** One value for each quirk. */
export type OnePipeQuirks = { [Name in keyof QuirkTable]: QuirkTable[Name]['values'][number] }

export const onePipeQuirks: readonly Quirk[] = Object.entries(table).map(([name, quirk]) => ({
  name,
  ...quirk,
}))

/**
 * Quirks that are not named get their defaults.
 *
 * @throws InputError for an unknown quirk or value, with the nearest known one
 */
export function resolveOnePipeQuirks(partial: Record<string, string>): OnePipeQuirks {
  return resolveQuirks('OnePipe', onePipeQuirks, partial) as OnePipeQuirks
}
