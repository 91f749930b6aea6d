import { ConflictError, InputError } from '../kernel/index.ts'
import type { ScreenOption } from '../terms/index.ts'
import type { ProblemOf } from '../terms/sim/problems.ts'
import type { Dialect } from './dialect.ts'
import type { SessionRow } from './tables.ts'

export function dialFirst(msisdn: string): ConflictError {
  return new ConflictError(
    `No session waits for an answer on ${msisdn}. Dial first, such as *165#.`,
    { msisdn },
    { problem: 'no-open-session' },
  )
}

/** No option was chosen: `options` are those of the screen, for whoever chooses again. */
export function notChosen(
  why: string,
  data: { msisdn: string; options: readonly ScreenOption[] },
  problem: ProblemOf<409> = 'no-such-option',
): ConflictError {
  return new ConflictError(why, data, { problem })
}

export function stillWaiting(msisdn: string): ConflictError {
  return new ConflictError(
    `The app's answer to ${msisdn} is late and on its way. Wait for it, or hang up.`,
    { msisdn },
    { problem: 'answer-on-its-way' },
  )
}

/** @throws InputError for an answer that is too long for the network */
export function checkInput(text: string, { name, inputCharacters }: Dialect): void {
  if (text.length <= inputCharacters) return
  throw new InputError(
    `${name} takes answers of at most ${inputCharacters} characters.`,
    {
      length: text.length,
    },
    { problem: 'answer-too-long' },
  )
}

export function timedOut(msisdn: string): ConflictError {
  return new ConflictError(
    `The session on ${msisdn} has timed out. Dial again.`,
    { msisdn },
    { problem: 'session-timed-out' },
  )
}

export function sessionChanged({ id, msisdn }: SessionRow, current: SessionRow | undefined): ConflictError {
  return new ConflictError(
    `The session ${id} went on without this answer while its app was being asked; it is ${current?.status ?? 'gone'}.`,
    { sessionId: id, msisdn },
    { problem: 'session-went-on' },
  )
}
