import type { ExpectedCallsInput } from '../client/index.ts'
import type { ScreenOptions, WantedSms } from './matchers.ts'
import type { Wanted, WantedScreen } from './text.ts'

export {
  type MatcherResult,
  type ScreenOptions,
  toEndWith,
  toFit,
  toHaveBeenAsked,
  toHaveReceived,
  toOffer,
  toShow,
  type WantedSms,
} from './matchers.ts'
export type { Wanted, WantedScreen } from './text.ts'

/**
 * Matchers for phones, and for simulators, for vitest and Jest. Texts are compared without regard to case and line breaks. The first three
 * pass only if the screen also fits its network: in length, and in the GSM 7-bit alphabet.
 *
 * @example
 * import * as matchers from 'payersim/matchers'
 *
 * expect.extend(matchers)
 * expect(ama).toShow('Approvals')
 * await expect(ama).toHaveReceived('paid 12.50')
 */
export interface PhoneMatchers {
  /** The last screen contains the text, and the session is open. */
  toShow(wanted: WantedScreen, options?: ScreenOptions): void
  /** The last screen is open, and the label of one of its options contains the text. */
  toOffer(label: Wanted, options?: ScreenOptions): void
  /** The app ended the session with the last screen, and that screen contains the text. */
  toEndWith(wanted: WantedScreen, options?: ScreenOptions): void
  /** The last screen is short enough for its network, and in the GSM 7-bit alphabet. */
  toFit(): void
  /** A matching SMS has already arrived. Use with `await`. */
  toHaveReceived(wanted: Wanted | WantedSms): Promise<void>
  /** Of a simulator: the program under test called an API so often, in that order, or never. Use with `await`. */
  toHaveBeenAsked(expected: ExpectedCallsInput, options?: { waitMs?: number }): Promise<void>
}

// biome-ignore lint/suspicious/noTsIgnore: a project has vitest or Jest, and the types of the other are missing.
/** @ts-ignore */
declare module 'vitest' {
  interface Matchers<T> extends PhoneMatchers {}
}

// biome-ignore lint/suspicious/noTsIgnore: the same for Jest's expect, imported from @jest/globals.
/** @ts-ignore */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends PhoneMatchers {}
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends PhoneMatchers {}
  }
}
