import { describe, expect, it } from 'vitest'
import { amountTicks, timeLabel, timeTicks } from './ticks.ts'

const at = Date.parse('2026-01-05T21:00:00Z')
const labels = (span: number, count = 5) => {
  const ticks = timeTicks(at, at + span, count)
  return ticks.map((tick) => timeLabel(tick, ticks))
}

describe('the ticks of an axis', () => {
  it.each([
    [0, 500, [0, 200, 400, 600]],
    [0, 487.5, [0, 200, 400, 600]],
    [-40, 30, [-40, -20, 0, 20, 40]],
    [0, 0.07, [0, 0.02, 0.04, 0.06, 0.08]],
    [0, 0, [0, 0.5]],
    [0, 12_400_000, [0, 5_000_000, 10_000_000, 15_000_000]],
  ])('from %d to %d are round and reach both', (lowest, highest, ticks) => {
    expect(amountTicks(lowest, highest, 4).map((tick) => Number(tick.toPrecision(12)))).toEqual(ticks)
  })

  it('of time are as exact as their distance', () => {
    expect(labels(0)).toEqual(['21:00:00'])
    expect(labels(3_000)).toEqual(['21:00:00', '21:00:01', '21:00:02', '21:00:03'])
    expect(labels(10 * 60_000)).toEqual(['21:00', '21:05', '21:10'])
    expect(labels(12 * 3_600_000)).toEqual(['21:00', 'Jan 6', '03:00', '06:00', '09:00'])
    expect(labels(4 * 86_400_000)).toEqual(['Jan 6', 'Jan 7', 'Jan 8', 'Jan 9'])
    expect(labels(400 * 86_400_000)).toEqual(['Jan 2026', 'Feb 2027'])
  })
})
