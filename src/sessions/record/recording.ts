import { ClientError, type ServiceCode, type SimulatorClient } from '../../client/index.ts'
import type { EventField } from '../../events/index.ts'
import { type Grammar, grammarWith, type StepWords } from '../schema.ts'
import { screenFaults } from '../screen-text.ts'
import type { HasSteps } from '../steps-part.ts'
import { crossingsIn } from './crossings.ts'
import { type Mark, ScriptDraft } from './draft.ts'
import { EventCollector, otherWorld } from './event-collector.ts'
import { type RecordedEvent, withoutVariables } from './events.ts'
import { faultStep } from './fault-steps.ts'
import { heldNote } from './held-note.ts'
import { orNote } from './or-note.ts'
import { People } from './people.ts'
import { ReadSms } from './read-sms.ts'
import { isUnwritten, lastOfTime, needsItsTime } from './times.ts'
import { runnable } from './unwritten.ts'
import { writtenScript } from './written-script.ts'

export interface RecordingOptions {
  /** The simulator's own URL: an app with another URL is the user's own. */
  ownUrl: string
  /** The world file; undefined for the built-in world. */
  worldFile?: string | undefined
  /** The quirks of each provider, by its name. */
  quirks?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Those from outside too: the script has their words. */
  providers?: readonly HasSteps[]
}

export interface Recording {
  /** Whether anything happened before the recording: a replay begins with a fresh world, which shows less. */
  readonly usedWorld: boolean
  /** Reads the timeline up to now, before a restore removes events from it. Never throws. */
  catchUp(): Promise<void>
  /**
   * The session script of everything since the recording began.
   *
   * @param name of the file, such as `pay-order`; also gives the script its name
   * @throws ClientError if nothing happened, or if the world was replaced meanwhile
   */
  script(name: string): Promise<string>
}

/**
 * Starts recording a simulator: dials and answers, requests to pay, pre-approvals, transfers, balance
 * requests, SMS, callbacks, faults, snapshots and restores, moves of a frozen clock.
 */
export async function startRecording(client: SimulatorClient, options: RecordingOptions): Promise<Recording> {
  const collector = await EventCollector.of(client)
  const { now } = await client.clock.read()
  const plans = await client.faults.list()
  const { usedWorld } = collector
  const grammar = await grammarWith(options.providers)
  return {
    usedWorld,
    catchUp: () => collector.catchUp(),
    async script(name) {
      const events = await collector.events()
      const draft = await draftOf(client, { events, began: Date.parse(now), plans, grammar, options })
      const about = { head: headOf(options, usedWorld), allow: brokenIn(events) }
      return runnable(`${name}.yaml`, draft, grammar, () => writtenScript(name, draft, about))
    },
  }
}

const hungUpEarly =
  'The phone hung up before the prompt was on its screen, and so was asked by SMS, which a replay does not get.'

/** The warnings of screens that a script has to allow. */
function brokenIn(events: readonly RecordedEvent[]): string[] {
  const warnings = new Set(events.flatMap((event) => event.value('warnings') ?? []))
  return screenFaults.filter((fault) => warnings.has(fault))
}

function headOf({ worldFile }: RecordingOptions, usedWorld: boolean): string[] {
  const world =
    worldFile === undefined ? [] : [`Recorded in the world of ${worldFile}, which it needs: --world.`]
  const used = [
    'Things had happened in this world before the recording began, and a replay begins with a fresh one: money,',
    'waiting requests, SMS and phones may differ. If it fails for that, reset the world before you record.',
  ]
  return [...world, ...(usedWorld ? used : [])]
}

type Plans = Awaited<ReturnType<SimulatorClient['faults']['list']>>

