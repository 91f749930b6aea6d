import type { RecordedEvent } from './events.ts'

/** How many digits of a reference id a prompt shows. */
const shownOfId = 8

/** The prompts that crossed with acts of a phone, by the index of an event in the recording. */
export interface Crossings {
  /** The reference ids of requests to write with `prompt: held`. */
  readonly held: ReadonlySet<string>
  /** The reference ids whose prompts are released before an event, and after it. */
  before(index: number): readonly string[]
  after(index: number): readonly string[]
  /** SMS that a replay does not get, so no step reads them. */
  readonly leftOut: ReadonlySet<RecordedEvent>
}

/** A request that waits for its prompt. */
interface Asked {
  referenceId: string
  /** The phone was free at the request, so a push would have reached it. */
  free: boolean
  /** The phone acted after the request. */
  crossed: boolean
  /** The index of the event after which the phone was in a session or off because of that. */
  taken: number | undefined
}

interface PhoneState {
  session: string | undefined
  off: boolean
  waiting: Asked[]
  /** A push whose screen has not come yet. */
  coming: { session: string; asked: Asked } | undefined
  /** A push was hung up before its screen came, so an SMS follows. */
  hungUp: boolean
}

const acts = [
  'ussd.dialled',
  'ussd.session-ended',
  'handset.online',
  'handset.offline',
  'handset.network-changed',
]
const outcomesOfSms = ['sms.received', 'sms.delayed', 'sms.lost', 'sms.failed']

/**
 * Finds what phones did between a request and its prompt. A replay waits at each step for its effects, so it
 * would show the prompt first: such a request is written with a held prompt, which a later step releases.
 *
 * @param serviceCode of the payer's app: the prompt by SMS contains it
 * @param asks the id of what an event asks a payer for
 */
export function crossingsIn(
  events: readonly RecordedEvent[],
  serviceCode: string,
  asks: (event: RecordedEvent) => string | undefined,
): Crossings {
  const phones = new Map<string, PhoneState>()
  const held = new Set<string>()
  const leftOut = new Set<RecordedEvent>()
  const before = new Map<number, string[]>()
  const after = new Map<number, string[]>()

  const release = (places: Map<number, string[]>, index: number, { referenceId }: Asked) => {
    held.add(referenceId)
    places.set(index, [...(places.get(index) ?? []), referenceId])
  }

  for (const [index, event] of events.entries()) {
    if (event.kind === 'snapshot.restored') phones.clear()
    if (event.phone === '') continue
    const phone = phones.get(event.phone) ?? newPhone()
    phones.set(event.phone, phone)
    const id = asks(event)
    if (id !== undefined) phone.waiting.push(newAsked(id, phone))
    else if (event.kind.endsWith('.settled')) {
      phone.waiting = phone.waiting.filter(({ referenceId }) => referenceId !== event.text('referenceId'))
    } else if (event.kind === 'ussd.pushed') {
      const session = event.text('sessionId') ?? ''
      const asked = askedBy(session, events.slice(index), phone.waiting)
      if (asked?.crossed) release(before, index, asked)
      // Requests before it got their prompt by SMS, or none.
      if (asked) phone.waiting.splice(0, phone.waiting.indexOf(asked) + 1)
      Object.assign(phone, { session, coming: asked && { session, asked } })
    } else if (asksBySms(event, serviceCode)) {
      const asked = phone.waiting.shift()
      if (asked?.free && asked.crossed) {
        if (asked.taken === undefined) release(before, index, asked)
        else release(after, asked.taken, asked)
      } else if (!asked && phone.hungUp) leftOut.add(event)
      phone.hungUp = false
    } else change(phone, event, { index, next: events[index + 1] })
  }
  return {
    held,
    leftOut,
    before: (index) => before.get(index) ?? [],
    after: (index) => after.get(index) ?? [],
  }
}

function newPhone(): PhoneState {
  return { session: undefined, off: false, waiting: [], coming: undefined, hungUp: false }
}

function newAsked(referenceId: string, { session, off }: PhoneState): Asked {
  const free = session === undefined && !off
  return { referenceId, free, crossed: false, taken: undefined }
}

/** The request whose reference id is on the first screen, or else the first request. */
function askedBy(
  session: string,
  later: readonly RecordedEvent[],
  waiting: readonly Asked[],
): Asked | undefined {
  const first = later.find((one) => one.kind === 'ussd.hop' && one.text('sessionId') === session)
  const screen = first?.text('screen') ?? ''
  return waiting.find(({ referenceId }) => screen.includes(referenceId.slice(0, shownOfId))) ?? waiting[0]
}

function asksBySms(event: RecordedEvent, serviceCode: string): boolean {
  if (!outcomesOfSms.includes(event.kind)) return false
  // The timeline has the text only of SMS that have arrived.
  return event.kind !== 'sms.received' || (event.text('text') ?? '').includes(serviceCode)
}

/** Updates a phone's state from one of its events. */
function change(
  phone: PhoneState,
  event: RecordedEvent,
  { index, next }: { index: number; next: RecordedEvent | undefined },
): void {
  const session = event.text('sessionId')
  if (acts.includes(event.kind)) for (const asked of phone.waiting) asked.crossed = true
  if (event.kind === 'ussd.dialled') phone.session = session
  else if (event.kind === 'handset.online') phone.off = false
  else if (event.kind === 'handset.offline') phone.off = true
  else if (event.kind === 'ussd.session-ended') {
    const { coming } = phone
    if (session === phone.session) phone.session = undefined
    if (coming && coming.session === session && event.text('status') === 'cancelled') {
      if (next?.kind === 'handset.offline' && next.phone === event.phone)
        phone.waiting.unshift({ ...coming.asked, free: true, crossed: true, taken: undefined })
      else phone.hungUp = true
    }
  }
  if (event.kind === 'ussd.hop' && session === phone.coming?.session) phone.coming = undefined
  const taken = phone.off || (event.kind === 'ussd.hop' && event.text('status') === 'open')
  for (const asked of phone.waiting) if (taken && asked.crossed) asked.taken ??= index
}
