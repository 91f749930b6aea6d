import { ClientError, type Message, type SimulatorClient, type TimelineEvent } from '../../client/index.ts'
import { parseScript } from '../parse.ts'
import { Draft } from './draft.ts'
import { Happening } from './events.ts'
import { Merchants } from './merchants.ts'
import { People } from './people.ts'
import { writtenScript } from './written-script.ts'

export interface Recording {
  /** Whether something had happened before: a replay begins with a fresh world, which shows less. */
  readonly usedWorld: boolean
  /**
   * What happened since it began, as a session script.
   *
   * @param name of the file, such as `pay-order`; the script is called by it
   * @throws ClientError where nothing happened, or where the world was reset or restored meanwhile
   */
  finish(name: string): Promise<string>
}

/** What is written as a step once it happens, and so needs its time. */
const written = /^(ussd|handset|sms)\.|\.(created|notification|ended)$/
const second = 1_000

/**
 * Begins to record what happens in a simulator: dials and answers, requests to pay, pre-approvals, transfers, SMS,
 * callbacks, moves of a frozen clock.
 *
 * @param ownUrl where it listens: an app behind a code that is not there is the user's own
 */
export async function startRecording(client: SimulatorClient, ownUrl: string): Promise<Recording> {
  const before = (await eventsAfter(client, 0)).at(-1)
  const { now } = await client.clock.read()
  return {
    usedWorld: before !== undefined,
    async finish(name) {
      const from = before?.id ?? 0
      const [same] = from === 0 ? [] : await client.timeline({ after: from - 1 })
      if (before && JSON.stringify(same) !== JSON.stringify(before)) {
        throw new ClientError('The world was reset or restored meanwhile. Record again, without that.')
      }
      const events = (await eventsAfter(client, from)).map((event) => new Happening(event))
      const text = await scriptOf(client, { events, began: Date.parse(now), name, ownUrl })
      // What is written here can be run, or the fault is ours.
      parseScript(`${name}.yaml`, text)
      return text
    },
  }
}

async function eventsAfter(client: SimulatorClient, id: number): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = []
  for (;;) {
    const more = await client.timeline({ after: events.at(-1)?.id ?? id })
    if (more.length === 0) return events
    events.push(...more)
  }
}

async function scriptOf(
  client: SimulatorClient,
  { events, began, name, ownUrl }: { events: Happening[]; began: number; name: string; ownUrl: string },
): Promise<string> {
  const clock = await client.clock.read()
  const world = await client.world()
  const exact = clock.mode === 'frozen'
  const draft = new Draft(exact ? began : (events[0]?.at ?? began), exact)
  const merchants = new Merchants(draft)
  const pins = world.phones.flatMap(({ msisdn, pin }) => (pin === null ? [] : [[msisdn, pin] as const]))
  const apps = (await client.network.serviceCodes()).filter((one) => !isPayersApp(one.callbackUrl, ownUrl))
  const changing = {
    merchants: setOf(events, 'merchant'),
    referenceIds: setOf(events, 'referenceId'),
    amounts: [...setOf(events, 'amount')],
  }
  const codes = await codesOf(client, events)
  const people = new People({ draft, merchants, changing, pins: new Map(pins), codes, apps })
  const until = exact ? events.length : timed(events) + 1
  for (const [index, event] of events.entries()) {
    if (index < until && (exact ? written.test(event.kind) : true)) draft.pass(event.at)
    merchants.take(event)
    people.take(event, events[index + 1])
    if (event.kind === 'balance-request.opened') draft.note('A balance request of OnePipe is left out here.')
    if (event.kind === 'fault.injected') draft.note(`A fault struck here: ${faultIn(event)}; it is left out.`)
  }
  if (exact && draft.last) draft.pass(Date.parse(clock.now))
  merchants.expect(await client.callbacks())
  if (draft.steps.length === 0) {
    throw new ClientError(
      'Nothing happened that a script can hold. Dial, or ask a phone for money, meanwhile.',
    )
  }
  return writtenScript(name, draft)
}

/** It is called by the simulator's own name for itself, which need not be the one that we know. */
function isPayersApp(callbackUrl: string, ownUrl: string): boolean {
  const app = new URL(callbackUrl)
  return app.pathname === '/ussd' && app.port === new URL(ownUrl).port
}

function setOf(events: readonly Happening[], key: string): ReadonlySet<string> {
  return new Set(events.flatMap((event) => event.text(key) ?? []))
}

function faultIn(event: Happening): string {
  return `${event.text('point') ?? ''} ${event.text('do') ?? ''}`.trim()
}

/** The index of the last event that came of time alone; -1 where none did. */
function timed(events: readonly Happening[]): number {
  return events.findLastIndex((event) => {
    if (event.kind === 'ussd.session-ended') return event.text('status') === 'timed-out'
    if (event.kind === 'pre-approval.ended') return event.text('by') === 'time'
    if (!event.kind.endsWith('.settled')) return false
    const id = event.text('referenceId')
    const made = events.find((one) => one.kind.endsWith('.created') && one.text('referenceId') === id)
    const soon = made !== undefined && event.at - made.at < second
    // What a person decides is decided with a hop.
    return !soon && !events.some(({ kind, at }) => kind === 'ussd.hop' && at === event.at)
  })
}

/** The code in each SMS of the recording, oldest first; the timeline hides them. */
async function codesOf(
  client: SimulatorClient,
  events: readonly Happening[],
): Promise<Map<string, Array<string | null>>> {
  const codes = new Map<string, Array<string | null>>()
  const received = events.filter(({ kind }) => kind === 'sms.received')
  for (const phone of new Set(received.map((event) => event.phone))) {
    const messages: Message[] = await client.phone(phone).messages()
    const count = received.filter((event) => event.phone === phone).length
    codes.set(
      phone,
      messages.slice(-count).map(({ code }) => code),
    )
  }
  return codes
}
