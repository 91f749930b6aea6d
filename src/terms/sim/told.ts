/** What a person would tell of an entry of the timeline. */
export interface Told {
  /** Business time, ISO 8601. */
  at: string
  /** In English or as `tellIn` says, on one line, without a full stop; secrets hidden. */
  sentence: string
  /** Whether something went wrong, such as a callback that was answered 500. */
  trouble: boolean
  /** Of the entry: `request-to-pay.settled`. */
  kind: string
  /** `+` and digits. */
  phone: string | null
  trace: string | null
  /** The world by name in which it happened; undefined for the default one. */
  world: string | undefined
}
