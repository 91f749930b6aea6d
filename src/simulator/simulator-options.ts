// Published, with the client: nothing here may lead to types of packages that have none of their own, such as Express.
import type { World } from '../control/world-schema.ts'

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

/** A second port, over TLS, with a certificate of an authority of its own. */
export interface TlsPort {
  /** 0 for a free one, by default. */
  port?: number
  /** Names and addresses besides localhost, 127.0.0.1 and ::1, such as `host.docker.internal`. */
  names?: readonly string[]
  /** A file in which the authority is kept for the next time; its key is kept beside it, as FILE.key. */
  ca?: string
}

/** What clients of the TLS port need to know. */
export interface Tls {
  /** Such as `https://localhost:4443`. */
  url: string
  /** Names and addresses that the certificate is for. */
  names: readonly string[]
  /** The certificate of the authority, as PEM, for clients to trust. */
  authority: string
  /** The file that holds it. */
  authorityFile: string
}

export interface SimulatorOptions {
  /** `running` by default, as the real world does; `frozen` stands still until it is moved. */
  clock?: 'running' | 'frozen'
  /** Where a frozen clock stands, ISO 8601 with its zone; 2026-01-05T09:00:00Z by default. */
  at?: string
  /** A data file that outlives the process; in memory by default. */
  data?: string
  /**
   * How long what happened is kept, the ledger and its requests aside: an ISO 8601 duration such as `P30D`, or `forever`.
   * As the world has it, or else 30 days; in memory with a frozen clock all is kept.
   */
  keep?: string
  /** A world file in YAML, or a world; the built-in one by default. */
  world?: string | World
  /** Listens on this port, 0 for a free one; without it nothing listens, and all goes on in this process. */
  port?: number
  /** The address to listen on; 127.0.0.1 by default. */
  host?: string
  /** Listens on a second port too, over TLS; see docs/tls.md. */
  tls?: TlsPort
  /**
   * Names by which programs call this simulator, such as a container's alias, besides addresses, `localhost`, vendors'
   * hosts and those of `tls`; `.example.com` stands for all below it. A request to any other name is refused.
   */
  allowHosts?: readonly string[]
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
