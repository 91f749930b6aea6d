/**
 * What performs the effects of a room's machines, by name. A function gets what its room gives to every effect, and then
 * the parameters that the machine asked with.
 */
export type EffectTable<Params, Given extends unknown[], Result> = {
  readonly [Name in keyof Params]: (...args: [...Given, params: Params[Name]]) => Result
}

/** Any table of effects. */
export type AnyEffects = Readonly<Record<string, (...args: never[]) => unknown>>

/** An effect that a machine asks for. */
export type EffectOf<Effects> = {
  [Name in keyof Effects & string]: { type: Name; params: ParamsOf<Effects[Name]> }
}[keyof Effects & string]

/** What a room gives to every effect. */
export type GivenOf<Effects> = Effects[keyof Effects] extends (...args: [...infer Given, never]) => unknown
  ? Given
  : never

export type ResultOf<Effects> = Effects[keyof Effects] extends (...args: never[]) => infer Result
  ? Result
  : never

type ParamsOf<Work> = Work extends (...args: [...infer _Given, infer Params]) => unknown ? Params : never

/**
 * Effects by their types alone, for the `actions` of XState's `setup()`: a machine only names them. They have no
 * function there, since the shell performs them.
 */
export function performedByShell<Params>(): {
  [Name in keyof Params]: (args: unknown, params: Params[Name]) => void
} {
  return {} as never
}
