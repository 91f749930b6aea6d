/**
 * A secret as an explanation may show it: how it begins, where that leaves enough of it unsaid.
 *
 * @example
 * beginningOf('c0113c7104c0113c') // 'begins with c011'
 */
export function beginningOf(secret: string): string {
  const characters = [...secret]
  if (characters.length < 12) return `has ${characters.length} characters`
  return `begins with ${characters.slice(0, 4).join('')}`
}

/** The first few of a list in words: `a, b, c and 4 more`. */
export function listed(items: readonly string[], most = 5): string {
  if (items.length <= most) return items.join(', ')
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`
}
