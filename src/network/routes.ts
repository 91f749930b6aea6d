import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import { bodyText, formFields, type Kernel, rawBody, sendProblem } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { type SmsForm, smsForm } from './schema.ts'
import { sendSms } from './sms-sending.ts'
import { type SentMessage, sentXml, smsWording } from './wording.ts'

const path = '/version1/messaging'

/** Africa's Talking's SMS API on the wire. */
export function networkRoutes(of: { kernel: Kernel; config: () => NetworkConfig }): Router {
  const { kernel, config } = of
  const router = Router()
  router.post(path, rawBody('64kb'), async (request, response) => {
    if (!isForm(request)) return plain(response, 415, smsWording.notAForm)
    const form = smsForm.parse(formFields(bodyText(request.body)))
    if (request.get('apikey') !== config().apiKey || form.username !== config().username) {
      response.setHeader('WWW-Authenticate', smsWording.challenge)
      return plain(response, 401, smsWording.unauthorized)
    }
    const missing = missingField(form)
    if (missing) return plain(response, 400, smsWording.missingField(missing))
    answer(request, response, await kernel.transact((tx) => sendSms(tx, form, config())))
  })
  router.all(path, (request, response, next) => {
    if (request.method === 'OPTIONS') return next()
    response.setHeader('Allow', 'POST')
    const detail = `${path} takes POST, not ${request.method}.`
    sendProblem(response, { status: 405, title: 'Method Not Allowed', detail })
  })
  router.use(path, unreadable)
  return router
}

function isForm(request: Request): boolean {
  const type = request.get('content-type')
  return type === undefined || /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)
}

function missingField(form: SmsForm): 'to' | 'message' | undefined {
  if (form.to.split(',').every((number) => number.trim() === '')) return 'to'
  return form.message === '' ? 'message' : undefined
}

/** 201, because the SDK rejects a 200; XML unless the client accepts JSON. */
function answer(request: Request, response: Response, sent: SentMessage): void {
  const json = (request.get('accept') ?? '').toLowerCase().includes('json')
  response.statusCode = 201
  response.setHeader('Server', smsWording.server)
  response.setHeader('Content-Type', json ? 'application/json' : 'application/xml')
  response.end(json ? JSON.stringify({ SMSMessageData: sent }) : sentXml(sent))
}

function plain(response: Response, status: number, text: string): void {
  response.statusCode = status
  response.setHeader('Server', smsWording.server)
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8')
  response.end(text)
}

const unreadable: ErrorRequestHandler = (error, _request, response, next) => {
  const status: unknown = error?.status
  if (response.headersSent || typeof status !== 'number' || status < 400 || status >= 500) return next(error)
  plain(response, status, status === 413 ? smsWording.tooLarge : smsWording.malformed)
}
