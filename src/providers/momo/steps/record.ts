import type { CallbackDelivery, ConsentStanding } from '../../../client/index.ts'
import type { EventFamily } from '../../../events/index.ts'
import {
  orNote,
  type RecordedEvent,
  type RecordPart,
  type RecordParts,
  type StepsRecorder,
  type WordsOf,
  withoutVariables,
} from '../../../sessions/parts.ts'
import { formatDuration } from '../../../terms/index.ts'
import type { actions } from './actions.ts'

type Words = WordsOf<typeof actions>

const kinds = {
  'request-to-pay': { as: 'order', subject: 'request' },
  withdrawal: { as: 'withdrawal', subject: 'withdrawal' },
  invoice: { as: 'invoice', subject: 'invoice' },
  'pre-approval': { as: 'plan', subject: 'pre-approval' },
  disbursement: { as: 'payout', subject: 'transfer' },
  deposit: { as: 'deposit', subject: 'deposit' },
  refund: { as: 'refund', subject: 'refund' },
  'cash-transfer': { as: 'cash', subject: 'cash-transfer' },
  'bill-payment': { as: 'bill', subject: 'bill-payment' },
} as const
type Kind = keyof typeof kinds

function isOrder(family: EventFamily): family is Kind {
  return family in kinds
}

/** An order of a merchant, and its outcome. */
interface RecordedOrder {
  kind: Kind
  name: string
  /** What its payer types to find it: of an invoice. */
  number: string | undefined
  settled: RecordedEvent | undefined
  /** The status with which an accepted pre-approval ended. */
  ended: string | undefined
  /** The fault that was applied to its callback. */
  fault: string | undefined
  /** A restore went back to before its callback, which the merchant had already received. */
  heardBefore: boolean
}

interface RecordedConsent {
  name: string
  status: ConsentStanding
  /** It was given, and its token is not fetched yet. */
  isDue: boolean
}

function standingOf(status: string | undefined): ConsentStanding {
  if (status === 'APPROVED') return 'GIVEN'
  return status === 'EXPIRED' ? 'EXPIRED' : 'DENIED'
}

/** How many callbacks a merchant receives with each of these faults. */
const heardWith: Readonly<Record<string, number>> = { dropped: 0, 'failing-dns': 0, doubled: 2 }

const accepted = ['SUCCESSFUL', 'APPROVED', 'ACCEPTED']

interface Mark {
  orders: ReadonlyMap<string, RecordedOrder>
  consents: ReadonlyMap<string, RecordedConsent>
}

/** Writes the steps of merchants, and at the end a check of each order. */
class Merchants implements StepsRecorder {
  readonly #draft: RecordParts<Words>['draft']
  readonly #isHeld: RecordParts['isHeld']
  /** By reference id. */
  #orders = new Map<string, RecordedOrder>()
  /** The reference ids of other providers, over the same wallet. */
  readonly #ofOthers = new Set<string>()
  /** By `auth_req_id`. */
  #consents = new Map<string, RecordedConsent>()
  readonly #names = new Map<Kind, number>()

  constructor({ draft, isHeld }: RecordParts<Words>) {
    this.#draft = draft
    this.#isHeld = isHeld
  }

  take(event: RecordedEvent): void {
    if (event.kind === 'fault.injected' && event.text('point') === 'callback') this.#misled(event)
    const { family } = event
    if (family === 'consent') {
      this.#takeConsent(event)
      return
    }
    // After the hop in which the payer said yes.
    if (event.kind !== 'ussd.hop') this.#fetchTokens()
    if (!isOrder(family)) return
    const id = event.text('referenceId') ?? ''
    if (isCreated(event) && !isOfMomo(event)) this.#ofOthers.add(id)
    if (this.#ofOthers.has(id)) return
    if (isCreated(event)) this.#create(family, event)
    const order = this.#orders.get(id)
    if (!order) this.#draft.note('What happened to something made before the recording is left out.')
    else if (isSettled(event)) {
      order.settled = event
      if (isCancelled(event)) this.#draft.add({ 'cancel-invoice': order.name })
    } else if (event.kind === 'pre-approval.ended') this.#end(order, event)
    else if (event.kind === 'request-to-pay.notification') {
      const text = this.named(withoutVariables(event.text('message') ?? ''))
      this.#draft.add({ notify: { request: order.name, text } })
    }
  }

  /** Releases the prompt for this reference id now. */
  releasePrompt(id: string): void {
    const asked = this.#orders.get(id) ?? this.#consents.get(id)
    if (asked) this.#draft.add({ 'release-prompt': asked.name })
  }

  /** A text in which reference ids are replaced by `{{order.id}}`, and numbers by `{{bill.number}}`. */
  named(text: string): string {
    return [...this.#orders, ...this.#consents].reduce((result, [id, made]) => {
      const named = result.replaceAll(id, `{{${made.name}.id}}`)
      const number = 'number' in made ? made.number : undefined
      return number === undefined ? named : named.replaceAll(number, `{{${made.name}.number}}`)
    }, text)
  }

