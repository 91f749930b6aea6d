import type { Happening } from './events.ts'

/** How many digits of a reference id a prompt shows. */
const shownOfId = 8

/** What crossed with prompts, by the place of an event in the recording. */
export interface Crossings {
  /** The reference ids of what is written with its prompt held. */
  readonly held: ReadonlySet<string>
  /** Whose prompts go out before an event, and after it. */
  before(index: number): readonly string[]
  after(index: number): readonly string[]
  /** SMS that a replay does not get. */
  readonly leftOut: ReadonlySet<Happening>
}

/** A payer is to be asked. */
interface Asked {
  referenceId: string
  /** A push would have found the phone free when it was made. */
  free: boolean
  /** The phone did something since. */
  crossed: boolean
  /** After which event it was taken by that, or off. */
  taken: number | undefined
}

interface PhoneState {
  session: string | undefined
  off: boolean
  waiting: Asked[]
  /** The push that is on its way to the screen. */
  coming: { session: string; asked: Asked } | undefined
  /** A push was hung up before its screen came, and so becomes an SMS. */
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
 * Finds what phones did after somebody had been asked for something, and before the prompt for it came. A replay, in which
 * each step waits for what the one before it caused, would show the prompt first: its prompt is to be held, until it came.
 *
 * @param serviceCode of the payer's app: the SMS that asks says it
 */
export function crossingsIn(events: readonly Happening[], serviceCode: string): Crossings {
  const phones = new Map<string, PhoneState>()
  const held = new Set<string>()
  const leftOut = new Set<Happening>()
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
    if (asks(event)) phone.waiting.push(newAsked(event, phone))
    else if (event.kind.endsWith('.settled')) {
      phone.waiting = phone.waiting.filter(({ referenceId }) => referenceId !== event.text('referenceId'))
    } else if (event.kind === 'ussd.pushed') {
      const session = event.text('sessionId') ?? ''
      const asked = askedBy(session, events.slice(index), phone.waiting)
      if (asked?.crossed) release(before, index, asked)
      // Those before it were asked by SMS, or not at all.
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

function asks(event: Happening): boolean {
  const { kind } = event
  return (
    (kind === 'request-to-pay.created' || kind === 'pre-approval.created') && event.value('byHand') !== false
  )
}

function newAsked(event: Happening, { session, off }: PhoneState): Asked {
  const free = session === undefined && !off
  return { referenceId: event.text('referenceId') ?? '', free, crossed: false, taken: undefined }
}

/** The one whose reference is on the first screen, or else the first. */
function askedBy(session: string, later: readonly Happening[], waiting: readonly Asked[]): Asked | undefined {
  const first = later.find((one) => one.kind === 'ussd.hop' && one.text('sessionId') === session)
  const screen = first?.text('screen') ?? ''
  return waiting.find(({ referenceId }) => screen.includes(referenceId.slice(0, shownOfId))) ?? waiting[0]
}

function asksBySms(event: Happening, serviceCode: string): boolean {
  if (!outcomesOfSms.includes(event.kind)) return false
  // Of what has not come the timeline has no text.
  return event.kind !== 'sms.received' || (event.text('text') ?? '').includes(serviceCode)
}

/** Follows what a phone does. */
function change(
  phone: PhoneState,
  event: Happening,
  { index, next }: { index: number; next: Happening | undefined },
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
