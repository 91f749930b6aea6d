const explanations = new WeakMap<object, string>()

/**
 * Says in plain words what an answer keeps to itself: what happened, with which value, and what to do next. It is shown
 * on the timeline and never sent. `what` is the response that is about to be ended; of a request that goes out, its
 * answer, or the error that it failed with. The text holds no secret: of a key at most the first four characters.
 *
 * A second one is added to the first.
 *
 * @example
 * explain(response, 'The key is that of disbursement; /collection wants the key of collection.')
 */
export function explain(what: object, text: string): void {
  const before = explanations.get(what)
  explanations.set(what, before === undefined ? text : `${before} ${text}`)
}

export function explanationOf(what: unknown): string | undefined {
  return typeof what === 'object' && what !== null ? explanations.get(what) : undefined
}

/**
 * A secret as an explanation may show it: how it begins, where that leaves enough of it unsaid.
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
