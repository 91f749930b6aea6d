import type { Told } from '../../../../terms/index.ts'

/** The first few of a list in words: `a, b, c and 4 more`; of an empty one nothing. */
export function listed(items: readonly string[], most = 5): Told {
  const first = items.slice(0, most).join(', ')
  const more = items.length - most
  return more > 0
    ? { en: `${first} and ${more} more`, fr: `${first} et ${more} de plus` }
    : { en: first, fr: first }
}
