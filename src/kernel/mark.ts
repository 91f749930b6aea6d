/** What there was when a wait began: it does not wait for what came later. */
export interface Mark {
  now: number
  /** The greatest ids. */
  delivery: number
  deadline: number
}
