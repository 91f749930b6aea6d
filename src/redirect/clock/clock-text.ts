import type { ClockView } from '../../terms/sim/clock.ts'

/**
 * What the clock file of a run says, in the words of libfaketime with `FAKETIME_FMT=%s`: for a frozen clock its time in
 * seconds since 1970, such as `1767225600.1230005`; for a running one how far it is ahead of the machine's, with a sign, such
 * as `+300.000`.
 *
 * @param machine the machine's time when the clock was read, in milliseconds since 1970
 */
export function clockText({ mode, now }: ClockView, machine: number): string {
  const simulated = Date.parse(now)
  if (mode === 'running') {
    const ahead = (simulated - machine) / 1000
    return `${ahead < 0 ? '-' : '+'}${Math.abs(ahead).toFixed(3)}`
  }
  // Half a microsecond more, since libfaketime cuts what a double lacks. A minus would be an offset.
  return `${(Math.max(0, simulated) / 1000).toFixed(3)}0005`
}
