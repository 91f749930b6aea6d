import { type Told, told } from '../../terms/index.ts'

const explanations = new WeakMap<object, Told>()

/**
 * Adds what an answer does not say: what happened, with which value, and what to do next. It is shown on the timeline and
 * never sent. `what` is the request to us; for an outgoing one, its answer or its error. The text contains no secret: of a
 * key at most the first four characters.
 *
 * A second explanation is added to the first.
 *
 * @example
 * explain(request, {
 *   en: 'The key is that of disbursement; /collection wants the key of collection.',
 *   fr: 'La clé est celle de disbursement ; /collection veut la clé de collection.',
 * })
 */
export function explain(what: object, text: Told): void {
  const before = explanations.get(what)
  explanations.set(what, before === undefined ? text : told([before, text]))
}

export function explanationOf(what: unknown): Told | undefined {
  return typeof what === 'object' && what !== null ? explanations.get(what) : undefined
}

/**
 * The first characters of a secret, for an explanation, if enough of it stays hidden.
 *
 * @example
 * beginningOf('c0113c7104c0113c').en // 'begins with c011'
 */
export function beginningOf(secret: string): Told {
  const characters = [...secret]
  const count = characters.length
  if (count === 1) return { en: 'has one character', fr: 'a un caractère' }
  if (count < 12)
    return { en: `has ${count} characters`, fr: `a ${count} ${count === 0 ? 'caractère' : 'caractères'}` }
  const first = characters.slice(0, 4).join('')
  return { en: `begins with ${first}`, fr: `commence par ${first}` }
}
