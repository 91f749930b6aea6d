import type { ScreenOptions, WantedSms } from './matchers.ts'
import type { Wanted, WantedScreen } from './text.ts'

export {
  type MatcherResult,
  type ScreenOptions,
  toEndWith,
  toFit,
  toHaveReceived,
  toOffer,
  toShow,
  type WantedSms,
} from './matchers.ts'
export type { Wanted, WantedScreen } from './text.ts'

/**
 * Matchers for phones, for vitest and Jest. Texts are compared whatever their case and line breaks. The first three
 * hold only where the screen fits its network too: in length, and in the GSM 7-bit alphabet.
 *
 * @example
 * import * as matchers from 'payersim/matchers'
 *
 * expect.extend(matchers)
 * expect(ama).toShow('Approvals')
 * await expect(ama).toHaveReceived('paid 12.50')
 */
export interface PhoneMatchers {
  /** The screen seen last contains the text, and the session goes on. */
  toShow(wanted: WantedScreen, options?: ScreenOptions): void
  /** The screen seen last is open, and the label of an option contains the text. */
  toOffer(label: Wanted, options?: ScreenOptions): void
  /** The screen seen last was the last of its session, ended by the app, and contains the text. */
  toEndWith(wanted: WantedScreen, options?: ScreenOptions): void
  /** The screen seen last is short enough for its network, and within the GSM 7-bit alphabet. */
  toFit(): void
  /** An SMS that fits has arrived by now. To be awaited. */
  toHaveReceived(wanted: Wanted | WantedSms): Promise<void>
}

// biome-ignore lint/suspicious/noTsIgnore: a project has vitest or Jest, and the other is not there to be augmented.
/** @ts-ignore */
declare module 'vitest' {
  interface Matchers<T> extends PhoneMatchers {}
}

// biome-ignore lint/suspicious/noTsIgnore: the same of Jest's expect, where it is imported from @jest/globals.
/** @ts-ignore */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends PhoneMatchers {}
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends PhoneMatchers {}
  }
}
