import { optionsOf, type ServiceCode } from '../../client/index.ts'
import { maskText } from '../../safe-text/index.ts'
import type { StepWords } from '../schema.ts'
import type { DraftStep, ScriptDraft } from './draft.ts'
import { hidden, type RecordedEvent } from './events.ts'
import type { ReadSms } from './read-sms.ts'
import { type Changing, labelFor, telling } from './wordings.ts'

const noPassword =
  'Write the user, password or key of this address in the place of ****: it is in no script that is recorded.'

const turningKeys = { on: '98', back: '00' }

interface Session {
  /** The answers so far, with secrets hidden. */
  text: string
  answered: boolean
  screen: string
  page: number
  /** The step that waits for the app's answer. */
  step: DraftStep<StepWords> | undefined
  pushed: boolean
}

interface PeopleMark {
  sessions: ReadonlyMap<string, Session>
  apps: ReadonlySet<string>
}

export interface PeopleParts {
  draft: ScriptDraft<StepWords>
  /** A text in which the ids of what the script makes are variables. */
  named: (text: string) => string
  changing: Changing
  /** The PIN of each phone's owner, by MSISDN. */
  pins: ReadonlyMap<string, string>
  sms: ReadSms
  /** Apps that a fresh world does not have. */
  apps: readonly ServiceCode[]
}

/** Writes what people do with their phones, and what they read there. */
export class People {
  readonly #parts: PeopleParts
  #sessions = new Map<string, Session>()
  readonly #wrongPin = new Set<string>()
  #apps = new Set<string>()

  constructor(parts: PeopleParts) {
    this.#parts = parts
  }

  /** @param next the next event */
  take(event: RecordedEvent, next: RecordedEvent | undefined): void {
    const { draft } = this.#parts
    const { phone } = event
    if (event.kind.startsWith('ussd.')) this.#inSession(event, next)
    else if (event.kind === 'pin.wrong' || event.kind === 'pin.locked') this.#wrongPin.add(phone)
    else if (event.kind === 'handset.online') draft.add({ goes: 'online' }, phone)
    else if (event.kind === 'handset.offline') draft.add({ goes: 'offline' }, phone)
    else if (event.kind === 'handset.network-changed') this.#moved(event)
    else if (event.kind === 'sms.sent') this.#texted(event)
    else if (event.kind === 'sms.received') {
      const contains = telling(event.text('text') ?? '', this.#parts.changing) ?? '/^/'
      const step = draft.add({ sms: { contains } }, phone)
      this.#parts.sms.add({ step, receiver: phone, code: event.code })
    } else if (event.kind === 'email.received') {
      const to = event.text('to') ?? ''
      const { changing } = this.#parts
      const said =
        telling(event.text('subject') ?? '', changing) ?? telling(event.text('text') ?? '', changing)
      const contains = said ?? '/^/'
      const step = draft.add({ email: { to, contains } })
      this.#parts.sms.add({ step, receiver: to, code: event.code })
    }
  }

  /** The open sessions, and the apps already written, for {@link backTo}. */
  mark(): PeopleMark {
    return { sessions: copyOf(this.#sessions), apps: new Set(this.#apps) }
  }

  backTo({ sessions, apps }: PeopleMark): void {
    this.#sessions = copyOf(sessions)
    this.#apps = new Set(apps)
  }

  #inSession(event: RecordedEvent, next: RecordedEvent | undefined): void {
    const id = event.text('sessionId')
    const session = id === undefined ? undefined : this.#sessions.get(id)
    if (event.kind === 'ussd.dialled') this.#dialled(event, id)
    else if (event.kind === 'ussd.pushed' && id !== undefined) this.#begin(id, { pushed: true })
    else if (!session) {
      this.#parts.draft.note('What was typed in a session that the recording found open is left out.')
    } else if (event.kind === 'ussd.hop') this.#hop(event, session)
    else if (event.kind === 'ussd.paged') this.#turned(event, session)
    else if (event.kind === 'ussd.session-ended') this.#ended(event, session, next)
  }

  #begin(id: string, how: { pushed?: boolean; step?: DraftStep<StepWords> }): void {
    const { pushed = false, step } = how
    this.#sessions.set(id, { text: '', answered: false, screen: '', page: 1, step, pushed })
  }

  #dialled(event: RecordedEvent, id: string | undefined): void {
    const { draft, apps } = this.#parts
    const app = apps.find(({ code }) => code === event.text('serviceCode'))
    if (app && !this.#apps.has(app.code)) {
      this.#apps.add(app.code)
      const { code, callbackUrl: url, eventsUrl } = app
      const [safe, events] = [maskText(url), eventsUrl === null ? null : maskText(eventsUrl)]
      if (safe !== url || events !== eventsUrl) draft.note(noPassword)
      draft.add({ app: { code, url: safe, ...(events === null ? {} : { events }) } })
    }
    const dials = (event.text('code') ?? '').replaceAll(`*${hidden}`, '*{{pin}}')
    const step = draft.add({ dials }, event.phone)
    if (id !== undefined) this.#begin(id, { step })
  }

