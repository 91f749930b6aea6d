import { escapeXml, visible } from '../safe-text/index.ts'
import { linesOf } from './conversation.ts'
import { problemLine } from './problems.ts'
import type { Reporter } from './reporter.ts'
import { failureLines } from './reporter-pretty.ts'

interface Case {
  name: string
  file: string
  seconds: number
  failure?: { type: string; message: string; text: string }
  output: string[]
}

/**
 * Writes one JUnit XML document at the end of the run, in the form that Jenkins reads
 * (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd). Times are seconds.
 */
export function junitReporter({ write }: { write(text: string): void }): Reporter {
  const cases: Case[] = []
  let output: string[] = []
  return {
    refused(problems) {
      for (const problem of problems) {
        const failure = { type: 'ScriptError', message: problem.message, text: problemLine(problem) }
        cases.push({ name: problem.file, file: problem.file, seconds: 0, failure, output: [] })
      }
    },
    started() {
      output = []
    },
    said(said) {
      output.push(...linesOf(said))
    },
    ended({ name, file }, { failure, seconds }) {
      const report = failure && {
        type: 'StepFailure',
        message: failure.message,
        text: [`${file}:${failure.line}:${failure.column}`, ...failureLines(failure)].join('\n'),
      }
      cases.push({ name, file, seconds, output, ...(report ? { failure: report } : {}) })
    },
    finished() {
      write(documentOf(cases))
    },
  }
}

function documentOf(cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure).length
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0)
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" time="${seconds.toFixed(3)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="payersim" ${counts} skipped="0">`,
    ...cases.map(caseOf),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function caseOf({ name, file, seconds, failure, output }: Case): string {
  return [
    `    <testcase name="${escaped(name)}" classname="${escaped(file)}" file="${escaped(file)}" time="${seconds.toFixed(3)}">`,
    ...(failure
      ? [
          `      <failure type="${failure.type}" message="${escaped(failure.message)}">${escaped(failure.text)}</failure>`,
        ]
      : []),
    ...(output.length > 0 ? [`      <system-out>${escaped(output.join('\n'))}</system-out>`] : []),
    '    </testcase>',
  ].join('\n')
}

/** XML 1.0 allows no control characters, half surrogates or the two non-characters: the first are shown as symbols. */
function escaped(text: string): string {
  return escapeXml(visible(text)).replace(/\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD')
}
