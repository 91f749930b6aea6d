import {
  type Asker,
  type DeliveryRecord,
  type ExchangeLog,
  eventsOfTraces,
  InputError,
  type Kernel,
  type KernelEvent,
  NotFoundError,
  type Rx,
  screenAmount,
} from '../kernel/index.ts'
import { type ApprovalRef, type Payer, promptSubscriber } from '../payer/index.ts'
import { type ControlRoute, controlRoute, type OpenProvider, type OwnPayment } from '../providers/index.ts'
import type { LanguageTag } from '../terms/index.ts'
import {
  type OpenedPayment,
  type Payment,
  type PaymentState,
  type Payments,
  paymentsQuery,
} from '../terms/sim/payment.ts'
import { findOrder, movementsOf, newestOrder, type Order, orderSources, readOrders } from '../wallet/index.ts'
import { inLanguage } from './answers.ts'
import { viewCallback } from './callbacks.ts'
import { englishPayments, fill, type PaymentWords, type Told } from './payment-words.ts'
import { frenchPayments } from './payment-words-fr.ts'
import { viewMovement } from './timeline-entries.ts'

interface Parts {
  kernel: Kernel
  payer: Payer
  providers: readonly OpenProvider[]
  exchanges: ExchangeLog
  baseUrl: string
}

/** An order of the wallet, or what a provider keeps itself. */
type Found = { id: number; createdAt: number; trace: string | null } & (
  | { order: Order }
  | { own: OwnPayment; provider: OpenProvider }
)

interface Wanted {
  before: number
  limit: number
  state?: PaymentState | undefined
  /** Each is in what people know of a payment. */
  words?: readonly string[] | undefined
  /** Only those whose id is greater. */
  after?: number | undefined
}

/** A search looks at so many of each source for an answer: the cursor goes on there. */
const mostSearched = 100_000
/** The same of what a provider keeps itself, which has no index of words. */
const mostSearchedOfProviders = 1_000
const mostWords = 6

/** Where payments are kept; each has ids of its own. */
interface Source {
  name: string
  /** How many a search looks at. */
  searched: number
  newest(rx: Rx): Promise<number>
  list(rx: Rx, wanted: Wanted): Promise<Found[]>
  find(rx: Rx, id: number): Promise<Found | undefined>
}

/** What is known of payments beside their rows, by trace. */
interface Around {
  events: ReadonlyMap<string, KernelEvent[]>
  deliveries: ReadonlyMap<number, DeliveryRecord[]>
  askers: ReadonlyMap<string, Asker>
}

/** `/_sim/payments`: all that anybody asked for, newest first. */
export function paymentRoutes(parts: Parts): ControlRoute[] {
  const { kernel } = parts
  const payments = {
    en: new PaymentList(parts, englishPayments),
    fr: new PaymentList(parts, frenchPayments),
  }
  return [
    controlRoute({
      operation: 'listPayments',
      method: 'GET',
      path: '/payments',
      query: paymentsQuery,
      answer: async ({ query, language }) =>
        inLanguage<Payments>(language, await kernel.read((rx) => payments[language].list(rx, query))),
    }),
    controlRoute({
      operation: 'getPayment',
      method: 'GET',
      path: '/payments/{id}',
      answer: async ({ params, language }) =>
        inLanguage<OpenedPayment>(
          language,
          await kernel.read((rx) => payments[language].open(rx, params.id)),
        ),
    }),
  ]
}

class PaymentList {
  readonly #parts: Parts
  readonly #words: PaymentWords
  readonly #sources: readonly Source[]

  constructor(parts: Parts, words: PaymentWords) {
    this.#parts = parts
    this.#words = words
    this.#sources = [...orderSources.map(ofWallet), ...parts.providers.flatMap(ofProvider)]
  }

