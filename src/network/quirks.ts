import { type Quirk, resolveQuirks } from '../kernel/index.ts'

const table = {
  'at-spaces': {
    values: ['plus', 'percent'],
    default: 'plus',
    source:
      'an end-of-session event captured in 2026-10 (davidrukahu/openussd, docs/telco-access.md) has a space as `+` and ' +
      'a star as `%2A`, as forms of akka-http do, which the API names in its Server header; the hops captured there and ' +
      'elsewhere encode alike, but hold no space; no raw SMS callback is published',
  },
  'at-end-event': {
    values: ['captured', 'documented'],
    default: 'captured',
    source:
      'the order of an event captured in 2026-10 (davidrukahu/openussd, docs/telco-access.md), whose errorMessage is ' +
      'there and empty; developers.africastalking.com/docs/ussd/notifications begins with the date, and has ' +
      'errorMessage for failed sessions only',
  },
  'at-live-status': {
    values: ['100', '101'],
    default: '100',
    source:
      'the statusCode of an SMS that a live account sends: 100 in the latest recordings (medic/cht-core#10068 of ' +
      '2025-06, Tanzania-students-on-Stellar-hack/stella-remit), 101 in older ones (FredsTechVerse/messaging_app); none ' +
      'of these requests says enqueue, and none of a live account shows 102',
  },
} as const satisfies Record<string, Omit<Quirk, 'name'>>

type Table = typeof table

/** One value for each quirk. */
export type NetworkQuirks = { [Name in keyof Table]: Table[Name]['values'][number] }

/** The quirks of Africa's Talking that a world may set; their names begin with `at-`. */
export const networkQuirks: readonly Quirk[] = Object.entries(table).map(([name, quirk]) => ({
  name,
  ...quirk,
}))

/**
 * Fills in the defaults.
 *
 * @throws InputError for an unknown quirk or value, with the nearest known one
 */
export function resolveNetworkQuirks(partial: Record<string, string> = {}): NetworkQuirks {
  return resolveQuirks('Africa’s Talking', networkQuirks, partial) as NetworkQuirks
}

const defaults = resolveNetworkQuirks()

/** The quirks that apply. */
export function quirksOf({ quirks = defaults }: { quirks?: NetworkQuirks }): NetworkQuirks {
  return quirks
}