  /** The present state, for {@link backTo}. */
  mark(): Mark {
    return { orders: copyOf(this.#orders), consents: copyOf(this.#consents) }
  }

  /** Restores a state: orders made later no longer exist. */
  backTo({ orders, consents }: Mark): void {
    this.#consents = copyOf(consents)
    const heard = new Set([...this.#orders].filter(([, { settled }]) => settled).map(([id]) => id))
    this.#orders = copyOf(orders)
    for (const [id, order] of this.#orders) order.heardBefore ||= order.settled === undefined && heard.has(id)
  }

  finish(callbacks: readonly CallbackDelivery[]): void {
    for (const { name, status } of this.#consents.values()) {
      this.#draft.add({ expect: { consent: name, status } })
    }
    for (const order of this.#orders.values()) {
      const { settled } = order
      const sent = callbacks.filter((one) => settled !== undefined && one.eventId === settled.id)
      const counted = order.heardBefore ? {} : countOf(order, sent)
      orNote(this.#draft, `what became of ${order.name}`, () =>
        this.#draft.add({
          expect: {
            [kinds[order.kind].subject]: order.name,
            ...outcomeOf(settled, sent[0]),
            ...counted,
            ...(order.ended === undefined ? {} : { listed: order.ended }),
          },
        }),
      )
    }
  }

  #ask(id: string, event: RecordedEvent): void {
    const number = this.#consents.size + 1
    const as = number === 1 ? 'consent' : `consent-${number}`
    this.#consents.set(id, { name: as, status: 'PENDING', isDue: false })
    const place = event.text('environment') ?? 'sandbox'
    this.#draft.add({
      consent: {
        as,
        payer: event.phone || (event.text('payer') ?? ''),
        scopes: (event.text('scopes') ?? '').split(' '),
        validity: formatDuration(Number(event.text('validitySeconds') ?? 0) * 1_000),
        ...(place === 'sandbox' ? {} : { environment: place }),
        ...(this.#isHeld(id) ? { prompt: 'held' as const } : {}),
      },
    })
  }

  /** Its token must be fetched before it runs out: in the script as soon as the payer has said yes. */
  #fetchTokens(): void {
    for (const consent of this.#consents.values()) {
      if (!consent.isDue) continue
      consent.isDue = false
      this.#draft.add({ expect: { consent: consent.name, status: 'GIVEN' } })
    }
  }

  #takeConsent(event: RecordedEvent): void {
    const id = event.text('referenceId') ?? ''
    if (event.kind === 'consent.created') {
      this.#ask(id, event)
      return
    }
    const consent = this.#consents.get(id)
    if (!consent) {
      this.#draft.note('What happened to something made before the recording is left out.')
      return
    }
    consent.status = event.kind === 'consent.ended' ? 'ENDED' : standingOf(event.text('status'))
    consent.isDue = event.kind === 'consent.settled' && consent.status === 'GIVEN'
  }

  #create(kind: Kind, event: RecordedEvent): void {
    const refunded = this.#orders.get(event.text('refunds') ?? '')?.name
    // What it refunds was made before the recording.
    if (kind === 'refund' && refunded === undefined) return
    const number = (this.#names.get(kind) ?? 0) + 1
    this.#names.set(kind, number)
    const name = number === 1 ? kinds[kind].as : `${kinds[kind].as}-${number}`
    const id = event.text('referenceId') ?? ''
    this.#orders.set(id, {
      kind,
      name,
      number: kind === 'invoice' ? event.text('number') : undefined,
      settled: undefined,
      ended: undefined,
      fault: undefined,
      heardBefore: false,
    })
    this.#draft.add(making(kind, name, { event, held: this.#isHeld(id), refunded }))
  }

  /** Callbacks to a phone's merchants are sent in the order of settlement. */
  #misled(event: RecordedEvent): void {
    const order = [...this.#orders.values()]
      .filter(({ settled, fault }) => settled?.phone === event.phone && fault === undefined)
      .sort((one, other) => (one.settled?.id ?? 0) - (other.settled?.id ?? 0))[0]
    if (order) order.fault = event.text('do')
  }

  #end(order: RecordedOrder, event: RecordedEvent): void {
    order.ended = event.text('status')
    if (event.text('by') === 'merchant') this.#draft.add({ 'cancel-pre-approval': order.name })
  }
}

