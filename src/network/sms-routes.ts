import { type Request, type Response, Router } from 'express'
import { formFields, readText } from '../kernel/index.ts'
import { bulkSms, type SmsForm, smsForm } from './schema.ts'
import {
  type Api,
  answer,
  bodyLimit,
  isOfType,
  mayEnter,
  otherMethods,
  parameter,
  plain,
} from './sms-http.ts'
import { fetchSent } from './sms-outbox.ts'
import { type SendRequest, sendSms } from './sms-sending.ts'
import type { OutboxRow } from './sms-tables.ts'
import { type FetchedMessage, type SentMessage, smsWording, smsXml } from './sms-wording.ts'

const path = '/version1/messaging'

/** Sending and fetching SMS; bulk and premium share a path, as they do in the sandbox. */
export function smsRoutes(api: Api): Router {
  const { kernel, config } = api
  const router = Router()
  const send = async (request: Request, response: Response, wanted: SendRequest) => {
    const sending = { config: config(), faults: kernel.faults }
    sent(request, response, await kernel.transact((tx) => sendSms(tx, wanted, sending)))
  }
  router.post(path, async (request, response) => {
    if (!isOfType(request, response, 'application/x-www-form-urlencoded')) return
    const form = smsForm.parse(formFields(await readText(request, bodyLimit)))
    if (!(await mayEnter(request, response, { api, username: form.username }))) return
    const missing = missingField(form)
    if (missing) return plain(response, 400, smsWording.missingField(missing))
    await send(request, response, requestOf(form))
  })
  router.get(path, async (request, response) => {
    if (!(await mayEnter(request, response, { api, username: parameter(request, 'username') }))) return
    const after = parameter(request, 'lastReceivedId') || '0'
    if (!/^\d{1,10}$/.test(after)) {
      return plain(response, 400, smsWording.malformedParameter('lastReceivedId', after))
    }
    const [shortCode, keyword] = [parameter(request, 'shortCode'), parameter(request, 'keyword')]
    const rows = await kernel.read((rx) => fetchSent(rx, { after: Number(after), shortCode, keyword }))
    const messages = rows.map(fetched)
    const json = { SMSMessageData: { Messages: messages } }
    answer(request, response, { status: 200, json, xml: () => smsXml.fetched(messages) })
  })
  router.all(path, otherMethods('GET', 'POST'))
  router.post(`${path}/bulk`, async (request, response, next) => {
    // Announced for the sandbox, and not there.
    if (config().username.toLowerCase() === 'sandbox') return plain(response, 404, smsWording.notFound)
    if (!isOfType(request, response, 'application/json')) return
    const parsed = bulkSms.safeParse(jsonOf(await readText(request, bodyLimit)))
    if (!(await mayEnter(request, response, { api, username: parsed.data?.username ?? '' }))) return
    if (!parsed.success) return next(Object.assign(new Error('malformed'), { status: 400 }))
    const { message, senderId: from, phoneNumbers: to, enqueue, maskedNumber } = parsed.data
    const asked = to.some((number) => number.trim() !== '') || maskedNumber !== undefined
    if (!asked || message === '') return plain(response, 400, smsWording.malformed)
    await send(request, response, {
      from,
      to,
      message,
      premium: false,
      enqueue,
      retryHours: undefined,
      maskedNumber,
    })
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

/** 201, because the SDK rejects a 200; 409 is documented where a time of day refuses every recipient. */
function sent(request: Request, response: Response, message: SentMessage): void {
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
