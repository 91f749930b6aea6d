import type { Command } from 'commander'
import type { z } from 'zod'
import type { ProviderClient } from '../client/parts.ts'
import type { Telling } from '../events/telling.ts'
import type {
  Api,
  DbSchema,
  Json,
  Kernel,
  Outbound,
  Quirk,
  Records,
  Rx,
  Subscription,
  Tx,
} from '../kernel/index.ts'
import type { Mail } from '../mail/index.ts'
import type { Messaging } from '../messaging/index.ts'
import type { Network } from '../network/index.ts'
import type { StepsPart } from '../sessions/parts.ts'
import type { ConnectPart } from '../terms/sim/connect.ts'
import type { Payment, PaymentState } from '../terms/sim/payment.ts'
import type { Hosts } from '../terms/sim/provider.ts'
import type { Order, Wallet } from '../wallet/index.ts'
import type { ControlRoute } from './control-route.ts'
import type { WithWorld, WorldAround } from './world-part.ts'

export type { ConnectPart, Hosts }

/**
 * A vendor whose API is simulated. Its parts are loaded when they are used, so that a script or a test that only uses
 * its objects loads no server.
 *
 * @typeParam Part its part of a world file, after parsing
 * @typeParam Client the objects of its client part
 */
export interface Provider<Name extends string = string, Part extends object = object, Client = unknown>
  extends WithWorld<Name, Part> {
  /** As people call it, such as `MTN MoMo`. */
  title: string
  /** Which `payersim run` leads here. */
  hosts?: Hosts
  /** Where its sources differ or say nothing. No two providers have a quirk of the same name. */
  quirks?: readonly Quirk[]
  /**
   * What `payersim serve` prints of it at its start: a label and a text in each line.
   *
   * @param url of the simulator, such as `http://127.0.0.1:4000`
   * @param view its part of `GET /_sim/world`
   */
  guide?(url: string, view: unknown): ReadonlyArray<readonly [label: string, text: string]>
  /** How a program of one's own reaches it, for the page and `GET /_sim/connect`: keys, and programs that make a first call. */
  connect?(): Promise<ConnectPart>
  /** What is told of its events in people's words, on the terminal of `payersim serve` and, of payersim's own, on the page. */
  telling?: Telling
  /** Whether an environment of the world may set its quirks for itself. */
  quirksByEnvironment?: boolean
  server?(): Promise<ProviderServer<Part>>
  /** The objects with which tests and scripts use it: see `SimulatorClient.client`. */
  client?(): Promise<ProviderClient<Client>>
  /** Its words in session scripts. */
  steps?(): Promise<StepsPart>
  /** Its view of the page: of a provider from outside, since those of payersim's own are part of the page. */
  panel?: PanelModule
  /** What it adds to `payersim` on the command line: of payersim's own alone, since no flag is read before the commands. */
  commands?(): Promise<readonly Command[]>
}

/** A view of the page. */
export interface PanelModule {
  /** On its tab. */
  title: string
  /** One JavaScript module for browsers, which exports `open(element, page)`: `new URL('./panel.js', import.meta.url)`. */
  file: URL
}

/** What a world says to a provider. */
export interface ProviderSettings<Part extends object> {
  world: Part
  /** Each quirk of the provider, by name: the default where the world does not set it. */
  quirks: Readonly<Record<string, string>>
  environments: WorldAround['environments']
  /** The same as `quirks`, with what an environment sets for itself. */
  quirksIn(environment: string): Readonly<Record<string, string>>
}

/** The rooms that a provider's server stands on. */
export interface ServerParts {
  kernel: Kernel
  outbound: Outbound
  wallet: Wallet
  network: Network
  messaging: Messaging
  mail: Mail
  /** What a provider from outside keeps in the store; payersim's own have tables. */
  records: Records<Json>
}

/** The code of its server. */
export interface ProviderServer<Part extends object> {
  dbSchema?: DbSchema
  /** Whether payers of an environment may have numbers that no country's plan has; they may not by default. */
  takesAnyNumber?(settings: ProviderSettings<Part>, environment: string): boolean
  open(parts: ServerParts, settings: ProviderSettings<Part>): OpenProvider
}

/** How to ask for the same again. */
export interface AskedAgain {
  /** Commands for a POSIX shell, in which `$PAYERSIM` is the URL of the simulator. */
  curl: string
  /** A line of TypeScript for a test. */
  library: string
}

/** A payment that a provider keeps itself, such as a balance request: in words where the wallet's orders have codes. */
export interface OwnPayment
  extends Pick<
    Payment,
    'kind' | 'what' | 'reference' | 'phone' | 'person' | 'amount' | 'currency' | 'state' | 'standing' | 'why'
  > {
  /** Unique among its own; a later one has a greater id. */
  id: number
  /** Who asked. */
  merchant: string
  /** Epoch milliseconds of the business clock. */
  createdAt: number
  trace: string | null
  /** What it says in other languages, by their tags. */
  translations?: { readonly fr?: Pick<Payment, 'what' | 'standing' | 'why'> }
}

/** What the wallet does not know of payments. */
export interface ProviderPayments {
  /** Those that it keeps itself, newest first, whose id is less than `before`. */
  list?(
    rx: Rx,
    wanted: { before: number; limit: number; state?: PaymentState | undefined },
  ): Promise<OwnPayment[]>
  /** How to ask anew for one that it keeps itself, by its id. */
  againOwn?(rx: Rx, id: number): Promise<AskedAgain | undefined>
  /** The same for an order of the wallet; undefined for one that did not come through this provider. */
  again?(rx: Rx, order: Order): Promise<AskedAgain | undefined>
}

/** A provider in a simulator. */
export interface OpenProvider {
  /** Its operations, as its vendor has them. */
  api: Api
  subscriptions?: readonly Subscription[]
  /** Fills an empty store, after the phones and the people of the world are in it. */
  fill?(tx: Tx): Promise<void>
  /** Its part of `GET /_sim/world`. */
  view?(rx: Rx): Promise<object> | object
  /** The schema of that part, asked when a document is made. */
  describeView?(): Promise<z.ZodType> | z.ZodType
  /** Addresses that have a mailbox before any mail was sent there. */
  mailboxes?(): readonly string[]
  /** What `GET /_sim/payments` tells of it, beside the orders that the wallet has. */
  payments?: ProviderPayments
  /** Routes of its own below `/_sim`: what its vendor's API does not have. */
  control?: readonly ControlRoute[]
}