/** In a script every merchant gets callbacks; in the recording one without a callback URL got none. */
function countOf(
  { settled, fault }: RecordedOrder,
  sent: readonly CallbackDelivery[],
): { callbacks?: number } {
  if (settled === undefined) return { callbacks: 0 }
  if (sent.length === 0) return {}
  const waits = sent.every(({ status }) => status === 'pending' || status === 'waiting')
  return { callbacks: waits ? 0 : (heardWith[fault ?? ''] ?? 1) }
}

function copyOf<Made extends object>(made: ReadonlyMap<string, Made>): Map<string, Made> {
  return new Map([...made].map(([id, one]) => [id, { ...one }]))
}

function making(
  kind: Kind,
  as: string,
  { event, held, refunded = '' }: { event: RecordedEvent; held: boolean; refunded: string | undefined },
): Words {
  const money = { amount: writtenAmount(event.text('amount') ?? ''), currency: event.text('currency') ?? '' }
  const place = event.text('environment') ?? 'sandbox'
  const environment = place === 'sandbox' ? {} : { environment: place }
  const texts = event.words({ message: 'message', note: 'note', 'external-id': 'externalId' })
  const payee = event.phone || (event.text('payee') ?? '')
  if (kind === 'deposit') return { deposit: { as, payee, ...money, ...texts, ...environment } }
  if (kind === 'refund') return { refund: { as, of: refunded, ...money, ...texts, ...environment } }
  if (kind === 'cash-transfer') {
    return { 'cash-transfer': { as, payee, ...money, ...texts, ...environment, ...abroad(event) } }
  }
  if (kind === 'bill-payment') {
    const { customerReference: customer = '' } = detailsOf(event)
    const provider = event.text('payee') ?? ''
    return { 'pay-bill': { as, provider, customer, ...money, ...texts, ...environment } }
  }
  if (kind === 'disbursement') {
    const product = event.text('product') === 'remittance' ? { product: 'remittance' as const } : {}
    return { transfer: { as, payee, ...money, ...texts, ...product, ...environment } }
  }
  const prompt = held ? { prompt: 'held' as const } : {}
  const payer = event.phone || (event.text('payer') ?? '')
  if (kind === 'invoice') {
    const seconds = Number(event.text('validitySeconds') ?? 0)
    const validity = seconds > 0 ? { validity: formatDuration(seconds * 1_000) } : {}
    const said = event.words({ description: 'message', 'external-id': 'externalId' })
    return { invoice: { as, payer, ...money, ...validity, ...said, ...environment } }
  }
  if (kind === 'withdrawal')
    return { withdrawal: { as, payer, ...money, ...texts, ...environment, ...prompt } }
  if (kind === 'request-to-pay')
    return { 'request-to-pay': { as, payer, ...money, ...texts, ...environment, ...prompt } }
  const seconds = Number(event.text('validitySeconds') ?? 0)
  const validity = seconds > 0 ? { validity: formatDuration(seconds * 1_000) } : {}
  const message = event.words({ message: 'message' })
  return {
    'pre-approval': {
      as,
      payer,
      currency: money.currency,
      ...validity,
      ...message,
      ...environment,
      ...prompt,
    },
  }
}

function detailsOf(event: RecordedEvent): Readonly<Record<string, string>> {
  const details = event.value('details')
  if (typeof details !== 'object' || details === null) return {}
  const texts = Object.entries(details).map(([name, text]) => [name, withoutVariables(String(text))])
  return Object.fromEntries(texts) as Record<string, string>
}