  #hop(event: RecordedEvent, session: Session): void {
    const { draft } = this.#parts
    const screen = event.text('screen') ?? ''
    const status = event.text('status') ?? ''
    const wrong = this.#wrongPin.delete(event.phone)
    const checks = this.#checksOf(status, screen)
    if (event.text('hops') === '1') {
      const { step } = session
      if (wrong && step?.words.dials !== undefined) {
        step.words.dials = step.words.dials.replaceAll('{{pin}}', this.#otherPin(event.phone))
      }
      if (session.pushed && status === 'open') draft.add({ prompted: true, ...checks }, event.phone)
      else draft.check(step, checks, event.phone)
      session.answered = event.text('text') !== ''
    } else {
      const typed = (event.text('text') ?? '').slice(session.answered ? session.text.length + 1 : 0)
      session.answered = true
      draft.add({ ...this.#answer(typed, { event, session, screen, wrong }), ...checks }, event.phone)
    }
    Object.assign(session, { text: event.text('text') ?? '', screen, page: 1, step: undefined })
  }

  #answer(
    typed: string,
    {
      event,
      session,
      screen,
      wrong,
    }: { event: RecordedEvent; session: Session; screen: string; wrong: boolean },
  ): StepWords {
    if (typed === hidden) {
      if (wrong) return { types: this.#otherPin(event.phone) }
      // The same question came again and no try was counted: the input was not a PIN.
      return { types: questionOf(screen) === questionOf(session.screen) ? '0' : '{{pin}}' }
    }
    const label = labelFor(session.screen, typed, this.#parts.changing)
    if (label !== undefined) return { chooses: label }
    if (typed !== '' && typed === this.#parts.pins.get(event.phone)) return { types: '{{pin}}' }
    const named = this.#parts.named(typed)
    return { types: this.#parts.sms.captured(named) ?? named }
  }

  #turned(event: RecordedEvent, session: Session): void {
    const page = Number(event.text('page') ?? 1)
    const key = page > session.page ? turningKeys.on : turningKeys.back
    const screen = event.text('screen') ?? ''
    const label = labelFor(session.screen, key, this.#parts.changing)
    const checks = this.#checksOf('open', screen)
    this.#parts.draft.add(
      { ...(label === undefined ? { types: key } : { chooses: label }), ...checks },
      event.phone,
    )
    Object.assign(session, { page, screen })
  }

  #ended(event: RecordedEvent, session: Session, next: RecordedEvent | undefined): void {
    const { draft } = this.#parts
    const status = event.text('status')
    if (status === 'timed-out') {
      // The time-out is checked in the step that waited.
      if (draft.last?.words.wait === undefined) draft.add({ breaks: status }, event.phone)
      else draft.check(draft.last, { breaks: status }, event.phone)
    }
    // To dial anew, or to switch the phone off, hangs up too.
    const byItself =
      next?.phone === event.phone &&
      next.at === event.at &&
      (next.kind === 'ussd.dialled' || next.kind === 'handset.offline')
    if (status === 'cancelled' && !byItself) draft.add({ cancels: true, breaks: status }, event.phone)
    session.step = undefined
  }

  #moved(event: RecordedEvent): void {
    const network = event.text('network')
    if (network !== undefined) this.#parts.draft.add({ network }, event.phone)
    else this.#parts.draft.note(`${event.phone} was put back on the network of the world; write which one.`)
  }

  #texted(event: RecordedEvent): void {
    const { draft, named, pins, sms } = this.#parts
    const text = named(event.text('text') ?? '')
    let message = sms.captured(text) ?? text
    for (const secret of event.secrets) {
      // A hidden text that is no known code or PIN is a wrong one.
      const known = secret === pins.get(event.phone) ? '{{pin}}' : '0'.repeat(secret.length)
      message = message.replace(hidden, sms.captured(secret) ?? known)
    }
    draft.add({ texts: { to: event.text('to') ?? '', message } }, event.phone)
  }

  #checksOf(status: string, screen: string): StepWords {
    if (status === 'failed' || status === 'timed-out') return { breaks: status }
    const words = telling(screen, this.#parts.changing)
    if (status === 'ended') return { ends: words ?? '/^/' }
    return words === undefined ? {} : { shows: words }
  }

  /** A wrong PIN for this person. */
  #otherPin(phone: string): string {
    return this.#parts.pins.get(phone) === '0000' ? '1111' : '0000'
  }
}

function copyOf(sessions: ReadonlyMap<string, Session>): Map<string, Session> {
  return new Map([...sessions].map(([id, session]) => [id, { ...session }]))
}

/** The last line that is no option: hints are above it, options below. */
function questionOf(screen: string): string | undefined {
  return screen.split('\n').findLast((line) => line !== '' && optionsOf(line).length === 0)
}
