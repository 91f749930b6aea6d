import {
  type Fault,
  type Kernel,
  type KernelEvent,
  type Outbound,
  type Plan,
  recordOf,
  type Subscription,
  type Tx,
} from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { handsetRow } from './handset.ts'
import { quirksOf } from './quirks.ts'
import { smsUrl } from './short-codes.ts'
import { smsConfig } from './sms-config.ts'
import { sentSms } from './sms-outbox.ts'
import { encodeForm } from './ussd-gateway.ts'

interface Dependencies {
  kernel: Kernel
  outbound: Outbound
  config: NetworkConfig
}

type Fields = Array<[string, string]>

type ReportKind = 'sms.received' | 'sms.delayed' | 'sms.held' | 'sms.expired' | 'sms.failed'
type CallbackKind = ReportKind | 'sms.sent' | 'sms.opted-out'

/** One of the callbacks that Africa's Talking makes for SMS (developers.africastalking.com/docs/sms/notifications). */
interface SmsCallback<Kind extends CallbackKind> {
  name: string
  to: readonly Kind[]
  url: Parameters<typeof smsUrl>[2]
  point: 'sms-report' | 'sms-inbound' | undefined
  /** The short code or sender id concerned. */
  code(event: KernelEvent<Kind>): string
  /** The form fields; undefined if the message was deleted. */
  fields(
    event: KernelEvent<Kind>,
    networkCode: string,
    dependencies: Dependencies,
  ): Promise<Fields | undefined> | Fields
}

/** Decided in the transaction of the event, before the callback is sent. */
type CallbackData = {
  url: string
  /** The network of the handset. */
  networkCode: string
  /** 2 if a fault doubles it. */
  times: number
  /** The first attempt fails as if the host had no address. */
  unresolved: boolean
}

const reportStates: Readonly<Record<Exclude<ReportKind, 'sms.failed'>, string>> = {
  'sms.received': 'Success',
  'sms.delayed': 'Submitted',
  'sms.held': 'Buffered',
  'sms.expired': 'Expired',
}

const reports: SmsCallback<ReportKind> = {
  name: 'network.sms-report',
  to: ['sms.received', 'sms.delayed', 'sms.held', 'sms.expired', 'sms.failed'],
  url: 'delivery_report_url',
  point: 'sms-report',
  code: ({ data }) => data.from,
  fields: ({ kind, phone, data }, networkCode) => {
    const fields: Fields = [
      ['id', data.messageId],
      ['status', kind === 'sms.failed' ? data.status : reportStates[kind]],
      ['phoneNumber', phone ?? ''],
      ['networkCode', networkCode],
    ]
    if (kind === 'sms.failed' && data.failureReason !== undefined)
      fields.push(['failureReason', data.failureReason])
    if (data.premium) fields.push(['retryCount', '0'])
    return fields
  },
}

const inbound: SmsCallback<'sms.sent'> = {
  name: 'network.sms-inbound',
  to: ['sms.sent'],
  url: 'callback_url',
  point: 'sms-inbound',
  code: ({ data }) => data.to,
  // From the table: the text may hold secrets, which the event masks.
  fields: async ({ data }, networkCode, { kernel }) => {
    const sms = await kernel.read((rx) => sentSms(rx, data.smsId))
    return (
      sms && [
        ['date', new Date(sms.sent_at).toISOString().slice(0, 19).replace('T', ' ')],
        ['from', sms.msisdn],
        ['id', String(sms.id)],
        ['linkId', sms.link_id],
        ['text', sms.text],
        ['to', sms.short_code],
        ['cost', '0'],
        ['networkCode', networkCode],
      ]
    )
  },
}

const optOuts: SmsCallback<'sms.opted-out'> = {
  name: 'network.sms-opt-out',
  to: ['sms.opted-out'],
  url: 'opt_out_url',
  point: undefined,
  code: ({ data }) => data.from,
  fields: ({ phone, data }) => [
    ['senderId', data.from],
    ['phoneNumber', phone ?? ''],
  ],
}

/** Delivery reports, messages from handsets and opt-outs: sent until the app answers 200, for `callbackHours` at most. */
export function smsCallbacks(dependencies: Dependencies): Subscription[] {
  return [
    subscription(reports, dependencies),
    subscription(inbound, dependencies),
    subscription(optOuts, dependencies),
  ]
}

