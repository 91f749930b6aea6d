import type { IncomingMessage, ServerResponse } from 'node:http'
import { Router } from 'express'
import { explain, formFields, readText, sendFailure, takeOnce } from '../kernel/index.ts'
import { type Account, accountsOf, answersAt, isSandbox } from './accounts.ts'
import { explainLength, explainSender } from './explain-refusal.ts'
import { bulkSms, type SmsForm, smsForm } from './schema.ts'
import {
  type Api,
  answer,
  answerRequestError,
  authenticate,
  bodyLimit,
  isOfType,
  lastReceivedId,
  otherMethods,
  parameter,
  plain,
} from './sms-http.ts'
import { fetchSent } from './sms-outbox.ts'
import { type SendRequest, sendSms } from './sms-sending.ts'
import type { OutboxRow } from './sms-tables.ts'
import { type FetchedMessage, type SentMessage, smsWording, smsXml } from './sms-wording.ts'

const path = '/version1/messaging'
/** Documented for the sandbox, but missing there. */
function bulkIsNotHere(response: ServerResponse): void {
  explain(
    response,
    "The username sandbox has no /version1/messaging/bulk, as the Africa's Talking sandbox has none. Send to " +
      '/version1/messaging, or use a live account of this world (network.accounts; GET /_sim/world shows them).',
  )
  plain(response, 404, smsWording.notFound)
}

/**
 * Handles `POST /version1/messaging` and returns true; returns false for any other request. Without Express, because apps
 * send thousands of SMS here and Express takes a tenth of the time.
 */
export function smsListener(api: Api): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    if (request.url !== path || request.method !== 'POST') return false
    sendForm(api, request, response).catch((error) => {
      if (answerRequestError(error, response)) return
      sendFailure(api.kernel.logger, error, { method: 'POST', path }, response)
    })
    return true
  }
}

async function sendForm(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isOfType(request, response, 'application/x-www-form-urlencoded')) return
  const form = smsForm.parse(formFields(await readText(request, bodyLimit)))
  // Before authentication, as beamkenya/africastalking-elixir shows for a form with an empty username.
  const missing = missingField(form)
  if (missing) return plain(response, 400, smsWording.missingField(missing))
  const account = await authenticate(request, response, { api, username: form.username })
  if (account) await send(api, { request, response, account }, requestOf(form))
}

async function send(
  { kernel, outbound, config }: Api,
  of: { request: IncomingMessage; response: ServerResponse; account: Account },
  wanted: SendRequest,
): Promise<void> {
  const { request, response, account } = of
  const sending = { config, faults: kernel.faults, username: account.username }
  const delivery = outbound.deliveryOf(request)
  const message = await kernel.transact((tx) => takeOnce(tx, delivery, () => sendSms(tx, wanted, sending)))
  if (message.Message === smsWording.invalidSenderId.Message)
    explain(response, explainSender(wanted.from, config))
  else if (message.Recipients.some(({ status }) => status === 'RejectedByGateway')) {
    const explanation = explainLength(wanted.message)
    if (explanation !== undefined) explain(response, explanation)
  }
  sent(request, response, message)
}

/** Sending and fetching SMS. Bulk and premium SMS share a path, as in the sandbox. */
export function smsRoutes(api: Api): Router {
  const { kernel, config } = api
  const router = Router()
  // For other spellings of the path, which the listener does not match and Express does.
  router.post(path, (request, response) => sendForm(api, request, response))
  router.get(path, async (request, response) => {
    if (!(await authenticate(request, response, { api, username: parameter(request, 'username') }))) return
    const after = lastReceivedId(request, response)
    if (after === undefined) return
    const [shortCode, keyword] = [parameter(request, 'shortCode'), parameter(request, 'keyword')]
    const rows = await kernel.read((rx) => fetchSent(rx, { after, shortCode, keyword }))
    const messages = rows.map(fetched)
    const json = { SMSMessageData: { Messages: messages } }
    answer(request, response, { status: 200, json, xml: () => smsXml.fetched(messages) })
  })
  router.all(path, otherMethods('GET', 'POST'))
  router.post(`${path}/bulk`, async (request, response, next) => {
    // Only live accounts have this route.
    const live = accountsOf(config).some(
      ({ username }) => !isSandbox(username) && answersAt(username, request.headers.host),
    )
    if (!live) return bulkIsNotHere(response)
    if (!isOfType(request, response, 'application/json')) return
    const parsed = bulkSms.safeParse(jsonOf(await readText(request, bodyLimit)))
    const username = parsed.data?.username ?? ''
    if (isSandbox(username)) return bulkIsNotHere(response)
    const account = await authenticate(request, response, { api, username })
    if (!account) return
    if (!parsed.success) return next(Object.assign(new Error('malformed'), { status: 400 }))
    const { message, senderId: from, phoneNumbers: to, enqueue, maskedNumber } = parsed.data
    const asked = to.some((number) => number.trim() !== '') || maskedNumber !== undefined
    if (!asked || message === '') return plain(response, 400, smsWording.malformed)
    await send(
      api,
      { request, response, account },
      {
        from,
        to,
        message,
        premium: false,
        enqueue,
        retryHours: undefined,
        maskedNumber,
      },
    )
  })
  router.all(`${path}/bulk`, otherMethods('POST'))
  return router
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
function sent(request: IncomingMessage, response: ServerResponse, message: SentMessage): void {
  const { Recipients } = message
  const disturbing = Recipients.length > 0 && Recipients.every(({ statusCode }) => statusCode === 409)
  const json = { SMSMessageData: message }
  answer(request, response, { status: disturbing ? 409 : 201, json, xml: () => smsXml.sent(message) })
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
