/** An HTTP exchange as the page, scripts and people are shown it. */
export interface ExchangeData {
  /** `in` was sent to the simulator, `out` by it. */
  direction: 'in' | 'out'
  method: string
  url: string
  status: number | null
  /** Real milliseconds. */
  tookMs: number
  error: string | null
  /** The reference id, where the bytes do not have it. */
  about?: string
  /** What the answer does not say, in plain words: what happened, with which value, what to do next. */
  explanation?: string
  /** The bytes as they were, secrets hidden. */
  request: string
  answer: string | null
}
