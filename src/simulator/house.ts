import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import {
  type ControlDoor,
  type ControlOptions,
  type House,
  networkConfig,
  openControl,
  payerConfig,
  settingsFor,
  type World,
  walletConfig,
} from '../control/index.ts'
import {
  type Api,
  ExchangeLog,
  FrontDoor,
  type Kernel,
  type OperationFaults,
  type Outbound,
  openApiOf,
  Records,
} from '../kernel/index.ts'
import { Mail } from '../mail/index.ts'
import { Messaging } from '../messaging/index.ts'
import { Network } from '../network/index.ts'
import { Payer, type PayerParts } from '../payer/index.ts'
import { Wallet } from '../wallet/index.ts'
import { messagingConfig, sandboxPayer } from './africas-talking.ts'
import type { PagesParts } from './pages.ts'
import { checkApi, type LoadedProvider } from './providers.ts'
import type { SimulatorOptions } from './simulator-options.ts'

export const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as {
  version: string
}

/** Creates the rooms and subscribes each to the events it needs. */
export function buildHouse({
  kernel,
  outbound,
  world,
  providers,
  baseUrl,
  options,
  parts,
}: {
  kernel: Kernel
  outbound: Outbound
  world: World
  providers: readonly LoadedProvider[]
  baseUrl: string
  options: SimulatorOptions
  parts: PayerParts | undefined
}): House {
  const exchanges = new ExchangeLog(() => kernel.lastKnown())
  outbound.recordIn(exchanges)
  outbound.heldBy(kernel.holds)
  const settings = providers.map(({ provider, server }) => ({
    provider,
    server,
    of: settingsFor(provider, world),
  }))
  const anyNumber = (environment: string) =>
    settings.some(({ server, of }) => server.takesAnyNumber?.(of, environment) ?? false)
  const wallet = new Wallet({ kernel, config: walletConfig(world, anyNumber) })
  const network = new Network({ kernel, outbound, config: networkConfig(world) })
  const messaging = new Messaging({
    outbound,
    config: messagingConfig(options, world, baseUrl),
    report: async ({ to: phone, trace, ...data }) => {
      await kernel.transact((tx) => tx.emit({ kind: 'sms.not-sent', phone, data }), { trace })
    },
  })
  const mail = new Mail(kernel)
  const rooms = { kernel, outbound, wallet, network, messaging, mail }
  const opened = settings.map(({ provider, server, of }) => {
    const one = server.open({ ...rooms, records: new Records(provider.name) }, of)
    checkApi(one.api, provider)
    return one
  })
  const config = { ...payerConfig(world), ...(options.atSandbox && sandboxPayer(world)) }
  const payer = new Payer({ kernel, wallet, network, messaging, outbound, config, parts })
  network.registerDeadlines()
  const subscriptions = [
    ...network.subscriptions(),
    ...opened.flatMap(({ subscriptions: own = [] }) => own),
    ...payer.subscriptions(),
  ]
  for (const subscription of subscriptions) kernel.subscribe(subscription)
  return { wallet, network, mail, providers: opened, payer, exchanges }
}

type Mounting = Omit<ControlOptions, keyof House | 'version' | 'document'> & { house: House }

/** The APIs that are served: of vendors, the network among them, and of the payer's app. */
export function apisOf({ network, providers, payer }: House): { vendors: Api[]; payer: Api } {
  return { vendors: [network.api(), ...providers.map(({ api }) => api)], payer: payer.api() }
}

/** All operations, and what goes wrong with them on command. */
export function frontDoorOf(house: House, faults: OperationFaults): FrontDoor {
  const { vendors, payer } = apisOf(house)
  return new FrontDoor([payer, ...vendors], faults.perform)
}

const about = {
  title: 'payersim',
  version,
  description: [
    'A payer’s real phone for payment tests. All that this simulator answers is here: its own routes below `/_sim` first, then the APIs of the vendors as they have them.',
    '1. `GET /_sim/world` tells the keys, API users, apps and phones of the world, as `payersim serve` does. Put the keys into **Authorize**.\n' +
      '2. Ask a payer to pay, by MTN MoMo or OnePipe.\n' +
      '3. Answer on the payer’s phone: `POST /_sim/phones/{msisdn}/dial`, then `/reply`.\n' +
      '4. `GET /_sim/timeline/all` tells all that happened.',
    'Errors of payersim’s own routes are problem details (RFC 9457); [what each type means](/docs/problems). The phones are on [the page](/).',
  ].join('\n\n'),
}

/** The control routes, made when one of them is first asked: requests to vendors need none. */
export function controlOf({ house, ...options }: Mounting): () => ControlDoor {
  const document: ControlOptions['document'] = (ofControl, openapi) => {
    const { payer, vendors } = apisOf(house)
    const [network, ...others] = vendors
    return openApiOf([ofControl, ...others, ...(network ? [network] : []), payer], {
      ...about,
      baseUrl: options.baseUrl,
      openapi,
    })
  }
  let door: ControlDoor | undefined
  return () => {
    door ??= openControl({ ...options, ...house, version, document })
    return door
  }
}

/** What only browsers ask, over a socket: the page and the documents. Loaded when it is first asked. */
export function pagesOf(parts: PagesParts): (...exchange: Parameters<RequestListener>) => Promise<void> {
  let app: Promise<RequestListener> | undefined
  return async (...exchange) => {
    app ??= import('./pages.ts').then(({ pagesApp }) => pagesApp(parts))
    const answer = await app
    answer(...exchange)
  }
}
