import { styleText } from 'node:util'
import { visibleLine } from '../safe-text/index.ts'
import { linesOf, type Said } from './conversation.ts'
import { eventLine } from './event-line.ts'
import type { Failure } from './failure.ts'
import { excerpt, problemLine } from './problems.ts'
import type { Reporter } from './reporter.ts'

export interface PrettyOptions {
  write(text: string): void
  /** Only for a terminal. */
  colours: boolean
  /** Keeps a line with the count at the bottom in a run of ten scripts or more; only for a terminal. */
  progress?: boolean
  /** Gives what is said of a failure, and the counts, in another language; by default they are English. */
  say?: Say
}

type Say = (text: string) => string

const longRun = 10

type Style = 'bold' | 'dim' | 'red' | 'green'

/** Prints each conversation as it goes, a failure with its line marked, and at the end the counts. */
export function prettyReporter({ write, colours, progress = false, say = asItIs }: PrettyOptions): Reporter {
  const styled = (style: Style, text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text
  const foot = new Foot(write, progress)
  const line = (text = '') => foot.above(`${text}\n`)
  const indented = (lines: readonly string[], by: string) => {
    // In one piece, since each write to a pipe or a file waits for the system.
    if (lines.length > 0) line(lines.map((one) => `${by}${one}`).join('\n'))
  }
  return {
    refused(problems) {
      for (const problem of problems) {
        line(styled('red', visibleLine(problemLine({ ...problem, message: say(problem.message) }))))
        if (problem.source !== '') indented(excerpt(problem), '  ')
      }
      line(say('Nothing was run.'))
      line()
    },
    started({ name, file }, { number, of }) {
      line(`${styled('bold', visibleLine(name))}  ${styled('dim', visibleLine(file))}`)
      if (of >= longRun) foot.say(`${number} of ${of}`)
    },
    said(said: Said) {
      const lines = linesOf(said)
      const faint = ['screen', 'sms', 'email'].includes(said.kind)
      indented(faint ? lines.map((one) => styled('dim', one)) : lines, '  ')
    },
    ended(_, { failure }) {
      if (!failure) line(`  ${styled('green', say('passed'))}`)
      else {
        const place = `${visibleLine(failure.file)}:${failure.line}:${failure.column}`
        // The first word is the one in colour, in each language.
        const [failed = '', ...rest] = say(`failed at ${place}`).split(' ')
        line(`  ${styled('red', failed)} ${rest.join(' ')}`)
        indented(failureLines(failure, say), '    ')
      }
      line()
    },
    finished({ passed, failed, notRun = 0 }) {
      foot.say('')
      const counts = `${passed} passed, ${failed} failed${notRun > 0 ? `, ${notRun} not run` : ''}`
      line(styled(failed > 0 ? 'red' : 'green', say(counts)))
    },
  }
}

const asItIs: Say = (text) => text

/** A line that stays at the bottom of the terminal while others scroll above it. */
class Foot {
  readonly #write: (text: string) => void
  readonly #shown: boolean
  #text = ''

  constructor(write: (text: string) => void, shown: boolean) {
    this.#write = write
    this.#shown = shown
  }

  say(text: string): void {
    if (!this.#shown) return
    this.#write(`${this.#away()}${text}`)
    this.#text = text
  }

  above(text: string): void {
    this.#write(`${this.#away()}${text}${this.#text}`)
  }

  #away(): string {
    return this.#text === '' ? '' : '\r\u001b[2K'
  }
}

/**
 * The line of the file with a caret, the expected beside the seen value, the options on the screen, a
 * suggestion, and the last events of the timeline.
 */
export function failureLines(failure: Failure, say: Say = asItIs): string[] {
  const words = ['expected', 'seen', 'options', 'hint', 'timeline'].map(say)
  const width = Math.max(...words.map((word) => word.length)) + 2
  const [expectation = '', sight = '', choice = '', advice = '', events = ''] = words.map((word) =>
    word.padEnd(width),
  )
  const { message, expected, seen, options, hint, timeline } = failure
  const comparison =
    expected === undefined || seen === undefined
      ? [visibleLine(say(message))]
      : [`${expectation}${visibleLine(say(expected))}`, `${sight}${visibleLine(say(seen))}`]
  const onScreen = options.map(({ key, label }) => `${key} ${label}`).join(' · ')
  return [
    ...excerpt(failure),
    ...comparison,
    ...(onScreen ? [`${choice}${visibleLine(onScreen)}`] : []),
    ...(hint === undefined ? [] : [`${advice}${visibleLine(say(hint))}`]),
    ...timeline.map(
      (event, at) => `${at === 0 ? events : ' '.repeat(width)}${visibleLine(eventLine(event))}`,
    ),
  ]
}
