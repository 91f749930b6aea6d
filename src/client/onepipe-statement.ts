/** Calls from `from` on and before `to`: ISO 8601 times, or days such as `2026-01-05`; without an end where left out. */
export interface Period {
  from?: string
  to?: string
}
