import { nearest } from '../terms/index.ts'
import { InputError } from './errors.ts'

/** A fact on which a vendor's sources disagree or are silent, and the values that a user can choose. */
export interface Quirk {
  name: string
  values: readonly string[]
  default: string
  /** The source of the fact. */
  source: string
}

/**
 * Adds the defaults of all quirks that are not given.
 *
 * @throws InputError for an unknown quirk or value, with the nearest known one
 */
export function resolveQuirks(
  vendor: string,
  quirks: readonly Quirk[],
  partial: Record<string, string>,
): Record<string, string> {
  const resolved = Object.fromEntries(quirks.map(({ name, default: value }) => [name, value]))
  for (const [name, given] of Object.entries(partial)) {
    const quirk = quirks.find((known) => known.name === name)
    if (!quirk) {
      const meant = nearest(
        name,
        quirks.map((known) => known.name),
      )
      throw new InputError(`No ${vendor} quirk ${JSON.stringify(name)}. Did you mean ${meant}?`, {
        quirk: name,
        nearest: meant,
      })
    }
    const value = String(given)
    if (!quirk.values.includes(value)) {
      const meant = nearest(value, quirk.values)
      throw new InputError(
        `The ${vendor} quirk ${name} cannot be ${JSON.stringify(value)}: it is one of ${quirk.values.join(', ')}. ` +
          `Did you mean ${meant}?`,
        { quirk: name, value, nearest: meant },
      )
    }
    resolved[name] = value
  }
  return resolved
}
