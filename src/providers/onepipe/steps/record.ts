import { z } from 'zod'
import type { BalanceStatus } from '../../../client/index.ts'
import type { EventKind } from '../../../events/index.ts'
import {
  cameBefore,
  type DraftStep,
  type RecordedEvent,
  type RecordPart,
  type RecordParts,
  type StepsRecorder,
  type WordsOf,
} from '../../../sessions/parts.ts'
import type { actions } from './actions.ts'

type Words = WordsOf<typeof actions>

const onePipeSchema = z.object({
  onepipe: z.object({
    apps: z.array(z.object({ name: z.string() })),
    sources: z.array(
      z.object({
        type: z.string(),
        plaintext: z.string(),
        phone: z.string(),
        email: z.string().optional(),
        sendOtpBy: z.array(z.string()).optional(),
      }),
    ),
  }),
})
type OnePipeWorld = z.infer<typeof onePipeSchema>['onepipe']

/** A balance request of an app, and its state. */
interface Asked {
  name: string
  asks: 'otp' | 'pin' | 'nothing'
  phone: string
  /** The address of the code if it was sent by e-mail; otherwise undefined. */
  email: string | undefined
  step: DraftStep<Words>
  /** The balance at the time of the request; the answer to the right code has it. */
  available: number | undefined
  /** Whether the first code was sent, and another one. */
  sent: boolean
  resent: boolean
}

/** The types of source for each kind of question, the likeliest first. */
const typesFor = {
  otp: ['bank.account', 'msisdn', 'card', 'wallet'],
  pin: ['wallet'],
  nothing: ['bank.account', 'msisdn', 'card', 'wallet'],
} as const
const wrongCode = '000000'

/** Writes the steps for balance requests to OnePipe. */
class BalanceRequests implements StepsRecorder {
  readonly #parts: RecordParts<Words>
  readonly #world: OnePipeWorld
  #asked = new Map<string, Asked>()
  #count = 0

  constructor(parts: RecordParts<Words>) {
    this.#parts = parts
    this.#world = onePipeSchema.safeParse(parts.world).data?.onepipe ?? { apps: [], sources: [] }
  }

