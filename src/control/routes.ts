import express, { type Request, type Response, Router } from 'express'
import {
  type ClockReading,
  InputError,
  type Kernel,
  NotFoundError,
  problemHandlers,
  type Rx,
  readTimeline,
} from '../kernel/index.ts'
import type { Momo } from '../momo/index.ts'
import type { Network } from '../network/index.ts'
import type { OnePipe } from '../onepipe/index.ts'
import type { Wallet } from '../wallet/index.ts'
import { callbackRoutes } from './callbacks.ts'
import { localOnly } from './guard.ts'
import { onePipeRoutes } from './onepipe.ts'
import {
  advanceBody,
  dialBody,
  durationMilliseconds,
  emptyBody,
  freezeBody,
  instantMilliseconds,
  messagesQuery,
  parse,
  phoneBody,
  phoneQuery,
  replyBody,
  serviceCodeBody,
  timelineQuery,
} from './schema.ts'
import { streamTimeline, viewEvent } from './timeline-stream.ts'
import type { World } from './world-schema.ts'
import { viewServiceCodes, viewWorld } from './world-view.ts'

export interface ControlOptions {
  kernel: Kernel
  wallet: Wallet
  network: Network
  momo: Momo
  onepipe: OnePipe
  world: World
  version: string
  adminToken: string | undefined
  /** Where this simulator is reached, such as `http://127.0.0.1:4000`. */
  baseUrl: string
  /** Starts again from the world. */
  reset: () => Promise<void>
}

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString())
const viewClock = ({ mode, now }: ClockReading) => ({ mode, now: iso(now) })

/** `/_sim`: what no vendor has. JSON in and out, errors as RFC 9457 problem details. */
export function controlRoutes(options: ControlOptions): Router {
  const { kernel, network, wallet } = options
  const routes = Router()
  routes.use(localOnly(options.adminToken))
  routes.use(express.json({ limit: '100kb', strict: false }))

  routes.get('/health', async (_, response) => {
    const { now } = await kernel.clock()
    response.json({ status: 'ok', version: options.version, now: iso(now), store: kernel.store.description })
  })
  routes.get('/world', async (_, response) => {
    response.json(await kernel.read((rx) => viewWorld(rx, options)))
  })
  routes.post('/reset', async (request, response) => {
    parse(emptyBody, request.body, 'body')
    await options.reset()
    response.json(await kernel.read((rx) => viewWorld(rx, options)))
  })
  routes.get('/ledger/audit', async (_, response) => {
    response.json(await kernel.read((rx) => wallet.audit(rx)))
  })
  phoneRoutes(routes, kernel, network)
  serviceCodeRoutes(routes, options)
  clockRoutes(routes, kernel)
  faultRoutes(routes, kernel)
  timelineRoutes(routes, kernel)
  callbackRoutes(routes, kernel)
  routes.use(onePipeRoutes(options.onepipe))
  const { notFound, failed } = problemHandlers(kernel.logger)
  routes.use(notFound)
  routes.use(failed)
  return routes
}

/** Fires when nobody waits for the answer any more. */
function gone(response: Response): AbortSignal {
  const waiting = new AbortController()
  response.on('close', () => waiting.abort())
  return waiting.signal
}

