import { ClientError, type ServiceCode, type SimulatorClient, type World } from '../../client/index.ts'
import type { EventField } from '../../events/index.ts'
import { screenFaults } from '../screen-text.ts'
import { BalanceRequests } from './balance-requests.ts'
import { crossingsIn } from './crossings.ts'
import { type Mark, ScriptDraft } from './draft.ts'
import { EventCollector, otherWorld } from './event-collector.ts'
import type { RecordedEvent } from './events.ts'
import { faultStep } from './fault-steps.ts'
import { Merchants } from './merchants.ts'
import { People } from './people.ts'
import { ReadSms } from './read-sms.ts'
import { isSettled, isUnwritten, lastOfTime, needsItsTime } from './times.ts'
import { orNote, runnable } from './unwritten.ts'
import { writtenScript } from './written-script.ts'

export interface RecordingOptions {
  /** The simulator's own URL: an app with another URL is the user's own. */
  ownUrl: string
  /** The world file; undefined for the built-in world. */
  worldFile?: string | undefined
  /** The quirks of each provider, by its name. */
  quirks?: Readonly<Record<string, Readonly<Record<string, string>>>>
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
  return {
    usedWorld,
    catchUp: () => collector.catchUp(),
    async script(name) {
      const events = await collector.events()
      const draft = await draftOf(client, { events, began: Date.parse(now), plans, options })
      const about = { head: headOf(options, usedWorld), allow: brokenIn(events) }
      return runnable(`${name}.yaml`, draft, () => writtenScript(name, draft, about))
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
    options,
  }: {
    events: readonly RecordedEvent[]
    began: number
    plans: Plans
    options: RecordingOptions
  },
): Promise<ScriptDraft> {
  const clock = await client.clock.read()
  const world = await client.world()
  const exact = clock.mode === 'frozen'
  const first = events.find((event) => !isUnwritten(event))
  const draft = new ScriptDraft(exact ? began : (first?.at ?? began), exact)
  const payersCode = world.network.serviceCodes.find((one) => isPayersApp(one, options))?.code ?? '*165#'
  const crossings = crossingsIn(events, payersCode)
  const merchants = new Merchants(draft, crossings.held)
  const sms = new ReadSms(draft)
  const pins = world.phones.flatMap(({ msisdn, pin }) => (pin === null ? [] : [[msisdn, pin] as const]))
  const apps = world.network.serviceCodes.filter((one) => !isPayersApp(one, options))
  const changing = {
    merchants: setOf(events, 'merchant'),
    referenceIds: setOf(events, 'referenceId'),
    amounts: [...setOf(events, 'amount')],
  }
  const people = new People({ draft, merchants, changing, pins: new Map(pins), sms, apps })
  const available = (event: RecordedEvent) => availableAt(event, { events, world, options })
  const balances = new BalanceRequests({ draft, sms, world, available })
  const snapshots = new Snapshots(draft, [merchants, people, balances])
  if (plans.length > 0) orNote(draft, 'faults.set', () => addFaults(draft, plans))
  const until = exact ? events.length : lastOfTime(events) + 1
  for (const [index, event] of events.entries()) {
    if (index < until && (!exact || needsItsTime(event))) draft.pass(event.at)
    snapshots.take(event)
    for (const id of crossings.before(index)) merchants.releasePrompt(id)
    orNote(draft, event.kind, () => {
      if (event.unreadable !== undefined)
        throw new Error(`its event, ${event.unreadable}, is not as events are.`)
      if (event.kind === 'faults.set') addFaults(draft, event.value('plans'))
      if (event.kind === 'faults.cleared') addFaults(draft, [])
      merchants.take(event)
      if (crossings.leftOut.has(event)) draft.note(hungUpEarly)
      else people.take(event, events[index + 1])
      balances.take(event, events[index + 1])
    })
    for (const id of crossings.after(index)) merchants.releasePrompt(id)
  }
  const delayed = events.some((event) => event.kind === 'fault.injected' && event.text('delay') !== undefined)
  if ((exact || delayed) && draft.last) draft.pass(Date.parse(clock.now))
  merchants.expect(await client.callbacks())
  if (!draft.last) {
    const nothing = 'Nothing happened that a script can hold. Dial, or ask a phone for money, meanwhile.'
    throw new ClientError([nothing, ...draft.trailing].join(' '))
  }
  return draft
}

/** Writes snapshots and restores, and restores the state of the writers. */
class Snapshots {
  readonly #draft: ScriptDraft
  readonly #parts: ReadonlyArray<{ mark(): unknown; backTo(mark: never): void }>
  readonly #taken = new Map<string, { clock: Mark; marks: unknown[] }>()

  constructor(draft: ScriptDraft, parts: ReadonlyArray<{ mark(): unknown; backTo(mark: never): void }>) {
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

function addFaults(draft: ScriptDraft, plans: unknown): void {
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

/** The balance in OnePipe's answer, if it can still be known: no later event has moved the phone's money. */
function availableAt(
  event: RecordedEvent,
  { events, world, options }: { events: readonly RecordedEvent[]; world: World; options: RecordingOptions },
): number | undefined {
  const later = events.slice(events.indexOf(event) + 1)
  const moved = (one: RecordedEvent) =>
    one.kind === 'snapshot.restored' || (isSettled(one) && one.phone === event.phone)
  const balances = world.phones.find(({ msisdn }) => msisdn === event.phone)?.balances ?? []
  const [naira, ...others] = balances.filter(({ currency }) => currency === 'NGN')
  if (!naira || others.length > 0 || later.some(moved)) return undefined
  const kobo = Math.round(Number(naira.amount.replaceAll(/[^\d.-]/g, '')) * 100)
  return options.quirks?.onepipe?.['onepipe-balance-unit'] === 'naira' ? Math.floor(kobo / 100) : kobo
}