async function draftOf(
  client: SimulatorClient,
  {
    events,
    began,
    plans,
    grammar,
    options,
  }: {
    events: readonly RecordedEvent[]
    began: number
    plans: Plans
    grammar: Grammar
    options: RecordingOptions
  },
): Promise<ScriptDraft<StepWords>> {
  const clock = await client.clock.read()
  const world = await client.world()
  const exact = clock.mode === 'frozen'
  const first = events.find((event) => !isUnwritten(event))
  const draft = new ScriptDraft<StepWords>(exact ? began : (first?.at ?? began), exact)
  const payersCode = world.network.serviceCodes.find((one) => isPayersApp(one, options))?.code ?? '*165#'
  const written = grammar.parts.flatMap(({ provider, record }) => (record ? [{ provider, record }] : []))
  const parts = written.map(({ record }) => record)
  const asks = (event: RecordedEvent) =>
    parts.map((part) => part.asks?.(event)).find((id) => id !== undefined)
  const crossings = crossingsIn(events, payersCode, asks)
  const sms = new ReadSms(draft)
  const moneyMovedAfter = (event: RecordedEvent) =>
    events
      .slice(events.indexOf(event) + 1)
      .some(
        (one) =>
          one.kind === 'snapshot.restored' ||
          (one.phone === event.phone && parts.some((part) => part.movesMoney?.(one))),
      )
  const recorders = written.map(({ provider, record }) =>
    record.begin({
      draft,
      sms,
      world,
      quirks: options.quirks?.[provider] ?? {},
      isHeld: (id) => crossings.held.has(id),
      moneyMovedAfter,
    }),
  )
  const named = (text: string) =>
    recorders.reduce((result, recorder) => recorder.named?.(result) ?? result, withoutVariables(text))
  const release = (ids: readonly string[]) => {
    for (const id of ids) for (const recorder of recorders) recorder.releasePrompt?.(id)
  }
  const pins = world.phones.flatMap(({ msisdn, pin }) => (pin === null ? [] : [[msisdn, pin] as const]))
  const apps = world.network.serviceCodes.filter((one) => !isPayersApp(one, options))
  const changing = {
    merchants: setOf(events, 'merchant'),
    referenceIds: setOf(events, 'referenceId'),
    amounts: [...setOf(events, 'amount')],
  }
  const people = new People({ draft, named, changing, pins: new Map(pins), sms, apps })
  const snapshots = new Snapshots(draft, [...recorders, people])
  if (plans.length > 0) orNote(draft, 'faults.set', () => addFaults(draft, plans))
  const until = exact ? events.length : lastOfTime(events, parts) + 1
  for (const [index, event] of events.entries()) {
    if (index < until && (!exact || needsItsTime(event, parts))) draft.pass(event.at)
    snapshots.take(event)
    release(crossings.before(index))
    orNote(draft, event.kind, () => {
      if (event.unreadable !== undefined)
        throw new Error(`its event, ${event.unreadable}, is not as events are.`)
      if (event.kind === 'faults.set') addFaults(draft, event.value('plans'))
      if (event.kind === 'faults.cleared') addFaults(draft, [])
      const byHand = heldNote(event)
      if (byHand !== undefined) draft.note(byHand)
      for (const recorder of recorders) recorder.take(event, events[index + 1])
      if (crossings.leftOut.has(event)) draft.note(hungUpEarly)
      else people.take(event, events[index + 1])
    })
    release(crossings.after(index))
  }
  const delayed = events.some((event) => event.kind === 'fault.injected' && event.text('delay') !== undefined)
  if ((exact || delayed) && draft.last) draft.pass(Date.parse(clock.now))
  const callbacks = await client.callbacks()
  for (const recorder of recorders) recorder.finish?.(callbacks)
  if (!draft.last) {
    const nothing = 'Nothing happened that a script can hold. Dial, or ask a phone for money, meanwhile.'
    throw new ClientError([nothing, ...draft.trailing].join(' '))
  }
  return draft
}

/** Writes snapshots and restores, and restores the state of the writers. */
class Snapshots {
  readonly #draft: ScriptDraft<StepWords>
  readonly #parts: ReadonlyArray<{ mark(): unknown; backTo(mark: never): void }>
  readonly #taken = new Map<string, { clock: Mark; marks: unknown[] }>()

  constructor(
    draft: ScriptDraft<StepWords>,
    parts: ReadonlyArray<{ mark(): unknown; backTo(mark: never): void }>,
  ) {
    this.#draft = draft
    this.#parts = parts
  }

  take(event: RecordedEvent): void {
    if (event.kind === 'world.reset') throw new ClientError(otherWorld)
    const name = event.text('name') ?? ''
    if (event.kind === 'snapshot.taken') {
      this.#draft.add({ snapshot: scriptName(name) })
      this.#taken.set(name, { clock: this.#draft.mark(), marks: this.#parts.map((part) => part.mark()) })
    }
    if (event.kind !== 'snapshot.restored') return
    const taken = this.#taken.get(name)
    if (!taken) {
      throw new ClientError(
        `The world was restored to "${name}", which was taken before the recording. Record again, without that.`,
      )
    }
    this.#draft.add({ restore: scriptName(name) })
    this.#draft.backTo(taken.clock)
    for (const [index, part] of this.#parts.entries()) part.backTo(taken.marks[index] as never)
  }
}

/** A snapshot may be called `2026.01`; a name in a script begins with a letter. */
function scriptName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9-]/g, '-')
  return /^[A-Za-z]/.test(plain) ? plain : `at-${plain}`
}

function addFaults(draft: ScriptDraft<StepWords>, plans: unknown): void {
  const step = faultStep(plans)
  if (!step) return
  for (const note of step.notes) draft.note(note)
  draft.add(step.words)
}

function isPayersApp({ callbackUrl }: ServiceCode, { ownUrl }: RecordingOptions): boolean {
  return callbackUrl === `${ownUrl}/ussd`
}

function setOf(events: readonly RecordedEvent[], field: EventField): ReadonlySet<string> {
  return new Set(events.flatMap((event) => event.text(field) ?? []))
}
