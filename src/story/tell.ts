import type { Events } from '../events/index.ts'
import { type LanguageTag, wordsIn } from '../terms/index.ts'
import { drawEvent, isOrderKind } from './event-steps.ts'
import { drawExchange, type ExchangeEntry, isExchange } from './exchanges.ts'
import { Lifelines, vendorOf } from './lifelines.ts'
import type { DrawnArrow, DrawnNote, Entry, Item, Story } from './story.ts'
import { english, type StoryWords } from './words/en.ts'
import { french } from './words/fr.ts'

/**
 * The entries of one trace as a sequence diagram: each of them once, in any order.
 *
 * @param names of people, by their number as the timeline has it: `+46733000001`
 */
export function storyOf(
  entries: readonly Entry[],
  names: Readonly<Record<string, string>> = {},
  language: LanguageTag = 'en',
): Story {
  const words = language === 'fr' ? french : english
  const sorted = inOrder(entries)
  const lines = new Lifelines(sorted, names, words)
  const items = new Teller(sorted, lines).tell()
  return { language, ...headOf(sorted, names, words), lifelines: lines.list(), items }
}

/**
 * The entries of a trace, and what was done to the clock between the first and the last of them, which has a trace of its own.
 *
 * @param all of the timeline
 */
export function withClock<Any extends Entry>(traced: readonly Any[], all: readonly Any[]): Any[] {
  const places = traced.map(({ place }) => place)
  const [first, last] = [
    places.reduce((a, b) => Math.min(a, b), Infinity),
    places.reduce((a, b) => Math.max(a, b), 0),
  ]
  const jumps = all.filter(({ kind, place }) => kind === 'clock.moved' && place > first && place < last)
  return [...traced, ...jumps]
}

/** Where two have the same place, a request to the simulator is before what it brought about. */
function inOrder(entries: readonly Entry[]): Entry[] {
  const inward = ({ data }: Entry) => (data.direction === 'in' ? 0 : 1)
  const number = ({ id }: Entry) => Number(id.slice(id.lastIndexOf('-') + 1)) || 0
  const once = [...new Map(entries.map((entry) => [entry.id, entry])).values()]
  return once.sort(
    (one, two) =>
      one.place - two.place ||
      inward(one) - inward(two) ||
      number(one) - number(two) ||
      (one.id < two.id ? -1 : 1),
  )
}

interface Hop {
  /** The typed answer is drawn already. */
  typed: boolean
  /** The app's answer, which is drawn before the screen. */
  answer?: () => void
}

/** An exchange has one place on the timeline, that of its start: the diagram has its answer where it must have come. */
class Teller {
  readonly #entries: readonly Entry[]
  readonly #lines: Lifelines
  readonly #items: Item[] = []
  /** Requests without an answer so far. */
  #open: Array<{ entry: ExchangeEntry; answer: () => void }> = []
  readonly #hops = new Map<Entry, Hop>()
  /** The hop that an exchange belongs to, and whether it is the last of it: a fault may repeat it. */
  readonly #hopOf = new Map<Entry, { hop: Entry; first: boolean; last: boolean }>()

  constructor(entries: readonly Entry[], lines: Lifelines) {
    this.#entries = entries
    this.#lines = lines
    const waiting = new Map<string | null, Entry[]>()
    for (const entry of entries) {
      if (isExchange(entry) && entry.kind.startsWith('hop.')) {
        waiting.set(entry.phone, [...(waiting.get(entry.phone) ?? []), entry])
      }
      if (entry.kind !== 'ussd.hop') continue
      this.#hops.set(entry, { typed: false })
      const exchanges = waiting.get(entry.phone) ?? []
      waiting.delete(entry.phone)
      for (const [index, each] of exchanges.entries())
        this.#hopOf.set(each, { hop: entry, first: index === 0, last: index === exchanges.length - 1 })
    }
  }

