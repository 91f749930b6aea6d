import { styleText } from 'node:util'
import { linesOf, type Said, visible } from './conversation.ts'
import type { Failure } from './failure.ts'
import { excerpt, problemLine } from './problems.ts'
import type { Reporter } from './reporter.ts'

export interface PrettyOptions {
  write(text: string): void
  /** For a terminal only. */
  colours: boolean
}

type Style = 'bold' | 'dim' | 'red' | 'green'

/** Prints each conversation as it goes, a failure with its line marked, and at last a line with the counts. */
export function prettyReporter({ write, colours }: PrettyOptions): Reporter {
  const styled = (style: Style, text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text
  const line = (text = '') => write(`${text}\n`)
  const indented = (lines: readonly string[], by: string) => {
    for (const one of lines) line(`${by}${one}`)
  }
  return {
    refused(problems) {
      for (const problem of problems) {
        line(styled('red', problemLine(problem)))
        if (problem.source !== '') indented(excerpt(problem), '  ')
      }
      line('Nothing was run.')
      line()
    },
    started({ name, file }) {
      line(`${styled('bold', visible(name))}  ${styled('dim', file)}`)
    },
    said(said: Said) {
      const lines = linesOf(said)
      const faint = said.kind === 'screen' || said.kind === 'sms'
      indented(faint ? lines.map((one) => styled('dim', one)) : lines, '  ')
    },
    ended(_, { failure }) {
      if (!failure) line(`  ${styled('green', 'passed')}`)
      else {
        line(`  ${styled('red', 'failed')} at ${failure.file}:${failure.line}:${failure.column}`)
        indented(failureLines(failure), '    ')
      }
      line()
    },
    finished({ passed, failed }) {
      line(styled(failed > 0 ? 'red' : 'green', `${passed} passed, ${failed} failed`))
    },
  }
}

/** The line of the file with a caret, what was expected beside what was seen, and the options on the screen. */
export function failureLines(failure: Failure): string[] {
  const { message, expected, seen, options } = failure
  const told =
    expected === undefined || seen === undefined
      ? [visible(message)]
      : [`expected  ${visible(expected)}`, `seen      ${visible(seen)}`]
  const onScreen = options.map(({ key, label }) => `${key} ${label}`).join(' · ')
  return [...excerpt(failure), ...told, ...(onScreen ? [`options   ${visible(onScreen)}`] : [])]
}
