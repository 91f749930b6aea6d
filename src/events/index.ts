/**
 * What can happen, by kind, `<noun>.<what happened>`, with what an event of that kind tells. Each room adds its own in
 * its `events.ts`: the compiler checks whoever emits, hears or reads an event, and this file knows no room.
 */
// biome-ignore lint/suspicious/noEmptyInterface: each room adds to it.
export interface Events {}

export type EventKind = keyof Events & string

/** Of an event whose kind and phone say it all. */
export type NoData = Record<never, never>

/** The part of a kind before the point, such as `ussd`. */
export type EventFamily = EventKind extends `${infer Family}.${string}` ? Family : never

/** Every field that some event has. */
export type EventField = { [Kind in EventKind]: keyof Events[Kind] & string }[EventKind]

/** The kinds that a filter lets through: one kind, a family, or whichever a text says at run time. */
export type KindsOf<Filter extends string> = string extends Filter
  ? EventKind
  : Filter extends EventKind
    ? Filter
    : Extract<EventKind, `${Filter}.${string}`>
