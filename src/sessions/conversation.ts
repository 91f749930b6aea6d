import type { Message, Screen } from '../client/index.ts'
import { visibleLine } from '../safe-text/index.ts'

/** The parts of a screen that are reported. */
export type ReportedScreen = Pick<Screen, 'status' | 'text' | 'error' | 'answer' | 'diagnosis'>

/** One event of a script's run, as a reporter shows it. PINs are masked already. */
export type Said =
  | { kind: 'did'; text: string }
  | { kind: 'screen'; screen: ReportedScreen }
  | { kind: 'sms'; from: string; text: string; warnings?: Message['warnings'] }
  | { kind: 'email'; from: string; subject: string; text: string }
  | { kind: 'checked'; text: string }
  /** A text expected by the script was replaced by the text of the screen. */
  | { kind: 'updated'; line: number; word: string; was: string; is: string }

/** The lines of a conversation, without the indentation of their level. */
export function linesOf(said: Said): string[] {
  if (said.kind === 'screen') return screenLines(said.screen)
  if (said.kind === 'sms') {
    const warnings = (said.warnings ?? []).map(({ message }) => `  warning: ${visibleLine(message)}`)
    return [`SMS from ${visibleLine(said.from)}`, ...barred(said.text), ...warnings]
  }
  if (said.kind === 'email') {
    return [`E-mail from ${visibleLine(said.from)}: ${visibleLine(said.subject)}`, ...barred(said.text)]
  }
  if (said.kind === 'updated') {
    const lineWith = (text: string) => visibleLine(`${said.word}: ${JSON.stringify(text)}`)
    return [`line ${said.line} is updated`, `  - ${lineWith(said.was)}`, `  + ${lineWith(said.is)}`]
  }
  return [visibleLine(said.text)]
}

function screenLines({ status, text, error, answer, diagnosis }: ReportedScreen): string[] {
  const end = status === 'open' ? [] : [`(${status}${error ? `: ${visibleLine(error)}` : ''})`]
  const why = [
    ...(answer === undefined ? [] : [`the app answered ${visibleLine(answer)}`]),
    ...(diagnosis === undefined ? [] : [visibleLine(diagnosis)]),
  ]
  return [...barred(text), ...[...end, ...why].map((line) => `  ${line}`)]
}

function barred(text: string): string[] {
  return text.split(/\r?\n/).map((line) => `  | ${visibleLine(line)}`.trimEnd())
}

/** A screen on one line, for a failure message. */
export function inShort(screen: ReportedScreen | null): string {
  if (!screen) return 'no screen'
  const { status, text, answer, diagnosis } = screen
  const said = `${status === 'open' ? 'an open screen' : `the session ${status}`}: ${JSON.stringify(text)}`
  if (diagnosis === undefined) return said
  return `${said}${answer === undefined ? '' : `; the app answered ${answer}`}. ${diagnosis}`
}
