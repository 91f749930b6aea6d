/** A name within a sentence, which it does not turn around where it is written from right to left. */
export const isolated = (name: string): string => `\u2068${name}\u2069`
