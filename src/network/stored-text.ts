/** Of Unicode's private use, so that no app means anything by it. */
const inPlaceOfNul = '\u{f0000}'

/** What an app answered, as a text that any database holds: PostgreSQL's have no NUL. */
export const asStored = (text: string): string => text.replaceAll('\0', inPlaceOfNul)

export const fromStored = (text: string): string => text.replaceAll(inPlaceOfNul, '\0')
