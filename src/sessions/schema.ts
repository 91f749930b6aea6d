import { z } from 'zod'
import { ClientError } from '../client/index.ts'
import { momoSteps } from '../providers/momo/steps/index.ts'
import { onePipeSteps } from '../providers/onepipe/steps/index.ts'
import { expectedCalls } from '../terms/sim/call.ts'
import { africasTalkingSteps } from './africas-talking-steps.ts'
import { actionShape, checkShape, goesOn, headShape, placeShape } from './core-words.ts'
import { holdSteps } from './hold-steps.ts'
import { nearestKnown } from './problems.ts'
import type { Action, Expectation, HasSteps, StepsPart } from './steps-part.ts'
import { amount, currency, name, number } from './values.ts'

const builtInParts = [momoSteps, onePipeSteps, africasTalkingSteps, holdSteps] as const

type BuiltIn = (typeof builtInParts)[number]
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never
type Values<Shape> = { [Word in keyof Shape]?: z.output<Shape[Word]> | undefined }
type Core<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>
type ActionsOf<Part extends StepsPart> = Part extends unknown
  ? { [Word in keyof Part['actions']]?: z.output<Part['actions'][Word]['schema']> | undefined }
  : never
type ExpectationOf<Part extends StepsPart> = Part extends unknown
  ? NonNullable<Part['expectations']>[keyof Part['expectations']]
  : never
type SubjectsOf<Part extends StepsPart> = Part extends unknown ? keyof Part['expectations'] : never
type ExpectedWords = Together<
  ExpectationOf<BuiltIn> extends infer One
    ? One extends { words: infer Words }
      ? Values<Words>
      : never
    : never
>

/** What a step expects of something made before, or of a phone. */
export type ExpectWords = { [Subject in SubjectsOf<BuiltIn>]?: string | undefined } & {
  status?: string | undefined
} & ExpectedWords &
  Core<typeof phoneShape & typeof callsShape>

/** The words of a step. Those of providers from outside are there too, and without a type. */
export type StepWords = Core<typeof placeShape & typeof actionShape & typeof checkShape> &
  Together<ActionsOf<BuiltIn>> & { expect?: ExpectWords | undefined }
export type StepWord = keyof StepWords
export type ScriptWords = Core<typeof headShape> & { steps: StepWords[] }

/** The words of scripts: those of this room, and those of providers. */
export interface Grammar {
  parts: readonly StepsPart[]
  /** What a step may do, by its word, as providers say it. */
  actions: ReadonlyMap<string, Action>
  expectations: ReadonlyMap<string, Expectation>
  /** All that a step may do; it does one thing. */
  actionWords: readonly StepWord[]
  /** The words of a step in the order of execution. */
  order: readonly StepWord[]
  script: z.ZodType<ScriptWords>
  step: z.ZodObject
  expect: z.ZodObject
}

/** What a program did; it has words of its own. */
const callsShape: { calls: z.ZodOptional<typeof expectedCalls> } = { calls: expectedCalls.optional() }
const phoneShape = { phone: number.optional(), balance: amount.optional(), currency: currency.optional() }

/** @throws ClientError if two have the same word */
function grammarOf(parts: readonly StepsPart[]): Grammar {
  const actions = new Map<string, Action>()
  const expectations = new Map<string, Expectation>()
  for (const part of parts) {
    for (const [word, action] of Object.entries(part.actions)) {
      mustBeNew(part, word, [
        ...Object.keys({ ...placeShape, ...actionShape, ...checkShape }),
        'expect',
        ...actions.keys(),
      ])
      actions.set(word, action)
    }
    for (const [subject, expectation] of Object.entries(part.expectations ?? {})) {
      mustBeNew(part, subject, [
        ...Object.keys({ ...phoneShape, ...callsShape }),
        'status',
        ...expectations.keys(),
      ])
      expectations.set(subject, expectation)
    }
  }
  const expect = expectSchema(expectations)
  const shape = {
    ...placeShape,
    ...Object.fromEntries([...actions].map(([word, { schema }]) => [word, schema.optional()])),
    ...actionShape,
    ...checkShape,
    expect: expect.optional(),
  }
  const actionWords = [...actions.keys(), ...Object.keys(actionShape)] as StepWord[]
  const calls = [...[...actions].filter(([, { calls }]) => calls).map(([word]) => word), 'again']
  const step = stepSchema(shape, actionWords, calls)
  const script = z.strictObject({
    ...headShape,
    steps: z.array(step).min(1, 'is empty; write at least one step'),
  })
  return {
    parts,
    actions,
    expectations,
    actionWords,
    order: [...Object.keys(placeShape), ...actionWords, ...Object.keys(checkShape), 'expect'] as StepWord[],
    script: script as unknown as z.ZodType<ScriptWords>,
    step,
    expect,
  }
}

