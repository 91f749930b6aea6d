import { z } from 'zod'
import { ClientError, type ListedPayment, type Merchant } from '../../client/index.ts'
import { storyOf, withClock } from '../../story/index.ts'
import { paymentStates, paymentsSchema } from '../../terms/sim/payment.ts'
import { entriesSchema, type TimelineEntries } from '../../terms/sim/timeline-entry.ts'
import { read } from '../ask.ts'
import type { Place } from '../desk.ts'
import { listed, sayOpened, sayPayment } from '../say.ts'
import { storyText } from '../story-text.ts'
import { phoneNumber, type Tool, tool } from '../tool.ts'

const kinds = [
  'request-to-pay',
  'withdrawal',
  'invoice',
  'pre-approval',
  'transfer',
  'deposit',
  'refund',
] as const

const orderInput = {
  kind: z
    .enum(kinds)
    .default('request-to-pay')
    .describe('The first four ask the payer on the phone; a transfer and a deposit send money to it at once'),
  phone: phoneNumber.optional().describe('Of the payer, or of who is sent money; not for a refund'),
  amount: z.string().optional().describe('A decimal string such as 12.50; not for a pre-approval'),
  currency: z.string().optional().describe('ISO 4217; EUR in the sandbox by default'),
  message: z.string().optional().describe('Shown to the payer'),
  external_id: z.string().optional().describe("The shop's own number for it"),
  validity: z
    .string()
    .optional()
    .describe('Of an invoice or a pre-approval: an ISO 8601 duration such as P30D'),
  refund_of: z.string().optional().describe('Of a refund: the reference of the request to pay'),
  merchant: z.string().default('agent-shop.test').describe('Who asks; any host name in the sandbox'),
  environment: z.string().default('sandbox').describe("MTN's target environment"),
}
type Wanted = z.output<z.ZodObject<typeof orderInput>>

export const orderTools: readonly Tool[] = [
  tool({
    name: 'place_order',
    title: 'Place an order as a merchant',
    description:
      "Calls MTN MoMo's own route as a shop would, with an API user of its own, and returns the payment. To test your own program let it call the routes itself: the world resource has base URL and keys.",
    input: orderInput,
    does: 'changes',
    async run(wanted, place) {
      const { id } = await placed(place.merchant(wanted.merchant, wanted.environment), wanted)
      const payment = await byReference(place, id)
      return { text: sayPayment(payment), data: { payment } }
    },
  }),
  tool({
    name: 'list_payments',
    title: 'List payments',
    description:
      'All that anybody asked for, newest first, also by your own program: where each stands, and why it failed.',
    input: {
      state: z.enum(paymentStates).optional(),
      limit: z.number().int().min(1).max(200).default(20),
    },
    does: 'reads',
    async run({ state, limit }, { sim }) {
      const payments = await sim.payments({ limit, ...(state === undefined ? {} : { state }) })
      return { text: listed(payments.map(sayPayment), 'There is no payment.'), data: { payments } }
    },
  }),
  tool({
    name: 'get_payment',
    title: 'Ask how a payment stands, and why',
    description:
      'One payment: its state, why it is in it, every callback with its answer, and the money that moved. By its id, or by the reference that the shop gave it.',
    input: { id: z.string().describe('Such as request-12, or the reference (X-Reference-Id)') },
    does: 'reads',
    async run({ id }, place) {
      const payment = await place.sim.payment(isReference.test(id) ? (await byReference(place, id)).id : id)
      return { text: sayOpened(payment), data: { payment } }
    },
  }),
  tool({
    name: 'follow_trace',
    title: 'Follow one payment from end to end',
    description:
      'All that one cause brought about, in order: each HTTP exchange, screen, SMS, callback and movement of money, with the reason where something went wrong. By the trace or the id of a payment.',
    input: {
      trace: z.string().optional().describe('Of a payment or of an event'),
      payment: z.string().optional().describe('The id of a payment, or its reference'),
    },
    does: 'reads',
    async run({ trace, payment }, place) {
      const wanted = trace ?? (await traceOf(place, payment))
      const traced = await entriesOf(place, { trace: wanted })
      if (traced.length === 0)
        throw new ClientError(`Nothing has the trace ${wanted}. list_payments names the traces of payments.`)
      const { phones } = await place.sim.world()
      const names = phones.flatMap(({ msisdn, name }) => (name === null ? [] : [[msisdn, name] as const]))
      const story = storyOf(
        withClock(traced, await entriesOf(place, { kind: 'clock.moved' })),
        Object.fromEntries(names),
      )
      return {
        text: storyText(story),
        data: { trace: wanted, title: story.title, outcome: story.outcome?.text ?? null },
      }
    },
  }),
]

