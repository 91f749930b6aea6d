/** Host and port, or the path where it came to this simulator. */
export function placeOf(url: string): { host: string; path: string } {
  const { host, pathname } = new URL(url, 'http://localhost')
  return { host, path: pathname }
}

/** What an answer says of a refusal: the first of the usual fields. */
export function saidIn(answer: string | null): string | undefined {
  const body = answer?.split('\n\n').slice(1).join('\n\n')
  if (!body) return undefined
  try {
    const fields = JSON.parse(body) as Record<string, unknown>
    const names = ['message', 'detail', 'error_description', 'error', 'code']
    return names.map((name) => fields[name]).find((value): value is string => typeof value === 'string')
  } catch {
    // A page or plain text; pages say nothing that a line can hold.
    return body.startsWith('<') ? undefined : body
  }
}

/** A sentence as a part of another: without its full stop. */
export const clause = (sentence: string | null): string | null => sentence?.replace(/\.$/, '') ?? null