function mustBeNew({ provider }: StepsPart, word: string, known: readonly string[]): void {
  if (!/^[a-z][a-z0-9-]*$/.test(word))
    throw new ClientError(
      `The provider ${provider} has ${JSON.stringify(word)} as a word of scripts. Write it in small letters, such as "pay-out".`,
    )
  if (known.includes(word))
    throw new ClientError(
      `The word "${word}" of the provider ${provider} is a word of scripts already. Begin yours with ${provider}-.`,
    )
}

/** @param calls the actions that call an API */
function stepSchema(
  shape: z.ZodRawShape,
  actionWords: readonly string[],
  calls: readonly string[],
): z.ZodObject {
  return z.strictObject(shape).superRefine((step: Record<string, unknown>, context) => {
    const issue = (word: string, message: string) =>
      context.addIssue({ code: 'custom', path: [word], message })
    const [first, ...more] = actionWords.filter((word) => step[word] !== undefined)
    for (const word of more) {
      issue(word, `stands in one step with "${first}"; a step does one thing, so write a step of its own`)
    }
    if (step.fails !== undefined && !calls.some((word) => step[word] !== undefined)) {
      issue('fails', `stands alone; it goes with what calls an API: ${calls.join(', ')}`)
    }
    const open = goesOn.find((word) => step[word] !== undefined)
    if (open !== undefined && step.ends !== undefined) {
      issue('ends', `stands with "${open}", which says that the session goes on; keep one of the two`)
    }
    const other = open ?? (step.ends === undefined ? undefined : 'ends')
    if (step.breaks !== undefined && other !== undefined) {
      issue('breaks', `stands with "${other}", which says otherwise of the session; keep one of the two`)
    }
  })
}

/** An `expect` has one subject, with the words that it requires and those that it allows. */
function expectSchema(expectations: ReadonlyMap<string, Expectation>): z.ZodObject {
  const subjects = new Map<string, { needs: readonly string[]; takes: readonly string[] }>()
  for (const [subject, { words }] of expectations)
    subjects.set(subject, { needs: ['status'], takes: Object.keys(words) })
  subjects.set('phone', { needs: ['balance', 'currency'], takes: [] })
  subjects.set('calls', { needs: [], takes: [] })
  const more = [...expectations.values()].flatMap(({ words }) => Object.entries(words))
  return z
    .strictObject({
      ...Object.fromEntries([...expectations.keys()].map((subject) => [subject, name.optional()])),
      status: z.string().optional(),
      ...Object.fromEntries(more.map(([word, schema]) => [word, schema.optional()])),
      ...phoneShape,
      ...callsShape,
    })
    .superRefine((expected: Record<string, unknown>, context) => {
      const subject = [...subjects.keys()].find((word) => expected[word] !== undefined)
      const rules = subject === undefined ? undefined : subjects.get(subject)
      if (subject === undefined || !rules) {
        const message = `needs ${oneOf([...expectations.keys()])}, or "phone", for a balance, or "calls"`
        context.addIssue({ code: 'custom', message })
        return
      }
      const known: readonly string[] = [subject, ...rules.needs, ...rules.takes]
      for (const word of Object.keys(expected)) {
        if (known.includes(word)) continue
        const message = `does not go with "${subject}"; write an expect of its own`
        context.addIssue({ code: 'custom', path: [word], message })
      }
      const { status } = expected
      const statuses = expectations.get(subject)?.statuses
      if (typeof status === 'string' && statuses && !statuses.includes(status)) {
        const message = `is none of ${statuses.join(', ')}${nearestKnown(status, statuses)}`
        context.addIssue({ code: 'custom', path: ['status'], message })
      }
      for (const word of rules.needs) {
        if (expected[word] === undefined) context.addIssue({ code: 'custom', message: `needs "${word}"` })
      }
    })
}

/** `"request", "transfer" or "coupon"` */
function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}

/** The words of scripts, without those of providers from outside. */
export const builtInGrammar: Grammar = grammarOf(builtInParts)

/**
 * The words of scripts, with those of these providers.
 *
 * @throws ClientError if one of them has a word that there is already
 */
export async function grammarWith(providers: readonly HasSteps[] = []): Promise<Grammar> {
  const loaded = await Promise.all(providers.map(async (provider) => (await provider.steps?.()) ?? []))
  const parts = new Set<StepsPart>([...builtInParts, ...loaded.flat()])
  return parts.size === builtInParts.length ? builtInGrammar : grammarOf([...parts])
}
