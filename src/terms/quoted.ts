/** A text as a POSIX shell takes it: one word. */
export const inShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** A string literal of PHP, without variables. */
export const inPhp = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A string literal of JavaScript, Python, Java and Go. */
export const inQuotes = (text: string): string => JSON.stringify(text)