  /**
   * Each source is read by its primary key and is in the order in which its payments were made; they are merged by the time
   * of that and, at one time of a frozen clock, by the event of that. So it costs no index of times, and a clock that was
   * set back loses nothing.
   */
  async list(
    rx: Rx,
    {
      after,
      limit,
      state,
      search,
    }: { after: string; limit: number; state?: PaymentState | undefined; search?: string | undefined },
  ): Promise<Payments> {
    const cursor = this.#parse(after)
    const words = search?.split(/\s+/).slice(0, mostWords)
    const queues = new Map<Source, Found[]>()
    /** Down to which id a search has looked. */
    const floors = new Map<string, number>()
    for (const source of this.#sources) {
      const before = cursor?.get(source.name) ?? (cursor ? 0 : Number.MAX_SAFE_INTEGER)
      const from = words && Math.min(before, (await source.newest(rx)) + 1)
      const floor = from === undefined ? 0 : Math.max(0, from - 1 - source.searched)
      floors.set(source.name, floor)
      queues.set(source, await source.list(rx, { before, limit: limit + 1, state, words, after: floor }))
    }
    const all = [...queues.values()].flat()
    const events = await eventsByTrace(rx, all)
    const begun = (found: Found) => begunBy(found, events.get(found.trace ?? '') ?? [])?.id ?? 0
    // Whatever is newer than the first of a source belongs to no later page.
    const reached = new Map([...queues].map(([{ name }, [first]]) => [name, (first?.id ?? 0) + 1]))
    const taken: Found[] = []
    while (taken.length < limit) {
      let newest: { source: Source; found: Found; event: number } | undefined
      for (const [source, [found]] of queues) {
        if (!found) continue
        const event = begun(found)
        const time = found.createdAt - (newest?.found.createdAt ?? Number.NEGATIVE_INFINITY)
        if (time > 0 || (time === 0 && event > (newest?.event ?? 0))) newest = { source, found, event }
      }
      if (!newest) break
      queues.get(newest.source)?.shift()
      reached.set(newest.source.name, newest.found.id)
      taken.push(newest.found)
    }
    let more = false
    for (const [{ name }, left] of queues) {
      const floor = floors.get(name) ?? 0
      if (left.length === 0 && floor > 0) reached.set(name, floor + 1)
      more ||= left.length > 0 || floor > 0
    }
    const around = await this.#around(rx, taken, events)
    const payments: Payment[] = []
    for (const found of taken) payments.push(await this.#view(rx, found, around))
    const text = [...reached].map(([name, id]) => `${name}-${id}`).join('.')
    return { payments, after: more ? text : null }
  }

  /** @throws NotFoundError */
  async open(rx: Rx, id: string): Promise<OpenedPayment> {
    const found = await this.#find(rx, id)
    if (!found)
      throw new NotFoundError(
        `No payment ${id} in this world. GET /_sim/payments lists them.`,
        { id },
        { problem: 'unknown-payment' },
      )
    const events = await eventsByTrace(rx, [found])
    const around = await this.#around(rx, [found], events)
    const own = eventsOf(found, around)
    const moved = await movementsOf(rx, own)
    const again = await this.#again(rx, found)
    return {
      ...(await this.#view(rx, found, around)),
      callbacks: this.#callbacksOf(found, around).map(viewCallback),
      moved: own.flatMap((event) => {
        const movement = moved.get(event.id)
        return movement ? [viewMovement(movement, event)] : []
      }),
      again: again ? { ...again, curl: `PAYERSIM=${this.#parts.baseUrl}\n${again.curl}` } : null,
    }
  }

  async #find(rx: Rx, id: string): Promise<Found | undefined> {
    const [, name, number] = /^(.+)-(\d{1,15})$/.exec(id) ?? []
    return this.#sources.find((source) => source.name === name)?.find(rx, Number(number))
  }

  #again(rx: Rx, found: Found) {
    if ('own' in found) return found.provider.payments?.againOwn?.(rx, found.id)
    return firstOf(this.#parts.providers, ({ payments }) => payments?.again?.(rx, found.order))
  }

  #parse(text: string): ReadonlyMap<string, number> | undefined {
    if (text === '') return undefined
    const places = text.split('.').map((each): [string, number] => {
      const [, name = '', id] = /^(.+)-(\d{1,15})$/.exec(each) ?? []
      if (!this.#sources.some((source) => source.name === name))
        throw new InputError(
          `${text} is no cursor of this list. Take \`after\` of an answer of GET /_sim/payments.`,
          { after: text },
        )
      return [name, Number(id)]
    })
    return new Map(places)
  }

  async #around(
    rx: Rx,
    found: readonly Found[],
    events: ReadonlyMap<string, KernelEvent[]>,
  ): Promise<Around> {
    const traces = new Set(found.flatMap(({ trace }) => trace ?? []))
    const wanted = [...traces].flatMap((trace) => events.get(trace)?.map(({ id }) => id) ?? [])
    const deliveries = new Map<number, DeliveryRecord[]>()
    for (const delivery of await this.#parts.kernel.deliveries.ofEvents(rx, wanted))
      deliveries.set(delivery.eventId, [...(deliveries.get(delivery.eventId) ?? []), delivery])
    return { events, deliveries, askers: this.#parts.exchanges.askers(traces) }
  }

  #callbacksOf(found: Found, around: Around): DeliveryRecord[] {
    const callbacks = this.#parts.kernel.deliveries.callbackSubscribers()
    return eventsOf(found, around)
      .flatMap(({ id }) => around.deliveries.get(id) ?? [])
      .filter(({ subscriber }) => callbacks.includes(subscriber))
      .sort((one, other) => one.id - other.id)
  }

  async #view(rx: Rx, found: Found, around: Around): Promise<Payment> {
    const asker = around.askers.get(found.trace ?? '')
    const own = asker === undefined ? null : asker === 'program'
    const last = this.#callbacksOf(found, around).at(-1)
    const { status: answer } = (last?.result ?? {}) as { status?: unknown }
    const callback = last
      ? { id: last.id, status: last.status, answer: typeof answer === 'number' ? answer : null }
      : null
    const times = { createdAt: iso(found.createdAt), trace: found.trace }
    if ('own' in found) {
      const { id, merchant, createdAt, phone, translations, ...told } = found.own
      const events = eventsOf(found, around)
      const end = told.state === 'pending' ? undefined : events.at(-1)
      return {
        ...told,
        ...(this.#words.tag === 'en' ? {} : translations?.[this.#words.tag]),
        ...times,
        id: `${found.provider.api.name}-${id}`,
        merchant: { name: merchant, own },
        phone: phone ?? events.find((event) => event.phone !== null)?.phone ?? null,
        settledAt: end ? iso(end.at) : null,
        callback,
      }
    }
    const { order } = found
    return {
      ...times,
      id: `${order.source}-${order.id}`,
      kind: order.kind,
      what: this.#words.what[order.kind],
      reference: order.referenceId,
      merchant: { name: order.merchantName, own },
      phone: order.phone,
      person: order.person,
      amount: amountOf(order),
      currency: order.currency,
      state: order.state,
      settledAt: order.settledAt === null ? null : iso(order.settledAt),
      ...standingOf(
        order,
        order.state === 'pending' ? await this.#told(rx, found, around) : 'unknown',
        this.#words,
      ),
      callback,
    }
  }

  /** By the delivery of the prompt: what came of it. */
  async #told(rx: Rx, found: Found, around: Around): Promise<Told> {
    const prompt = eventsOf(found, around)
      .flatMap(({ id }) => around.deliveries.get(id) ?? [])
      .findLast(({ subscriber }) => subscriber === promptSubscriber)
    if (!prompt) return 'unknown'
    // The phone shows the session before the delivery is known to be done.
    const session = await this.#parts.payer.promptSession(rx, prompt.data as ApprovalRef)
    if (session) return session === 'open' ? 'ringing' : 'missed'
    const { sms } = (prompt.result ?? {}) as { sms?: unknown }
    if (sms !== undefined) return sms === 'sent' ? 'by-sms' : 'not-reached'
    return prompt.status === 'failed' ? 'not-reached' : 'soon'
  }
}

