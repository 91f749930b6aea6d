/**
 * All event kinds, `<noun>.<what happened>`, with the fields of each. Each room adds its own in its `events.ts`, so that
 * the compiler checks all code that emits or reads events, and this file imports no room.
 */
// biome-ignore lint/suspicious/noEmptyInterface: each room adds to it.
export interface Events {}

export type EventKind = keyof Events & string

/** The data of an event without fields. */
export type NoData = Record<never, never>

/** The part of a kind before the point, such as `ussd`. */
export type EventFamily = EventKind extends `${infer Family}.${string}` ? Family : never

/** The fields of all events. */
export type EventField = { [Kind in EventKind]: keyof Events[Kind] & string }[EventKind]

/** The kinds that a filter accepts: one kind, a family, or any for a text known only at run time. */
export type KindsOf<Filter extends string> = string extends Filter
  ? EventKind
  : Filter extends EventKind
    ? Filter
    : Extract<EventKind, `${Filter}.${string}`>
