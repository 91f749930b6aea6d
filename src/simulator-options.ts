// Published, with the client: nothing here may lead to types of packages that have none of their own, such as Express.
import type { World } from './control/world-schema.ts'

/** An account of the real Africa's Talking, for SMS out; its sandbox where the username is `sandbox`. */
export interface AfricasTalking {
  username: string
  apiKey: string
  /** A sender id or short code of that account. */
  from?: string
  /** Another address of the same API, such as a proxy's. */
  baseUrl?: string
}

/** The payer's app behind the real Africa's Talking sandbox. */
export interface AtSandbox {
  /** The channel that was created there, such as `*384*44135#`. */
  serviceCode: string
  /** Where a tunnel, or a proxy, brings Africa's Talking to this port. */
  publicUrl: string
}

/** What Africa's Talking is told to call; each with a segment that nobody can guess. */
export interface SandboxUrls {
  callback: string
  events: string
  deliveryReports: string
}

/** Such as pino's: told of what failed inside, and of requests that a vendor would refuse. */
export interface Logger {
  warn(data: object, message: string): void
  error(data: object, message: string): void
}

export interface SimulatorOptions {
  /** `running` by default, as the real world does; `frozen` stands still until it is moved. */
  clock?: 'running' | 'frozen'
  /** Where a frozen clock stands, ISO 8601 with its zone; 2026-01-05T09:00:00Z by default. */
  at?: string
  /** A data file that outlives the process; in memory by default. */
  data?: string
  /** A world file in YAML, or a world; the built-in one by default. */
  world?: string | World
  /** Listens on this port, 0 for a free one; without it nothing listens, and all goes on in this process. */
  port?: number
  /** The address to listen on; 127.0.0.1 by default. */
  host?: string
  /** Makes ids and codes replay. */
  seed?: string
  /** Lets control requests in that do not come from this machine, as `Authorization: Bearer TOKEN`. */
  adminToken?: string
  /** Demands the admin token of every control request: behind a proxy nothing tells who is local. */
  behindProxy?: boolean
  /** A PEM file with certificates that are trusted besides Node's, wherever the simulator calls an app over TLS. */
  callbackCa?: string
  /** Sends SMS by the real Africa's Talking, instead of the simulator's own network. */
  africasTalking?: AfricasTalking
  /** Puts the payer's app behind the real Africa's Talking sandbox; see docs/africas-talking-sandbox.md. */
  atSandbox?: AtSandbox
  logger?: Logger
}