const iso = (time: number) => new Date(time).toISOString()

const ofWallet = (name: (typeof orderSources)[number]): Source => ({
  name,
  searched: mostSearched,
  newest: (rx) => newestOrder(rx, name),
  list: async (rx, wanted) => (await readOrders(rx, name, wanted)).map(ofOrder),
  async find(rx, id) {
    const order = await findOrder(rx, name, id)
    return order && ofOrder(order)
  },
})

const ofOrder = (order: Order): Found => ({
  id: order.id,
  createdAt: order.createdAt,
  trace: order.trace,
  order,
})

function ofProvider(provider: OpenProvider): Source[] {
  const { list: listed } = provider.payments ?? {}
  if (!listed) return []
  const list: Source['list'] = async (rx, { words, after = 0, ...wanted }) => {
    const limit = words ? mostSearchedOfProviders : wanted.limit
    const found = (await listed(rx, { ...wanted, limit })).filter(
      (own) => own.id > after && (words?.every((word) => isSaid(word, own)) ?? true),
    )
    return found.slice(0, wanted.limit).map((own) => {
      const { id, createdAt, trace } = own
      return { id, createdAt, trace, own, provider }
    })
  }
  return [
    {
      name: provider.api.name,
      searched: mostSearchedOfProviders,
      newest: async (rx) => (await listed(rx, { before: Number.MAX_SAFE_INTEGER, limit: 1 }))[0]?.id ?? 0,
      list,
      async find(rx, id) {
        const [found] = await list(rx, { before: id + 1, limit: 1 })
        return found?.id === id ? found : undefined
      },
    },
  ]
}

