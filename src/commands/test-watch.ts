import type { EventEmitter } from 'node:events'
import { visible, visibleLine } from '../safe-text/index.ts'
import type { RunResult } from '../sessions/index.ts'
import { say } from './words/say.ts'

export interface WatchTerminal {
  input: NodeJS.ReadStream
  write(text: string): void
  /** Whether the output is a terminal; its screen is then cleared before each run. */
  clears: boolean
  /** The emitter of SIGINT and SIGTERM. */
  signals: EventEmitter
}

export interface WatchedRun {
  scripts: readonly string[]
  world?: string | undefined
  play(files: readonly string[], signal: AbortSignal): Promise<RunResult>
}

// A terminal in raw mode sends no SIGINT.
const ctrlC = '\u0003'
const wholeScreen = '\u001b[2J\u001b[3J\u001b[H'

/** `payersim test --watch`: until q or Ctrl-C. A failure does not end it, and its exit code is 0. */
export async function watchUntilTold(
  { scripts, world, play }: WatchedRun,
  { input, write, clears, signals }: WatchTerminal,
): Promise<void> {
  const [{ watchScripts }, { InputError }] = await Promise.all([
    import('../sessions/index.ts'),
    import('../kernel/index.ts'),
  ])
  const end = new AbortController()
  const stop = () => end.abort()
  const keys = (typed: Buffer) => {
    if (['q', 'Q', ctrlC].some((key) => typed.includes(key))) stop()
  }
  signals.on('SIGINT', stop).on('SIGTERM', stop)
  if (input.isTTY) input.setRawMode(true).on('data', keys).resume()
  try {
    await watchScripts(scripts, {
      world,
      signal: end.signal,
      play: async (files) => {
        if (clears) write(wholeScreen)
        try {
          await play(files, end.signal)
        } catch (error) {
          // The world file cannot be used: it is watched too, and may be corrected.
          if (!(error instanceof InputError)) throw error
          write(`payersim: ${visible(say(error.message))}\n`)
        }
      },
      waits: (count) => {
        const watched = count === 1 ? '1 script' : `${count} scripts`
        write(`\nWatching ${visibleLine(watched)}. ${input.isTTY ? 'q' : 'Ctrl-C'} ends.\n`)
      },
    })
  } finally {
    signals.off('SIGINT', stop).off('SIGTERM', stop)
    if (input.isTTY) input.off('data', keys).setRawMode(false).pause()
  }
}
