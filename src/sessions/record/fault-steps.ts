import { faultSchema } from '../fault.ts'
import type { StepWords } from '../schema.ts'

type Plan = NonNullable<StepWords['fault']>

/** Counters of the simulator, not part of a plan. */
const counts = ['met', 'injected']

/** The step for fault plans, and notes about what a replay does differently. */
export function faultStep(plans: unknown): { words: StepWords; notes: string[] } | undefined {
  if (!Array.isArray(plans)) return undefined
  const notes: string[] = []
  const kept = plans.filter((plan) => isReplayed(plan as Record<string, unknown>, notes))
  const written = kept.map((plan, index) => writtenPlan(plan as Record<string, unknown>, index, notes))
  const [first, ...more] = written
  if (!first) return { words: { 'no-faults': true }, notes }
  return { words: more.length === 0 ? { fault: first } : { faults: written }, notes }
}

/** A script has what came of a merchant's calls, and not how often its program called: it would now fail at the first. */
function isReplayed({ point, do: action, match }: Record<string, unknown>, notes: string[]): boolean {
  const { operation = 'any operation' } = (match ?? {}) as Record<string, unknown>
  // The simulator's own SMS go there too, in a replay as in the recording.
  if (point !== 'operation' || /^africastalking/.test(String(operation))) return true
  notes.push(`At ${String(operation)} there was ${String(action)}: left out, since the merchant got through.`)
  return false
}

function writtenPlan(plan: Record<string, unknown>, index: number, notes: string[]): Plan {
  const { id, match, ...rest } = plan
  const { host, ...others } = (match ?? {}) as Record<string, unknown>
  // The merchants of a script have their own hosts.
  if (host !== undefined)
    notes.push(`This struck only at the host ${String(host)}, which a replay does not have.`)
  const kept = Object.entries({ ...rest, match: others }).filter(
    ([word, value]) => !counts.includes(word) && !(typeof value === 'object' && isEmpty(value)),
  )
  const named = id === undefined || id === `fault-${index + 1}` ? {} : { id }
  return faultSchema.parse({ ...named, ...Object.fromEntries(kept) })
}

function isEmpty(value: object | null): boolean {
  return value === null || Object.values(value).every((one) => one === undefined)
}