function isSaid(
  word: string,
  { merchant, person, phone, reference, amount, kind, what }: OwnPayment,
): boolean {
  const texts = [merchant, person, phone, reference, amount, kind, what]
  return texts.some((text) => text?.toLowerCase().includes(word.toLowerCase()))
}

async function eventsByTrace(rx: Rx, found: readonly Found[]): Promise<Map<string, KernelEvent[]>> {
  const traces = new Set(found.flatMap(({ trace }) => trace ?? []))
  const events = new Map<string, KernelEvent[]>()
  for (const event of await eventsOfTraces(rx, [...traces])) {
    const trace = event.trace ?? ''
    events.set(trace, [...(events.get(trace) ?? []), event])
  }
  return events
}

/** Several may have one trace: the events of this one. */
const eventsOf = (found: Found, { events }: Pick<Around, 'events'>): KernelEvent[] =>
  (events.get(found.trace ?? '') ?? []).filter((event) => isAbout(event, found))

const begunBy = (found: Found, events: readonly KernelEvent[]): KernelEvent | undefined =>
  events.find((event) => isAbout(event, found))

function isAbout({ kind, data }: KernelEvent, found: Found): boolean {
  const wanted = 'own' in found ? found.own.kind : found.order.kind
  if (!kind.startsWith(`${wanted}.`)) return false
  const { referenceId } = data as { referenceId?: unknown }
  return 'own' in found || referenceId === found.order.referenceId
}

const amountOf = ({ amount, currency }: Order): string | null =>
  amount === null || currency === null ? null : screenAmount(amount, currency)

/** As people read it: `1,400.00 EUR`. */
function sumOf(order: Order, tag: LanguageTag): string {
  const amount = amountOf(order) ?? '0'
  const digits = amount.split('.')[1]?.length ?? 0
  return `${numbersIn(tag, digits).format(Number(amount))} ${order.currency}`
}

/** To make one takes longer than all else of a row. */
const formats = new Map<string, Intl.NumberFormat>()
function numbersIn(tag: LanguageTag, digits: number): Intl.NumberFormat {
  const key = `${tag} ${digits}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(key, format)
  return format
}

/** `Feb 4, 2026`. */
const dayOf = (time: number, tag: LanguageTag) =>
  new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' }).format(time)

function standingOf(
  order: Order,
  told: Told,
  { tag, sentences, reasons, reasonOfProvider }: PaymentWords,
): Pick<Payment, 'standing' | 'why'> {
  const { state, kind, source, person, phone, party, merchantName, validUntil, reason } = order
  const values = {
    who: person ?? phone ?? party.id,
    merchant: merchantName,
    phone: phone ?? party.id,
    party: party.id,
    reason: String(reason),
    sum: sumOf(order, tag),
    until: validUntil === null ? '' : dayOf(validUntil, tag),
  }
  const say = (text: string, more: Record<string, string> = {}) => fill(text, { ...values, ...more })
  switch (state) {
    case 'pending':
      if (order.scripted) return { standing: say(sentences.scripted) }
      if (source === 'payout') return { standing: say(sentences.sending) }
      if (kind === 'invoice' && told === 'unknown') return { standing: say(sentences.invoice) }
      return { standing: say(sentences.pending[told]) }
    case 'ended':
      return { standing: say(sentences.ended) }
    case 'successful':
      return { standing: say(sentences[successOf(order)]) }
    case 'failed': {
      const why = say(
        Object.hasOwn(reasons, reason ?? '') ? reasons[reason as keyof typeof reasons] : reasonOfProvider,
      )
      return { standing: say(sentences.failed, { why }), why }
    }
  }
}

function successOf({ source, kind, validUntil, scripted, automatic }: Order) {
  if (source === 'mandate') return validUntil === null ? 'leave' : 'leaveUntil'
  if (kind === 'refund') return 'givenBack'
  if (kind === 'bill-payment') return 'billPaid'
  if (source === 'payout') return 'sent'
  if (automatic) return 'debited'
  return scripted ? 'paidByNumber' : 'approved'
}

async function firstOf<Item, Result>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Result | undefined> | undefined,
): Promise<Result | undefined> {
  for (const item of items) {
    const found = await ask(item)
    if (found !== undefined) return found
  }
  return undefined
}
