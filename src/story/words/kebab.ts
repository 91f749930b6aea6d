export const withSpaces = (kebab: string) => kebab.replaceAll('-', ' ')

/** `Wrong answer` for `wrong-answer`. */
export function capital(kebab: string): string {
  const words = withSpaces(kebab)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `failing dns` for `failing-dns`. */
export const small = (kebab: string) => capital(kebab).toLowerCase()
