import {
  explain,
  formFields,
  type HttpAnswer,
  type HttpRequest,
  type Route,
  takeOnce,
} from '../kernel/index.ts'
import { type Account, accountsOf, answersAt, isSandbox } from './accounts.ts'
import { explainLength, explainSender } from './explain-refusal.ts'
import { bulkSms, type SmsForm, smsForm } from './schema.ts'
import {
  type ApiContext,
  answer,
  authenticate,
  bodyLimit,
  lastReceivedId,
  parameter,
  plain,
  textOf,
} from './sms-http.ts'
import { fetchSent } from './sms-outbox.ts'
import { type SendRequest, sendSms } from './sms-sending.ts'
import type { OutboxRow } from './sms-tables.ts'
import { type FetchedMessage, type SentMessage, smsWording, smsXml } from './sms-wording.ts'

const path = '/version1/messaging'

/** Sending and fetching SMS. Bulk and premium SMS share a path, as in the sandbox. */
export function smsRoutes(context: ApiContext): Route[] {
  return [
    {
      operation: 'sendSms',
      method: 'POST',
      path,
      limit: bodyLimit,
      answer: (request) => sendForm(context, request),
    },
    { operation: 'fetchMessages', method: 'GET', path, answer: (request) => fetchMessages(context, request) },
    {
      operation: 'sendBulkSms',
      method: 'POST',
      path: `${path}/bulk`,
      limit: bodyLimit,
      answer: (request) => sendBulk(context, request),
    },
  ]
}

async function sendForm(context: ApiContext, request: HttpRequest): Promise<HttpAnswer> {
  const form = smsForm.parse(formFields(textOf(request, 'application/x-www-form-urlencoded')))
  // Before authentication, as beamkenya/africastalking-elixir shows for a form with an empty username.
  const missing = missingField(form)
  if (missing) return plain(400, smsWording.missingField(missing))
  const account = await authenticate(context, request, form.username)
  return send(context, { request, account }, requestOf(form))
}

async function sendBulk(context: ApiContext, request: HttpRequest): Promise<HttpAnswer> {
  // Only live accounts have this route.
  const live = accountsOf(context.config).some(
    ({ username }) => !isSandbox(username) && answersAt(username, request.headers.host),
  )
  if (!live) return bulkIsNotHere(request)
  const parsed = bulkSms.safeParse(jsonOf(textOf(request, 'application/json')))
  const username = parsed.data?.username ?? ''
  if (isSandbox(username)) return bulkIsNotHere(request)
  const account = await authenticate(context, request, username)
  if (!parsed.success) return plain(400, smsWording.malformed)
  const { message, senderId: from, phoneNumbers: to, enqueue, maskedNumber } = parsed.data
  const asked = to.some((number) => number.trim() !== '') || maskedNumber !== undefined
  if (!asked || message === '') return plain(400, smsWording.malformed)
  const wanted = { from, to, message, premium: false, enqueue, retryHours: undefined, maskedNumber }
  return send(context, { request, account }, wanted)
}

/** Documented for the sandbox, but missing there. */
function bulkIsNotHere(request: HttpRequest): HttpAnswer {
  explain(
    request,
    "The username sandbox has no /version1/messaging/bulk, as the Africa's Talking sandbox has none. Send to " +
      '/version1/messaging, or use a live account of this world (network.accounts; GET /_sim/world shows them).',
  )
  return plain(404, smsWording.notFound)
}

async function send(
  { kernel, outbound, config }: ApiContext,
  { request, account }: { request: HttpRequest; account: Account },
  wanted: SendRequest,
): Promise<HttpAnswer> {
  const sending = { config, faults: kernel.faults, username: account.username }
  const delivery = outbound.deliveryOf(request)
  const message = await kernel.transact((tx) => takeOnce(tx, delivery, () => sendSms(tx, wanted, sending)))
  if (message.Message === smsWording.invalidSenderId.Message)
    explain(request, explainSender(wanted.from, config))
  else if (message.Recipients.some(({ status }) => status === 'RejectedByGateway')) {
    const explanation = explainLength(wanted.message)
    if (explanation !== undefined) explain(request, explanation)
  }
  return sent(request, message)
}

async function fetchMessages(context: ApiContext, request: HttpRequest): Promise<HttpAnswer> {
  await authenticate(context, request, parameter(request, 'username'))
  const after = lastReceivedId(request)
  const [shortCode, keyword] = [parameter(request, 'shortCode'), parameter(request, 'keyword')]
  const rows = await context.kernel.read((rx) => fetchSent(rx, { after, shortCode, keyword }))
  const messages = rows.map(fetched)
  const json = { SMSMessageData: { Messages: messages } }
  return answer(request, { status: 200, json, xml: () => smsXml.fetched(messages) })
}

function missingField(form: SmsForm): 'to' | 'message' | undefined {
  if (form.to.split(',').every((number) => number.trim() === '')) return 'to'
  return form.message === '' ? 'message' : undefined
}

function requestOf(form: SmsForm): SendRequest {
  const hours = Number(form.retryDurationInHours)
  return {
    from: form.from,
    to: form.to.split(','),
    message: form.message,
    premium: form.bulkSMSMode === '0',
    enqueue: form.enqueue !== '0',
    retryHours: hours > 0 && hours <= 10_000 ? hours : undefined,
  }
}

/** 201, because the SDK rejects a 200. 409 is documented for a time of day at which every recipient is refused. */
function sent(request: HttpRequest, message: SentMessage): HttpAnswer {
  const { Recipients } = message
  const disturbing = Recipients.length > 0 && Recipients.every(({ statusCode }) => statusCode === 409)
  const json = { SMSMessageData: message }
  return answer(request, { status: disturbing ? 409 : 201, json, xml: () => smsXml.sent(message) })
}

function fetched(row: OutboxRow): FetchedMessage {
  return {
    linkId: row.link_id,
    text: row.text,
    to: row.short_code,
    id: row.id,
    date: new Date(row.sent_at).toISOString(),
    from: row.msisdn,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
