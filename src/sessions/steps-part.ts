import type { z } from 'zod'
import type { Callback } from '../client/index.ts'
import type { RecordPart } from './record/record-part.ts'
import type { Kind, Scene } from './scene.ts'

/** What a provider adds to scripts: words of its own, and what their subjects may be expected to be. */
export interface StepsPart {
  /** The name of the provider. */
  provider: string
  /** What a step may do, by its word. A step does one thing. */
  actions: Readonly<Record<string, Action>>
  /** What an `expect` may be about, by the word that names it. */
  expectations?: Readonly<Record<string, Expectation>>
  /** How the recorder writes them. */
  record?: RecordPart
}

/** The words of a part in a step, for what writes them. */
export type WordsOf<Actions extends Readonly<Record<string, Action>>> = {
  [Word in keyof Actions]?: z.output<Actions[Word]['schema']> | undefined
} & { expect?: Readonly<Record<string, unknown>> | undefined }

/** What is needed of a provider for its words. */
export interface HasSteps {
  name: string
  steps?(): Promise<StepsPart>
}

/** A word that does something. */
export interface Action<Schema extends z.ZodType = z.ZodType, Thing = unknown> {
  /** Of its value. */
  schema: Schema
  /**
   * Does it. Prompts, callbacks and SMS that this causes arrive before the next word is played.
   *
   * @throws Error, or StepFailure to name the part of the value that is wrong
   */
  perform(scene: Scene, value: z.output<Schema>): Promise<void> | void
  /** It makes something of this kind, under the name that its value has as `as`. */
  makes?: Kind<Thing>
  /** It calls the provider's API, so that it may fail where a fault is planned. */
  calls?: true
  /** Where its value holds the name of something made before. */
  refers?: readonly Reference[]
  /** It is an order, which comes to an end, and may move money: for torture. */
  order?: Order<z.output<Schema>, Thing>
}

interface Reference {
  /** The place of the name inside the value; the value itself by default. */
  path?: readonly string[]
  /** The words of which one made it. */
  to: readonly string[]
  /** Why it cannot be this one, such as `The prompt of "order" is not held.` */
  refusal?(name: string, madeBy: unknown): string | undefined
}

/** How an order stands. */
export interface Standing {
  /** In the vendor's word. */
  status: string
  /** Absent while it is open. */
  end?: 'paid' | 'failed'
}

/** Money that an order moves once it is paid. */
export interface Movement {
  /** Whose, as a phone number. */
  party: string
  currency: string
  /** Added to the account: below zero for a debit. */
  amount: number
}

export interface Order<Value, Thing> {
  standing(made: Thing): Promise<Standing>
  /** The callbacks about it, oldest first. */
  callbacks(made: Thing): readonly Callback[]
  /** The status that a callback tells. */
  toldBy(callback: Callback): unknown
  /** @param stepOf the value of the step that made what has this name, such as the payment of a refund */
  moves?(value: Value, stepOf: (name: string) => unknown): Movement
}

/** What is expected of something that a step has made. */
export type Expected<Words extends Record<string, z.ZodType>> = { status: string } & {
  [Word in keyof Words]?: z.output<Words[Word]> | undefined
}

export interface Expectation<Words extends Record<string, z.ZodType> = Record<string, z.ZodType>> {
  /** The word that makes what is named. */
  of: string
  /** The values of `status`, which every `expect` of it has. */
  statuses: readonly string[]
  /** What else may be expected. */
  words: Words
  /** @throws StepFailure if it is otherwise */
  check(scene: Scene, name: string, expected: Expected<Words>): Promise<void> | void
}

/** An action, whose function knows the type of its value. */
export function action<Schema extends z.ZodType, Thing = unknown>(
  of: Action<Schema, Thing>,
): Action<Schema, Thing> {
  return of
}

/** An expectation, whose function knows the types of its words. */
export function expectation<Words extends Record<string, z.ZodType>>(
  of: Expectation<Words>,
): Expectation<Words> {
  return of
}
