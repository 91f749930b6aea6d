import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import type { Express } from 'express'
import {
  type ControlOptions,
  controlRoutes,
  docsRoutes,
  type House,
  momoConfig,
  networkConfig,
  pageRoutes,
  payerConfig,
  quirksOf,
  type World,
  walletConfig,
} from '../control/index.ts'
import {
  ExchangeLog,
  explain,
  type Kernel,
  type Outbound,
  problemHandlers,
  sendProblem,
} from '../kernel/index.ts'
import { Mail } from '../mail/index.ts'
import { Messaging } from '../messaging/index.ts'
import { Momo, momoOpenApi } from '../momo/index.ts'
import { Network } from '../network/index.ts'
import { OnePipe, onePipeConfig } from '../onepipe/index.ts'
import { Payer, type PayerParts } from '../payer/index.ts'
import { Wallet } from '../wallet/index.ts'
import { messagingConfig, sandboxPayer } from './africas-talking.ts'
import type { Callers } from './callers.ts'
import type { SimulatorOptions } from './simulator-options.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** Creates the rooms and subscribes each to the events it needs. */
export function buildHouse({
  kernel,
  outbound,
  world,
  baseUrl,
  options,
  parts,
}: {
  kernel: Kernel
  outbound: Outbound
  world: World
  baseUrl: string
  options: SimulatorOptions
  parts: PayerParts | undefined
}): House {
  const exchanges = new ExchangeLog(() => kernel.lastKnown())
  outbound.recordIn(exchanges)
  const wallet = new Wallet({ kernel, config: walletConfig(world) })
  const network = new Network({ kernel, outbound, config: networkConfig(world) })
  const messaging = new Messaging({
    outbound,
    config: messagingConfig(options, world, baseUrl),
    report: async ({ to: phone, ...data }) => {
      await kernel.transact((tx) => tx.emit({ kind: 'sms.not-sent', phone, data }))
    },
  })
  const momo = new Momo({
    kernel,
    wallet,
    outbound,
    config: momoConfig(world),
  })
  const mail = new Mail(kernel)
  const onepipe = new OnePipe({
    kernel,
    wallet,
    messaging,
    mail,
    outbound,
    config: onePipeConfig(world.onepipe, quirksOf(world).onepipe),
  })
  const config = { ...payerConfig(world), ...(options.atSandbox && sandboxPayer(world)) }
  const payer = new Payer({ kernel, wallet, network, messaging, outbound, config, parts })
  network.registerDeadlines()
  for (const room of [network, momo, onepipe, payer]) {
    for (const subscription of room.subscriptions()) kernel.subscribe(subscription)
  }
  return { wallet, network, mail, momo, onepipe, payer, exchanges }
}

type Mounting = Omit<ControlOptions, keyof House | 'version'> & { house: House }

/** Mounts all routes on one port; hops and SMS are handled before Express. */
export function mount(app: Express, { house, ...options }: Mounting): void {
  const { kernel, baseUrl, access } = options
  const { network, momo, onepipe } = house
  app.disable('etag')
  app.disable('x-powered-by')
  app.use(momo.routes())
  app.use(network.routes())
  app.use('/_sim', controlRoutes({ ...options, ...house, version }))
  app.use(pageRoutes(access))
  app.use(docsRoutes({ document: () => momoOpenApi({ version, baseUrl }), access }))
  app.use(onepipe.routes())
  const { notFound, failed } = problemHandlers(kernel.logger)
  app.use(notFound)
  app.use(failed)
}

/**
 * Not logged: control routes, the page, documents, and hops on the open path. Our own network already logged its hops,
 * and a load test sends thousands. Africa's Talking uses a secret path, which is logged.
 */
const unrecorded = /^\/(_sim|page|docs)?(?:[/?#]|$)|^\/favicon\.ico$|^\/ussd(?:[?#]|$)/

/**
 * Logs incoming requests, except our own, which were logged when they were sent. Hops and SMS do not go through
 * Express, which would cost as much as the hop itself.
 */
export function dispatcher(
  { payer, network, exchanges }: House,
  { outbound, callers, kernel }: { outbound: Outbound; callers: Callers; kernel: Kernel },
  others: RequestListener,
): RequestListener {
  return (request, response) => {
    const refusal = callers(request)
    if (refusal) {
      const { method } = request
      const { detail: explanation } = refusal
      exchanges.recordIncoming(request, response)
      explain(response, explanation)
      kernel.logger.warn({ method, explanation }, 'a request of an unknown caller was refused')
      sendProblem(response, { ...refusal })
      return
    }
    if (!unrecorded.test(request.url ?? '') && !outbound.sent(request))
      exchanges.recordIncoming(request, response)
    if (payer.listener(request, response) || network.listener(request, response)) return
    others(request, response)
  }
}
