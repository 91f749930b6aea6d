import type { LanguageTag } from '../terms/index.ts'
import type { TimelineEntry } from '../terms/sim/timeline-entry.ts'

/** In the order of their columns. */
export const roles = ['merchant', 'gateway', 'wallet', 'app', 'network', 'phone', 'mailbox'] as const
export type Role = (typeof roles)[number]

/** One party of a story: a column of the diagram. */
export interface Lifeline {
  /** Such as `merchant`, or `phone:+46733000001`. */
  id: string
  role: Role
  name: string
}

/** `bad`: something went wrong here. `warn`: a fault of the simulator struck, or a live service would not take it so. */
export type Tone = 'plain' | 'good' | 'bad' | 'warn'

interface Step {
  /** The entry of the timeline that it draws. */
  entry: string
  /** An exchange is drawn as what is asked and what is answered, a hop as what was typed and what is shown. */
  part: 'whole' | 'asked' | 'answered' | 'typed' | 'shown'
  /** Business time, ISO 8601. */
  at: string
  text: string
  /** Why it went wrong, or what it means, in one sentence. */
  explanation?: string
  tone: Tone
}

export interface Arrow extends Step {
  shape: 'arrow'
  /** The ids of lifelines. */
  from: string
  to: string
  /** An answer, and a screen: drawn with dashes. */
  back?: boolean
  /** It never arrived: drawn with a cross at its end. */
  lost?: boolean
}

export interface Note extends Step {
  shape: 'note'
  /** The id of a lifeline; undefined: over all of them. */
  over?: string
  about: 'state' | 'money' | 'clock' | 'fault'
}

export type Item = Arrow | Note

/** What one cause brought about, as a sequence diagram. */
export interface Story {
  language: LanguageTag
  /** Such as `Request to pay of 12.50 EUR: Kiosk 24 asks +46733000001`. */
  title: string
  /** How it ended; undefined while it is under way. */
  outcome?: { text: string; tone: Tone }
  /** Only those that occur, in their order from left to right. */
  lifelines: Lifeline[]
  /** In the order in which they happened. */
  items: Item[]
}

/** An item before its entry is known. */
type Drawn<Shape extends Item> = Omit<Shape, 'entry' | 'part' | 'at'>
export type DrawnArrow = Drawn<Arrow>
export type DrawnNote = Drawn<Note>

export type Entry = TimelineEntry
