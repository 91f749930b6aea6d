import { visible } from '../../safe-text/index.ts'
import type { Coverage, MachineOutline } from './coverage.ts'
import type { Exploration } from './explore.ts'
import type { Finding } from './screen-graph.ts'

/** The walk and its findings, as lines for a terminal. */
export function exploreReport(
  { screens, findings }: Exploration,
  machines: readonly MachineOutline[] = [],
  coverage?: Coverage,
): string {
  const ends = screens.filter(({ screen }) => screen.status !== 'open').length
  const lines = [`${counted(screens.length, 'screen')}, ${counted(ends, 'end')}`]
  for (const machine of machines) if (coverage) lines.push(...machineLines(coverage.reading(machine)))
  const distinct = new Map(findings.map((finding) => [`${finding.kind} ${finding.message}`, finding]))
  lines.push(distinct.size === 0 ? 'Nothing wrong was found.' : counted(distinct.size, 'finding'))
  for (const finding of distinct.values()) lines.push('', ...findingLines(finding))
  return visible(`${lines.join('\n')}\n`)
}

function machineLines(reading: ReturnType<Coverage['reading']>): string[] {
  const { name, states, transitions, unseenStates, unseenTransitions } = reading
  return [
    `machine ${name}: ${part(states, unseenStates)} states, ${part(transitions, unseenTransitions)} transitions`,
    ...unseenStates.map((state) => `  not reached: ${state}`),
    ...unseenTransitions.map(
      ({ from, to, event, when }) =>
        `  not taken: ${from} --> ${to} on ${event}${when === '' ? '' : ` [${when}]`}`,
    ),
  ]
}

function findingLines(finding: Finding): string[] {
  const { kind, message, situation, path, text, answer, diagnosis } = finding
  const way = path.map((step) =>
    Object.entries(step)
      .map(([word, value]) => `${word} ${shown(String(value))}`)
      .join(' '),
  )
  return [
    `${kind}: ${message}`,
    ...(answer === undefined ? [] : [`  the app answered ${answer}`]),
    ...(diagnosis === undefined ? [] : [`  ${diagnosis}`]),
    `  situation: ${situation}`,
    `  path: ${way.join(' › ') || '(the first screen)'}`,
    ...text.split('\n').map((line) => `  | ${line}`),
  ]
}

/** Shortens a long input, and quotes blanks, which a line would not show. */
function shown(typed: string): string {
  if (typed.length > 40) return `${typed.slice(0, 20)}… (${typed.length} characters)`
  return typed.trim() === typed && typed !== '' ? typed : JSON.stringify(typed)
}

function part(all: number, unseen: readonly unknown[]): string {
  return `${all - unseen.length} of ${all}`
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
