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