function phoneRoutes(routes: Router, kernel: Kernel, network: Network): void {
  const number = (request: Request) => String(request.params.msisdn)
  routes.get('/phones', async (_, response) => {
    response.json(await kernel.read((rx) => network.phones(rx)))
  })
  routes.get('/phones/:msisdn', async (request, response) => {
    const { waitMs } = parse(phoneQuery, request.query, 'query')
    const look = (rx: Rx) => network.phone(rx, number(request))
    const open = async (rx: Rx) => {
      const phone = await look(rx)
      return phone.screen?.status === 'open' ? phone : undefined
    }
    response.json((await kernel.waitFor(open, waitMs, gone(response))) ?? (await kernel.read(look)))
  })
  routes.patch('/phones/:msisdn', async (request, response) => {
    const { online, network: code } = parse(phoneBody, request.body, 'body')
    if (online === undefined && code === undefined)
      throw new InputError('Nothing to change: give online, network or both.')
    if (code !== undefined) await network.setNetwork(number(request), code)
    if (online !== undefined) await network.setOnline(number(request), online)
    response.json(await kernel.read((rx) => network.phone(rx, number(request))))
  })
  routes.post('/phones/:msisdn/dial', async (request, response) => {
    const { code } = parse(dialBody, request.body, 'body')
    response.json(await network.dial(number(request), code))
  })
  routes.post('/phones/:msisdn/reply', async (request, response) => {
    const { text } = parse(replyBody, request.body, 'body')
    response.json(await network.reply(number(request), text))
  })
  routes.post('/phones/:msisdn/cancel', async (request, response) => {
    parse(emptyBody, request.body, 'body')
    response.json(await network.cancel(number(request)))
  })
  routes.get('/phones/:msisdn/messages', async (request, response) => {
    const { waitMs, after, contains } = parse(messagesQuery, request.query, 'query')
    const query = { after, ...(contains === undefined ? {} : { contains }) }
    const some = async (rx: Rx) => {
      const messages = await network.messages(rx, number(request), query)
      return messages.length > 0 ? messages : undefined
    }
    response.json((await kernel.waitFor(some, waitMs, gone(response))) ?? [])
  })
}

function serviceCodeRoutes(routes: Router, { kernel, network, baseUrl }: ControlOptions): void {
  const code = (request: Request) => String(request.params.code)
  const list = () => kernel.read((rx) => viewServiceCodes(rx, network, baseUrl))
  routes.get('/network/service-codes', async (_, response) => {
    response.json(await list())
  })
  routes.get('/network/service-codes/:code', async (request, response) => {
    const found = (await list()).find((candidate) => candidate.code === code(request))
    if (!found) throw new NotFoundError(`No service code ${code(request)}. PUT one to make it.`)
    response.json(found)
  })
  routes.put('/network/service-codes/:code', async (request, response) => {
    const { callbackUrl, eventsUrl } = parse(serviceCodeBody, request.body, 'body')
    const wanted = { code: code(request), callbackUrl, eventsUrl: eventsUrl ?? null }
    await kernel.transact((tx) => network.putServiceCode(tx, wanted))
    response.json(wanted)
  })
  routes.delete('/network/service-codes/:code', async (request, response) => {
    await kernel.transact((tx) => network.deleteServiceCode(tx, code(request)))
    response.status(204).end()
  })
}

function clockRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/clock', async (_, response) => {
    response.json(viewClock(await kernel.clock()))
  })
  routes.post('/clock/freeze', async (request, response) => {
    const { at } = parse(freezeBody, request.body, 'body')
    response.json(viewClock(await kernel.freeze(at === undefined ? undefined : instantMilliseconds(at))))
  })
  routes.post('/clock/advance', async (request, response) => {
    const { by } = parse(advanceBody, request.body, 'body')
    response.json(viewClock(await kernel.advance(durationMilliseconds(by))))
  })
  routes.post('/clock/run', async (request, response) => {
    parse(emptyBody, request.body, 'body')
    response.json(viewClock(await kernel.run()))
  })
}

function faultRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/faults', async (_, response) => {
    response.json(await kernel.read((rx) => kernel.faults.list(rx)))
  })
  routes.put('/faults', async (request, response) => {
    response.json(await kernel.transact((tx) => kernel.faults.replace(tx, request.body)))
  })
  routes.delete('/faults', async (_, response) => {
    await kernel.transact((tx) => kernel.faults.clear(tx))
    response.status(204).end()
  })
}

function timelineRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/timeline', async (request: Request, response: Response) => {
    const query = parse(timelineQuery, request.query, 'query')
    if (query.phone) query.phone = `+${query.phone.trim().replace(/^\+/, '')}`
    if (request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream') {
      return streamTimeline(kernel, request, response, query)
    }
    response.json((await kernel.read((rx) => readTimeline(rx, query))).map(viewEvent))
  })
}