function subscription<Kind extends CallbackKind>(
  callback: SmsCallback<Kind>,
  dependencies: Dependencies,
): Subscription<Kind, CallbackData> {
  const { kernel, config } = dependencies
  return {
    name: callback.name,
    to: callback.to,
    mode: 'at-least-once',
    isCallback: true,
    async plan(tx, event) {
      const code = callback.code(event)
      const url = await smsUrl(tx, code, callback.url)
      if (url === null) return undefined
      const fault =
        callback.point &&
        (await faultAt(tx, kernel, { point: callback.point, phone: event.phone, code, url }))
      if (fault?.do === 'lost' || fault?.do === 'dropped') return undefined
      const handset = await handsetRow(tx, event.phone ?? '')
      const networkCode = handset?.network_code ?? config.networkCode
      return planCallback(event as KernelEvent<CallbackKind>, { url, networkCode, fault })
    },
    async attempt({ id, data, event, attempt }) {
      const { url, networkCode, times, unresolved } = data
      if (unresolved && attempt === 1) return { ok: false, detail: { url, error: 'ENOTFOUND' } }
      const fields = await callback.fields(event, networkCode, dependencies)
      if (!fields) return { ok: true, detail: { url, error: 'the message is gone' } }
      let last = await post(dependencies, url, { fields, event, delivery: id })
      // Without the id: the simulator's own apps would ignore a second delivery with the same id.
      for (let time = 1; time < times; time++) last = await post(dependencies, url, { fields, event })
      return { ok: last.status === 200, detail: { url, ...last } }
    },
    retry: (attempt) => waitBeforeRetry(attempt, smsConfig(config).callbackHours * 3_600_000),
  }
}

function faultAt(
  tx: Tx,
  { faults }: Kernel,
  {
    point,
    phone,
    code,
    url,
  }: { point: 'sms-report' | 'sms-inbound'; phone: string | null; code: string; url: string },
): Promise<Fault<'sms-report' | 'sms-inbound'> | undefined> {
  return faults.next(tx, {
    point,
    phone: phone ?? undefined,
    code,
    // A getter, because few fault plans need the host.
    get host() {
      return new URL(url).host
    },
  })
}

/** A callback that a fault delays or reorders is due later; later callbacks do not wait for it. */
function planCallback(
  event: KernelEvent<CallbackKind>,
  of: { url: string; networkCode: string; fault: Fault<'sms-report' | 'sms-inbound'> | undefined },
): Plan<CallbackData> {
  const { url, networkCode, fault } = of
  const overtaken = fault?.do === 'out-of-order' ? fault.delayMs || 1_000 : 0
  const late = fault?.do === 'delayed' || fault?.do === 'late' ? fault.delayMs : overtaken
  const decided: CallbackData = {
    url,
    networkCode,
    times: fault?.do === 'doubled' ? 2 : 1,
    unresolved: fault?.do === 'failing-dns',
  }
  return { data: decided, ...laneOf(event), ...(late > 0 ? { dueAt: event.at + late } : {}) }
}

/** Messages of a handset keep their order, and so do the reports on a held or delayed message. Others have one report only. */
function laneOf({ kind, phone, data }: KernelEvent<CallbackKind>): Pick<Plan, 'lane'> {
  switch (kind) {
    case 'sms.sent':
      return { lane: `sms:${phone}` }
    case 'sms.delayed':
    case 'sms.held':
    case 'sms.expired':
      return { lane: `sms:${data.messageId}` }
    case 'sms.received':
      return data.held || data.delayed ? { lane: `sms:${data.messageId}` } : {}
    default:
      return {}
  }
}

async function post(
  { outbound, config }: Dependencies,
  url: string,
  {
    fields,
    event,
    delivery,
  }: { fields: Fields; event: Pick<KernelEvent, 'phone' | 'trace'>; delivery?: number },
) {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const answer = await outbound.send({
    method: 'POST',
    url,
    headers,
    body: encodeForm(fields, quirksOf(config)['at-spaces']),
    timeoutMs: config.answerTimeoutMs,
    purpose: 'callback',
    trace: event.trace,
    phone: event.phone,
    delivery,
  })
  return recordOf(headers, answer)
}

const firstWaits = [1, 5, 30, 60, 120, 300].map((seconds) => seconds * 1_000)
const laterWait = 600_000

/** Short waits first, then ten minutes each; undefined if the next attempt would be after the window. */
function waitBeforeRetry(attempt: number, window: number): number | undefined {
  let waited = 0
  for (let before = 0; before < attempt; before++) waited += firstWaits[before] ?? laterWait
  return waited <= window ? (firstWaits[attempt - 1] ?? laterWait) : undefined
}
