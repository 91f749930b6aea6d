/** Calls at or after `from` and before `to`: ISO 8601 times, or days such as `2026-01-05`; open on a side left out. */
export interface Period {
  from?: string
  to?: string
}
