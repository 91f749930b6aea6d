import { explain, type HttpAnswer, type HttpRequest, takeOnce } from '../kernel/index.ts'
import { type Account, accountsOf, answersAt, isSandbox } from './accounts.ts'
import { explainLength, explainSender } from './explain-refusal.ts'
import { recipientMsisdn } from './msisdn.ts'
import { type OperationName, operations } from './operations.ts'
import type { SmsForm } from './schema.ts'
import {
  type ApiContext,
  answer,
  authenticate,
  checkRequired,
  formOf,
  type Handler,
  jsonOf,
  parameter,
  plain,
  queryOf,
} from './sms-http.ts'
import { fetchSent } from './sms-outbox.ts'
import { type SendRequest, sendSms } from './sms-sending.ts'
import type { OutboxRow } from './sms-tables.ts'
import { type FetchedMessage, type SentMessage, smsWording, smsXml } from './sms-wording.ts'

/** Sending and fetching SMS. */
export const smsHandlers = {
  async sendSms(context, request) {
    const form = formOf(operations.sendSms, request)
    // Before authentication, as beamkenya/africastalking-elixir shows for a form with an empty username.
    checkRequired(operations.sendSms, form)
    const account = await authenticate(context, request, form.username)
    return send(context, { request, account }, requestOf(form))
  },

  async sendBulkSms(context, request) {
    // Only live accounts have this route.
    const live = accountsOf(context.config).some(
      ({ username }) => !isSandbox(username) && answersAt(username, request.headers.host),
    )
    if (!live) return bulkIsNotHere(request)
    const body = jsonOf(operations.sendBulkSms, request)
    const username = body?.username ?? ''
    if (isSandbox(username)) return bulkIsNotHere(request)
    const account = await authenticate(context, request, username)
    if (!body) return plain(400, smsWording.malformed)
    const { message, senderId: from, phoneNumbers: to, enqueue, maskedNumber } = body
    const asked = to.some((number) => number.trim() !== '') || maskedNumber !== undefined
    if (!asked || message === '') return plain(400, smsWording.malformed)
    const wanted = { from, to, message, premium: false, enqueue, retryHours: undefined, maskedNumber }
    return send(context, { request, account }, wanted)
  },

  async fetchMessages(context, request) {
    await authenticate(context, request, parameter(request, 'username'))
    const { lastReceivedId: after, shortCode, keyword } = queryOf(operations.fetchMessages, request)
    const rows = await context.kernel.read((rx) => fetchSent(rx, { after, shortCode, keyword }))
    const messages = rows.map(fetched)
    const json = { SMSMessageData: { Messages: messages } }
    return answer(request, { status: 200, json, xml: () => smsXml.fetched(messages) })
  },
} satisfies Partial<Record<OperationName, Handler>>

/** Documented for the sandbox, but missing there. */
function bulkIsNotHere(request: HttpRequest): HttpAnswer {
  explain(request, {
    en:
      "The username sandbox has no /version1/messaging/bulk, as the Africa's Talking sandbox has none. Send to " +
      '/version1/messaging, or use a live account of this world (network.accounts; GET /_sim/world shows them).',
    fr:
      'Le username sandbox n’a pas de /version1/messaging/bulk, comme le bac à sable d’Africa’s Talking. Envoyez à ' +
      '/version1/messaging, ou prenez un compte réel de ce monde (network.accounts ; GET /_sim/world les montre).',
  })
  return plain(404, smsWording.notFound)
}

async function send(
  { kernel, outbound, config }: ApiContext,
  { request, account }: { request: HttpRequest; account: Account },
  wanted: SendRequest,
): Promise<HttpAnswer> {
  const sending = { config, faults: kernel.faults, username: account.username }
  const delivery = outbound.deliveryOf(request)
  request.phone = recipientMsisdn(wanted.to[0] ?? '')
  const message = await kernel.transact(
    (tx) => takeOnce(tx, delivery, () => sendSms(tx, wanted, sending)),
    request,
  )
  if (message.Message === smsWording.invalidSenderId.Message)
    explain(request, explainSender(wanted.from, config))
  else if (message.Recipients.some(({ status }) => status === 'RejectedByGateway')) {
    const explanation = explainLength(wanted.message)
    if (explanation !== undefined) explain(request, explanation)
  }
  return sent(request, message)
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