  tell(): Item[] {
    for (const entry of this.#entries) {
      if (isExchange(entry)) this.#exchange(entry)
      else if (entry.kind === 'ussd.hop') this.#hop(entry)
      else {
        if (!this.#isWithin(entry)) this.#close()
        this.#add(entry, 'whole', drawEvent(entry, this.#lines))
      }
    }
    this.#close()
    return this.#items
  }

  #exchange(entry: Entry & ExchangeEntry): void {
    if (!this.#isWithin(entry)) this.#close()
    const { asked, answered } = drawExchange(entry, this.#lines)
    const answer = () => this.#add(entry, 'answered', answered)
    const of = this.#hopOf.get(entry)
    if (of?.first) this.#type(of.hop)
    this.#add(entry, 'asked', asked)
    const hop = of?.last ? this.#hops.get(of.hop) : undefined
    if (hop) hop.answer = answer
    else if (entry.kind.startsWith('request.')) this.#open.push({ entry, answer })
    else answer()
  }

  #hop(entry: Entry): void {
    this.#close()
    this.#type(entry)
    this.#hops.get(entry)?.answer?.()
    const { screen, status, error, errorIn, ...data } = entry.data as Partial<Events['ussd.hop']>
    const failed = status === 'failed'
    const { tag } = this.#lines.words
    // It says more than the vendor's sentence, which is where the session breaks off.
    const why = wordsIn(tag, data.diagnosis, data.diagnosisIn) ?? wordsIn(tag, error, errorIn)
    this.#add(entry, 'shown', {
      shape: 'arrow',
      from: this.#lines.network,
      to: this.#lines.phone(entry.phone),
      back: true,
      text: screen ?? '',
      tone: failed ? 'bad' : 'plain',
      ...(failed && why !== undefined ? { explanation: why } : {}),
    })
  }

  /** What was typed, unless it is the first screen of a session, for which nothing is. */
  #type(entry: Entry): void {
    const hop = this.#hops.get(entry)
    const { text } = entry.data
    if (!hop || hop.typed || typeof text !== 'string' || text === '') return
    hop.typed = true
    this.#add(entry, 'typed', {
      shape: 'arrow',
      from: this.#lines.phone(entry.phone),
      to: this.#lines.network,
      text: this.#lines.words.types(lastTyped(text)),
      tone: 'plain',
    })
  }

  /** Whether it happened while the last request was answered. */
  #isWithin(entry: Entry): boolean {
    const open = this.#open.at(-1)?.entry
    if (!open || open.at !== entry.at || vendorOf(open.data.operation) === 'africastalking') return false
    if (isExchange(entry))
      return (
        entry.kind.startsWith('request.') &&
        entry.data.direction === 'out' &&
        open.data.direction === 'in' &&
        vendorOf(entry.data.operation) !== 'africastalking'
      )
    const [family = ''] = entry.kind.split('.', 1)
    return (
      isOrderKind(family) ||
      /^(ledger|account-holder|answer|balance-request)$/.test(family) ||
      (entry.kind === 'fault.injected' && entry.data.point === 'operation')
    )
  }

  #close(): void {
    for (const { answer } of this.#open.reverse()) answer()
    this.#open = []
  }

  #add({ id, at }: Pick<Entry, 'id' | 'at'>, part: Item['part'], drawn: DrawnArrow | DrawnNote): void {
    this.#items.push({ ...drawn, entry: id, part, at })
  }
}

/** The last answer of all that was typed; secrets are hidden as asterisks, which also part the answers. */
function lastTyped(text: string): string {
  return text.endsWith('*') ? '****' : text.slice(text.lastIndexOf('*') + 1)
}

/** The title is that of the first order; the outcome that of the last word about it. */
function headOf(
  entries: readonly Entry[],
  names: Readonly<Record<string, string>>,
  words: StoryWords,
): Pick<Story, 'title' | 'outcome'> {
  const familyOf = ({ kind }: Entry) => kind.split('.', 1)[0] ?? ''
  const first = entries.find((entry) => isOrderKind(familyOf(entry)))
  const known = first ?? entries.find(({ kind }) => kind.startsWith('balance-request.'))
  if (!known) return { title: words.whatHappened }
  const { amount, currency, merchant, app, referenceId } = known.data
  const name = known.phone && Object.hasOwn(names, known.phone) ? names[known.phone] : undefined
  const person = name || known.phone
  const sum = typeof amount === 'string' ? words.money(amount, String(currency ?? '')) : ''
  const who = [merchant ?? app, person].filter((each) => typeof each === 'string' && each !== '')
  const title = words.title(words.orderOf(words.orderName(familyOf(known)), sum), who as string[])
  const settled = entries.findLast(
    (entry) =>
      entry.kind.endsWith('.settled') && entry.data.referenceId === referenceId && first !== undefined,
  )
  if (!settled) return { title, ...lastWordOf(entries, words) }
  const { status, reason } = settled.data
  const good = status === 'SUCCESSFUL' || status === 'APPROVED'
  const why = typeof reason === 'string' ? words.reasonOf(reason) : undefined
  return { title, outcome: { text: words.outcome(String(status), why), tone: good ? 'good' : 'bad' } }
}

/** The end of what a provider has no order for. */
function lastWordOf(entries: readonly Entry[], words: StoryWords): Pick<Story, 'outcome'> {
  const last = entries.findLast(({ kind }) => kind.startsWith('balance-request.'))
  const word = last?.kind.split('.')[1] ?? ''
  if (/^(answered|verified)$/.test(word)) return { outcome: { text: words.successful, tone: 'good' } }
  if (/^(expired|locked|reversed|undelivered|unreadable|abandoned)$/.test(word))
    return { outcome: { text: words.balanceEnd(word), tone: 'bad' } }
  return {}
}
