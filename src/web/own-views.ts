/**
 * The places of the page's own views in the address, in the order of their tabs; `*` stands for what such a view has opened. The
 * app has a view for each, and the tests visit them all.
 */
export const ownPlaces = [
  'phones',
  'payments',
  'payments/*',
  'timeline',
  'story',
  'story/*',
  'machine',
  'ledger',
  'controls',
  'connect',
] as const

/** A view beside the phones, which are always there. */
export type OwnView = Exclude<(typeof ownPlaces)[number], 'phones' | `${string}/*`>
