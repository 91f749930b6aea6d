import type { ControlDescription } from '../../providers/index.ts'

const section = 'Prompts'
const ofNumber = ['not-a-phone-number', 'unknown-phone'] as const

/** What documents say of `/phones/{msisdn}/prompt`. */
export const prompts = {
  holdPrompt: {
    summary: 'Hold back the next prompt that is for a phone',
    description: 'For an hour of the world’s time at most.',
    section,
    answers: { 204: null },
    problems: ofNumber,
  },
  releasePrompt: {
    summary: 'Let a prompt go that is held',
    description: '`referenceId` is that of the request to pay or the pre-approval.',
    section,
    example: { referenceId: '6f1c2b1e-5a3d-4c7e-9b60-0d1f2e3a4b5c' },
    answers: { 204: null },
    problems: ['prompt-not-held', ...ofNumber],
  },
} satisfies Record<string, ControlDescription>