/** A UUID: no id of a payment looks like one. */
const isReference = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** @throws ClientError if none has it */
async function byReference({ port }: Place, reference: string): Promise<ListedPayment> {
  const wanted = reference.toLowerCase()
  const query = { search: wanted }
  const { payments } = await read(port, paymentsSchema, '/_sim/payments', query)
  const found = payments.find((one) => one.reference.toLowerCase() === wanted)
  if (found) return found
  throw new ClientError(
    `No payment of this world has the reference ${reference}. list_payments has those that there are; a request that was refused is none: see explain_error.`,
  )
}

async function traceOf(place: Place, payment: string | undefined): Promise<string> {
  if (payment === undefined) throw new ClientError('Give a trace or a payment.')
  const { trace } = isReference.test(payment)
    ? await byReference(place, payment)
    : await place.sim.payment(payment)
  if (trace !== null) return trace
  throw new ClientError(`The payment ${payment} is of an older version, and has no trace.`)
}

async function entriesOf(
  { port }: Place,
  of: { trace: string } | { kind: string },
): Promise<TimelineEntries['entries']> {
  const found: TimelineEntries['entries'] = []
  for (let after: string | undefined; ; ) {
    const answer = await read(port, entriesSchema, '/_sim/timeline/all', { ...of, after })
    found.push(...answer.entries)
    if (!answer.more) return found
    after = answer.after
  }
}

/** @throws ClientError with MTN's code if it is refused, and for what the kind lacks */
async function placed(merchant: Merchant, wanted: Wanted): Promise<{ id: string }> {
  const { kind, phone, amount, currency, message, external_id: externalId, validity, refund_of } = wanted
  const given = {
    ...(currency === undefined ? {} : { currency }),
    ...(externalId === undefined || kind === 'pre-approval' ? {} : { externalId }),
  }
  const said = message === undefined ? {} : { message }
  const lasting = validity === undefined ? {} : { validity }
  if (kind === 'refund') {
    const of = needed(refund_of, kind, 'refund_of, the reference of the request to pay')
    return merchant.refund({ ...given, ...said, of, amount: needed(amount, kind, 'an amount') })
  }
  const person = needed(phone, kind, 'a phone')
  if (kind === 'pre-approval') return merchant.preApprove({ ...given, ...said, ...lasting, payer: person })
  const paid = { ...given, amount: needed(amount, kind, 'an amount') }
  if (kind === 'invoice') {
    const described = message === undefined ? {} : { description: message }
    return merchant.invoice({ ...paid, ...described, ...lasting, payer: person })
  }
  if (kind === 'transfer') return merchant.transfer({ ...paid, ...said, payee: person })
  if (kind === 'deposit') return merchant.deposit({ ...paid, ...said, payee: person })
  if (kind === 'withdrawal') return merchant.withdrawal({ ...paid, ...said, payer: person })
  return merchant.requestToPay({ ...paid, ...said, payer: person })
}

function needed(value: string | undefined, kind: string, what: string): string {
  if (value !== undefined) return value
  throw new ClientError(`A ${kind} needs ${what}.`)
}