/** Who paid a cash transfer in, where and how much: MTN's fields, by the words of scripts. */
function abroad(event: RecordedEvent): Pick<Cash, 'country' | 'original' | 'sender'> {
  const details = detailsOf(event)
  const { orginatingCountry: country, originalAmount, originalCurrency } = details
  const given = Object.entries(senderFields).flatMap(([word, field]) =>
    details[field] === undefined ? [] : [[word, details[field]]],
  )
  return {
    ...(country !== undefined && { country }),
    ...(originalAmount !== undefined &&
      originalCurrency !== undefined && { original: { amount: originalAmount, currency: originalCurrency } }),
    ...(given.length > 0 && { sender: Object.fromEntries(given) as Cash['sender'] }),
  }
}

type Cash = NonNullable<Words['cash-transfer']>
const senderFields: Record<keyof NonNullable<Cash['sender']>, string> = {
  'first-name': 'payerFirstName',
  'sur-name': 'payerSurName',
  language: 'payerLanguageCode',
  email: 'payerEmail',
  msisdn: 'payerMsisdn',
  gender: 'payerGender',
  'identification-type': 'payerIdentificationType',
  'identification-number': 'payerIdentificationNumber',
  identity: 'payerIdentity',
}

/** With the second decimal, which MTN drops: `12.50`. */
function writtenAmount(amount: string): string {
  return /\.\d$/.test(amount) ? `${amount}0` : amount
}

/** The outcome as the merchant got it: from the callback if one was sent, or else from the timeline. */
function outcomeOf(settled: RecordedEvent | undefined, callback: CallbackDelivery | undefined) {
  if (!settled) return { status: 'PENDING' }
  const status = accepted.includes(settled.text('status') ?? '') ? 'SUCCESSFUL' : 'FAILED'
  const reason = reasonIn(callback?.body) ?? codeOf(settled.text('reason'))
  return { status, ...(status === 'SUCCESSFUL' || reason === undefined ? {} : { reason }) }
}

/** MTN's code for a reason of the wallet, which is not told in a callback. */
function codeOf(reason: string | undefined): string | undefined {
  if (reason === 'cancelled') return 'TRANSACTION_CANCELED'
  if (reason === 'internal-error' || reason === 'more-than-was-paid') return 'INTERNAL_PROCESSING_ERROR'
  return reason?.toUpperCase().replaceAll('-', '_')
}

function reasonIn(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined
  const { reason, errorReason } = JSON.parse(body) as {
    reason?: string | { code: string }
    errorReason?: { code: string }
  }
  if (errorReason !== undefined) return errorReason.code
  return typeof reason === 'object' ? reason.code : reason
}

const second = 1_000

function isSettled({ kind, family }: RecordedEvent): boolean {
  return isOrder(family) && kind.endsWith('.settled')
}

function isCreated({ kind, family }: RecordedEvent): boolean {
  return isOrder(family) && kind.endsWith('.created')
}

/** Its merchant took an invoice back. */
function isCancelled(event: RecordedEvent): boolean {
  return event.kind === 'invoice.settled' && event.text('reason') === 'cancelled'
}

/** Other providers ask for money under products of their own. Events of older versions may have none. */
function isOfMomo(event: RecordedEvent): boolean {
  const product = event.text('product')
  return product === undefined || ['collection', 'disbursement', 'remittance'].includes(product)
}

/** Not late: settled by a person's hop, or at once because nobody is asked. */
function isLate(settled: RecordedEvent, events: readonly RecordedEvent[]): boolean {
  const id = settled.text('referenceId')
  const made = events.find((one) => isCreated(one) && one.text('referenceId') === id)
  const soon = made !== undefined && settled.at - made.at < second
  return !soon && !events.some(({ kind, at }) => kind === 'ussd.hop' && at === settled.at)
}

const asking = new Set<string>([
  'request-to-pay.created',
  'withdrawal.created',
  'pre-approval.created',
  'consent.created',
])

export const record: RecordPart = {
  timed: [
    ...Object.keys(kinds).map((kind) => `${kind}.created`),
    'request-to-pay.notification',
    'pre-approval.ended',
    'consent.created',
    'consent.ended',
  ],
  late: (event, _, events) =>
    event.kind === 'pre-approval.ended' || event.kind === 'consent.ended'
      ? event.text('by') === 'time'
      : isSettled(event) && !isCancelled(event) && isLate(event, events),
  asks: (event) => {
    const isAsked = asking.has(event.kind)
    return isAsked && isOfMomo(event) && event.value('byHand') !== false
      ? event.text('referenceId')
      : undefined
  },
  movesMoney: isSettled,
  begin: (parts: RecordParts<Words>) => new Merchants(parts),
}
