/** A USSD service code as it is dialled: `*165#`, `*384*123#`. */
export const serviceCodePattern = /^\*\d+(\*\d+)*#$/
export const longestServiceCode = 40

export function isServiceCode(text: string): boolean {
  return text.length <= longestServiceCode && serviceCodePattern.test(text)
}
