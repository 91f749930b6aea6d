const explanations = new WeakMap<object, string>()

/**
 * Adds what an answer does not say: what happened, with which value, and what to do next. It is shown on the timeline and
 * never sent. `what` is the request to us; for an outgoing one, its answer or its error. The text contains no secret: of a
 * key at most the first four characters.
 *
 * A second explanation is added to the first.
 *
 * @example
 * explain(request, 'The key is that of disbursement; /collection wants the key of collection.')
 */
export function explain(what: object, text: string): void {
  const before = explanations.get(what)
  explanations.set(what, before === undefined ? text : `${before} ${text}`)
}

export function explanationOf(what: unknown): string | undefined {
  return typeof what === 'object' && what !== null ? explanations.get(what) : undefined
}

/**
 * The first characters of a secret, for an explanation, if enough of it stays hidden.
 *
 * @example
 * beginningOf('c0113c7104c0113c') // 'begins with c011'
 */
export function beginningOf(secret: string): string {
  const characters = [...secret]
  if (characters.length === 1) return 'has one character'
  if (characters.length < 12) return `has ${characters.length} characters`
  return `begins with ${characters.slice(0, 4).join('')}`
}
