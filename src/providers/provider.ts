import type { Command } from 'commander'
import type { z } from 'zod'
import type { ProviderClient } from '../client/parts.ts'
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
import type { Hosts } from '../terms/sim/provider.ts'
import type { Wallet } from '../wallet/index.ts'
import type { ControlRoute } from './control-route.ts'
import type { WithWorld, WorldAround } from './world-part.ts'

export type { Hosts }

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
  /** Routes of its own below `/_sim`: what its vendor's API does not have. */
  control?: readonly ControlRoute[]
}
