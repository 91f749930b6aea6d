import { z } from 'zod'
import { MachineShell, type MachineState } from '../../../kernel/index.ts'
import { effects } from './challenge-effects.ts'
import { otpChallenge } from './otp-challenge.ts'

/** A version changes with any state or context that older snapshots lack. */
const machines = { 'otp-challenge': { version: 1, logic: otpChallenge } } as const

export type Challenge = MachineState<typeof machines>

const milliseconds = z.int().nonnegative()

export const challenges = new MachineShell({
  machines,
  effects,
  context: z.strictObject({
    triesLeft: z.int().positive(),
    issuesLeft: z.int().nonnegative(),
    expiresAt: milliseconds,
    nextIssueAt: milliseconds,
    lifeMs: milliseconds,
    cooldownMs: milliseconds,
  }),
})
