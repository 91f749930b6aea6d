import { readFileSync } from 'node:fs'
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
import { ExchangeLog, FrontDoor, type Kernel, type Outbound, problemHandlers } from '../kernel/index.ts'
import { Mail } from '../mail/index.ts'
import { Messaging } from '../messaging/index.ts'
import { Network } from '../network/index.ts'
import { Payer, type PayerParts } from '../payer/index.ts'
import { Momo, momoOpenApi } from '../providers/momo/server/index.ts'
import { OnePipe, onePipeConfig } from '../providers/onepipe/server/index.ts'
import { Wallet } from '../wallet/index.ts'
import { messagingConfig, sandboxPayer } from './africas-talking.ts'
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

/** The operations of all vendors. */
export function frontDoorOf({ network, momo, onepipe, payer }: House): FrontDoor {
  return new FrontDoor([payer.api(), network.api(), momo.api(), onepipe.api()])
}

/** Control routes, the page and documents. */
export function mount(app: Express, { house, ...options }: Mounting): void {
  const { kernel, baseUrl, access } = options
  app.disable('etag')
  app.disable('x-powered-by')
  app.use('/_sim', controlRoutes({ ...options, ...house, version }))
  app.use(pageRoutes(access))
  app.use(docsRoutes({ document: () => momoOpenApi({ version, baseUrl }), access }))
  const { notFound, failed } = problemHandlers(kernel.logger)
  app.use(notFound)
  app.use(failed)
}
