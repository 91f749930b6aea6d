/** The state when a wait began: the wait ignores what came later. */
export interface Mark {
  now: number
  /** The greatest ids. */
  delivery: number
  deadline: number
}
