import type { Said } from './conversation.ts'
import type { Script } from './parse.ts'
import { type Outcome, type PlayOptions, playScript } from './play-script.ts'

/** Plays scripts, each on its own simulator. */
export interface ScriptPlayer {
  /** How many it plays at once. */
  readonly jobs: number
  /** Every error becomes the script's failure, and is not thrown. */
  play(script: Script, say: (said: Said) => void): Promise<Outcome>
  /** Cancels what is being played. */
  close(): Promise<void>
}

/** Plays them one after another in this thread. */
export function playerHere(options: PlayOptions): ScriptPlayer {
  return {
    jobs: 1,
    play: (script, say) => playScript(script, say, options),
    close: () => Promise.resolve(),
  }
}
