import type { ControlDescription } from '../../providers/index.ts'
import { clockSchema, nextDeadlineSchema } from '../../terms/sim/clock.ts'

const section = 'Clock'

/** What documents say of `/clock`. */
export const clock = {
  getClock: {
    summary: 'The time in this world',
    description: 'Everything but HTTP time-outs goes by it: expiry, delays, validity.',
    section,
    answers: { 200: clockSchema },
  },
  freezeClock: {
    summary: 'Stop the clock, at a time or where it stands',
    description:
      'With a later `at` all that falls due until then happens first, in order; with an earlier one what is due now does.',
    section,
    example: { at: '2026-01-05T09:00:00Z' },
    answers: { 200: clockSchema },
    problems: ['not-a-time', 'busy'],
  },
  advanceClock: {
    summary: 'Move the clock on',
    description:
      'By a duration of ISO 8601, whether it runs or stands. All that falls due on the way happens in order; the answer comes ' +
      'when it has, and what it caused. `PT0S` waits for what is due now.',
    section,
    example: { by: 'PT5M' },
    answers: { 200: clockSchema },
    problems: ['not-a-duration', 'step-too-long', 'busy'],
  },
  runClock: {
    summary: 'Let the clock run again, from where it stands',
    section,
    answers: { 200: clockSchema },
    problems: ['busy'],
  },
  settleWorld: {
    summary: 'Wait for what is due now, and what that causes',
    description: 'Answers once it has been attempted. The clock stays where it is.',
    section,
    answers: { 200: clockSchema },
    problems: ['busy'],
  },
  getNextDeadline: {
    summary: 'When the next deadline falls due',
    description: '`at` is null where there is none.',
    section,
    answers: { 200: nextDeadlineSchema },
  },
} satisfies Record<string, ControlDescription>
