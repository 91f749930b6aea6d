import type { Request, Response, Router } from 'express'
import { InputError, type Kernel, type Rx } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type Message, messagesQuery, type SentSms, type SmsThread, sendBody } from '../terms/sim/message.ts'
import {
  dialBody,
  type PhoneView,
  phoneBody,
  phoneQuery,
  replyBody,
  type Screen,
} from '../terms/sim/phone.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { parse } from './schema.ts'

/** `/phones`: handsets, as the people who hold them use them. */
export function phoneRoutes(routes: Router, kernel: Kernel, network: Network): void {
  const number = (request: Request) => String(request.params.msisdn)
  routes.get('/phones', async (_, response: Response<PhoneView[]>) => {
    response.json(await kernel.read((rx) => network.phones(rx)))
  })
  routes.get('/phones/:msisdn', async (request, response: Response<PhoneView>) => {
    const { waitMs } = parse(phoneQuery, request.query, 'query')
    const look = (rx: Rx) => network.phone(rx, number(request))
    const open = async (rx: Rx) => {
      const phone = await look(rx)
      return phone.screen?.status === 'open' ? phone : undefined
    }
    response.json((await kernel.waitFor(open, waitMs, gone(response))) ?? (await kernel.read(look)))
  })
  routes.patch('/phones/:msisdn', async (request, response: Response<PhoneView>) => {
    const { online, network: code } = parse(phoneBody, request.body, 'body')
    if (online === undefined && code === undefined)
      throw new InputError('Nothing to change: give online, network or both.')
    if (code !== undefined) await network.setNetwork(number(request), code)
    if (online !== undefined) await network.setOnline(number(request), online)
    response.json(await kernel.read((rx) => network.phone(rx, number(request))))
  })
  routes.post('/phones/:msisdn/dial', async (request, response: Response<Screen>) => {
    const { code } = parse(dialBody, request.body, 'body')
    response.json(await network.dial(number(request), code))
  })
  routes.post('/phones/:msisdn/reply', async (request, response: Response<Screen>) => {
    const { text } = parse(replyBody, request.body, 'body')
    response.json(await network.reply(number(request), text))
  })
  routes.post('/phones/:msisdn/cancel', async (request, response: Response<Screen>) => {
    parse(emptyBody, request.body, 'body')
    response.json(await network.cancel(number(request)))
  })
  routes.get('/phones/:msisdn/messages', async (request, response: Response<Message[]>) => {
    const { waitMs, after, contains } = parse(messagesQuery, request.query, 'query')
    const query = { after, ...(contains === undefined ? {} : { contains }) }
    const some = async (rx: Rx) => {
      const messages = await network.messages(rx, number(request), query)
      return messages.length > 0 ? messages : undefined
    }
    response.json((await kernel.waitFor(some, waitMs, gone(response))) ?? [])
  })
  routes.post('/phones/:msisdn/messages', async (request, response: Response<SentSms>) => {
    const message = parse(sendBody, request.body, 'body')
    response.status(201).json(await network.sendFromHandset(number(request), message))
  })
  routes.get('/phones/:msisdn/threads', async (request, response: Response<SmsThread[]>) => {
    response.json(await kernel.read((rx) => network.threads(rx, number(request))))
  })
}

/** Fires when the client no longer waits for the answer. */
export function gone(response: Response): AbortSignal {
  const waiting = new AbortController()
  // With an explicit reason, since without one each answer creates an exception.
  response.on('close', () => waiting.abort('closed'))
  return waiting.signal
}
