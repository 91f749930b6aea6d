import { assign, setup } from 'xstate'
import { performedByShell } from '../../../kernel/index.ts'

/** The input of a challenge. Times are epoch milliseconds of the business clock. */
export interface ChallengeInput {
  at: number
  lifeMs: number
  cooldownMs: number
  /** Wrong answers; the last one locks. */
  tries: number
  /** How many codes may be sent in all; 0 where the owner knows the answer, such as a PIN. */
  issues: number
}

/** The context of a challenge: numbers, never a code. */
export interface ChallengeContext {
  triesLeft: number
  issuesLeft: number
  expiresAt: number
  /** No code is sent before this time. */
  nextIssueAt: number
  lifeMs: number
  cooldownMs: number
}

export type ChallengeEvent =
  /** Send a code: the first, or one that replaces it. */
  | { type: 'issue'; at: number }
  /** `right`: the result of a comparison in constant time; `blocked`: the source had too many wrong answers. */
  | { type: 'answer'; at: number; right: boolean; blocked: boolean }
  | { type: 'expire'; at: number }
  /** The app reverses its request. */
  | { type: 'reverse'; at: number }
  /** The network refuses the code. */
  | { type: 'refuse'; at: number }

/** The effects that a challenge may ask for, with their parameters. */
export interface ChallengeEffects {
  sendCode: undefined
  erase: undefined
}

/**
 * The owner of a source must answer before an app gets the stored response. Every transition out of `waiting` asks for
 * the effect `erase`: no stored response outlives the challenge.
 */
export const otpChallenge = setup({
  types: {
    context: {} as ChallengeContext,
    events: {} as ChallengeEvent,
    input: {} as ChallengeInput,
  },
  actions: performedByShell<ChallengeEffects>(),
  guards: {
    late: ({ context, event }) => event.at >= context.expiresAt,
    blocked: ({ event }) => event.type === 'answer' && event.blocked,
    right: ({ event }) => event.type === 'answer' && event.right,
    lastTry: ({ context }) => context.triesLeft <= 1,
    mayIssue: ({ context, event }) => context.issuesLeft > 0 && event.at >= context.nextIssueAt,
  },
}).createMachine({
  id: 'otp-challenge',
  context: ({ input }) => ({
    triesLeft: input.tries,
    issuesLeft: input.issues,
    expiresAt: input.at + input.lifeMs,
    nextIssueAt: input.at,
    lifeMs: input.lifeMs,
    cooldownMs: input.cooldownMs,
  }),
  initial: 'waiting',
  states: {
    waiting: {
      exit: 'erase',
      on: {
        answer: [
          { guard: 'late', target: 'expired' },
          { guard: 'blocked', target: 'locked' },
          { guard: 'right', target: 'verified' },
          { guard: 'lastTry', target: 'locked' },
          { actions: assign({ triesLeft: ({ context }) => context.triesLeft - 1 }) },
        ],
        issue: [
          { guard: 'late', target: 'expired' },
          {
            guard: 'mayIssue',
            actions: [
              assign({
                issuesLeft: ({ context }) => context.issuesLeft - 1,
                expiresAt: ({ context, event }) => event.at + context.lifeMs,
                nextIssueAt: ({ context, event }) => event.at + context.cooldownMs,
              }),
              'sendCode',
            ],
          },
        ],
        expire: { guard: 'late', target: 'expired' },
        reverse: [{ guard: 'late', target: 'expired' }, { target: 'reversed' }],
        refuse: [{ guard: 'late', target: 'expired' }, { target: 'undelivered' }],
      },
    },
    verified: { type: 'final' },
    expired: { type: 'final' },
    locked: { type: 'final' },
    reversed: { type: 'final' },
    undelivered: { type: 'final' },
  },
})

/** The states of a challenge; all but `waiting` are final. */
export const challengeStates = [
  'waiting',
  'verified',
  'expired',
  'locked',
  'reversed',
  'undelivered',
] as const
export type ChallengeState = (typeof challengeStates)[number]