  /** @param next the next event */
  take(event: RecordedEvent, next: RecordedEvent | undefined): void {
    if (event.family !== 'balance-request') return
    const key = JSON.stringify([event.text('app'), event.text('transactionRef')])
    if (event.kind === 'balance-request.opened' || event.kind === 'balance-request.answered')
      this.#begin(key, event, next)
    else {
      const asked = this.#asked.get(key)
      if (asked) this.#goOn(asked, event.kind)
      else
        this.#parts.draft.note(
          'What became of a balance request that is not in this script is left out here.',
        )
    }
  }

  mark(): ReadonlyMap<string, Asked> {
    return new Map([...this.#asked].map(([key, asked]) => [key, { ...asked }]))
  }

  backTo(mark: ReadonlyMap<string, Asked>): void {
    this.#asked = new Map(mark)
  }

  #begin(key: string, event: RecordedEvent, next: RecordedEvent | undefined): void {
    const { draft } = this.#parts
    const asks: Asked['asks'] =
      event.kind === 'balance-request.answered'
        ? 'nothing'
        : next?.kind === 'balance-request.code-issued'
          ? 'otp'
          : 'pin'
    const app = event.text('app') ?? ''
    const email = asks === 'otp' ? next?.text('email') : undefined
    const [source, ...others] = this.#sourcesOf(event.phone, asks, email)
    if (!source) {
      draft.note(
        `A balance that was asked of ${event.phone} is left out here: no source of the world has it.`,
      )
      return
    }
    if (others.length > 0) {
      draft.note(`${event.phone} has ${others.length + 1} sources with this balance; this is one of them.`)
    }
    this.#count += 1
    const as = this.#count === 1 ? 'ask' : `ask-${this.#count}`
    const named = app === this.#world.apps[0]?.name ? {} : { app }
    const step = draft.add({ 'get-balance': { as, source, ...named } })
    const asked = {
      name: as,
      asks,
      phone: event.phone,
      email,
      step,
      available: this.#available(event),
      sent: false,
      resent: false,
    }
    this.#asked.set(key, asked)
    if (asks === 'nothing') step.words.expect = successExpectation(asked)
    else step.words.expect = expectation(as, asks === 'otp' ? 'WaitingForOTP' : 'PendingValidation')
  }

  /** The balance in the answer, if it can still be known: no later event has moved the phone's money. */
  #available(event: RecordedEvent): number | undefined {
    const { world, quirks, moneyMovedAfter } = this.#parts
    const balances = world.phones.find(({ msisdn }) => msisdn === event.phone)?.balances ?? []
    const [naira, ...others] = balances.filter(({ currency }) => currency === 'NGN')
    if (!naira || others.length > 0 || moneyMovedAfter(event)) return undefined
    const kobo = Math.round(Number(naira.amount.replaceAll(/[^\d.-]/g, '')) * 100)
    return quirks['onepipe-balance-unit'] === 'naira' ? Math.floor(kobo / 100) : kobo
  }

  #goOn(asked: Asked, kind: EventKind): void {
    const { draft } = this.#parts
    const { name, step } = asked
    const add = (words: Words, status: BalanceStatus) =>
      draft.add({ ...words, expect: expectation(name, status) })
    if (kind === 'balance-request.code-issued') {
      if (asked.sent) draft.add({ 'resend-otp': name })
      asked.resent = asked.sent
      asked.sent = true
    } else if (kind === 'balance-request.undelivered' && !asked.resent)
      step.words.expect = expectation(name, 'Failed')
    else if (kind === 'balance-request.wrong-answer' || kind === 'balance-request.locked')
      add({ validate: { 'balance-request': name, code: wrongCode } }, 'Failed')
    else if (kind === 'balance-request.reversed') add({ reverse: name }, 'Successful')
    else if (kind === 'balance-request.verified') this.#validate(asked)
  }

  #validate(asked: Asked): void {
    const { draft, sms } = this.#parts
    const { name, asks, phone, email } = asked
    const code =
      asks === 'otp'
        ? ((email === undefined ? undefined : sms.lastCodeOf(email)) ?? sms.lastCodeOf(phone))
        : undefined
    const captured = code === undefined ? undefined : sms.captured(code)
    if (captured === undefined) {
      const secret = asks === 'pin' ? 'PIN of its source' : 'OTP'
      draft.note(`Write the ${secret} that was right here, which is in no script that is recorded:`)
      draft.note(`  - validate: { balance-request: ${name}, code: "…" }`)
      return
    }
    draft.add({
      validate: { 'balance-request': name, code: captured },
      expect: successExpectation(asked),
    })
  }

  /** The numbers of the matching sources: the likeliest type first, and only numbers that no other source has. */
  #sourcesOf(phone: string, asks: Asked['asks'], email: string | undefined): string[] {
    const all = this.#world.sources.map(({ type, plaintext, phone: owner, email: own, sendOtpBy = [] }) => ({
      type,
      owner,
      email: sendOtpBy.includes('email') ? own : undefined,
      number: (plaintext.split(';')[0] ?? '').replace(/^\+/, ''),
    }))
    const own = all.filter(
      (source) =>
        source.owner === phone &&
        (asks !== 'otp' || source.email === email) &&
        all.filter(({ number }) => number === source.number).length === 1,
    )
    return typesFor[asks]
      .flatMap((type) => own.filter((one) => one.type === type))
      .map(({ number }) => number)
  }
}

function expectation(name: string, status: BalanceStatus) {
  return { 'balance-request': name, status }
}

function successExpectation({ name, available }: Asked): NonNullable<Words['expect']> {
  const balance = available === undefined ? {} : { 'available-balance': available }
  return { ...expectation(name, 'Successful'), ...balance }
}

export const record: RecordPart = {
  timed: ['balance-request'],
  // A code can be sent again after 30 seconds at the earliest.
  late: ({ kind }, index, events) =>
    kind === 'balance-request.expired' ||
    (kind === 'balance-request.code-issued' && cameBefore(kind, 'transactionRef', events, index)),
  begin: (parts: RecordParts<Words>) => new BalanceRequests(parts),
}
