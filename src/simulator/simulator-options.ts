// Published with the client: types here must not use types of packages that ship none, such as Express.
import type { World } from '../control/world-schema.ts'
import type { Told } from '../terms/sim/told.ts'

/** An account of the real Africa's Talking, for outgoing SMS; its sandbox if the username is `sandbox`. */
export interface AfricasTalking {
  username: string
  apiKey: string
  /** A sender id or short code of that account. */
  from?: string
  /** Another address of the same API, such as a proxy. */
  baseUrl?: string
}

/** The payer's app behind the real Africa's Talking sandbox. */
export interface AtSandbox {
  /** The channel that was created there, such as `*384*44135#`. */
  serviceCode: string
  /** Where a tunnel or a proxy forwards Africa's Talking to this port. */
  publicUrl: string
}

/** The URLs for Africa's Talking to call; each has a secret segment. */
export interface SandboxUrls {
  callback: string
  events: string
  deliveryReports: string
}

/** Such as pino's: logs internal errors, and requests that a vendor would refuse. */
export interface Logger {
  warn(data: object, message: string): void
  error(data: object, message: string): void
}

/** A second port with TLS, and a certificate of its own authority. */
export interface TlsPort {
  /** 0 for a free one, by default. */
  port?: number
  /** Names and addresses besides localhost, 127.0.0.1 and ::1, such as `host.docker.internal`. */
  names?: readonly string[]
  /** A file that keeps the authority for the next start; its key is kept beside it, as FILE.key. */
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

/** How many worlds a server may have by name, and for how long. */
export interface WorldLimits {
  /** 256 by default. */
  most?: number
  /**
   * One that nobody has used for so long ends: an ISO 8601 duration, real time, or `forever`; `PT30M` by default.
   */
  idle?: string
}

export interface SimulatorOptions {
  /** `running` by default, in real time; `frozen` moves only on command. */
  clock?: 'running' | 'frozen'
  /** The time of a frozen clock, ISO 8601 with its zone; 2026-01-05T09:00:00Z by default. */
  at?: string
  /** A data file that outlives the process; in memory by default. */
  data?: string
  /**
   * How long events are kept, except the ledger and its requests: an ISO 8601 duration such as `P30D`, or `forever`.
   * By default as in the world, or else 30 days; in memory with a frozen clock everything is kept.
   */
  keep?: string
  /** A world file in YAML, or a world; the built-in one by default. */
  world?: string | World
  /** Vendors of your own, besides those of payersim: `Provider` of `payersim/provider`; see docs/providers.md. */
  providers?: ReadonlyArray<{ readonly name: string; readonly title: string }>
  /** Listens on this port, 0 for a free one; without it on none, and everything runs in this process. */
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
  /** The seed: ids and codes are the same in every run, those that this client makes included. */
  seed?: string
  /** Allows control requests from other machines, with `Authorization: Bearer TOKEN`. */
  adminToken?: string
  /** Requires the admin token for every control request: behind a proxy all requests may look local. */
  behindProxy?: boolean
  /** A PEM file with certificates to trust besides Node's, whenever the simulator calls an app over TLS. */
  callbackCa?: string
  /** Sends SMS through the real Africa's Talking, instead of the simulator's own network. */
  africasTalking?: AfricasTalking
  /** Puts the payer's app behind the real Africa's Talking sandbox; see docs/africas-talking-sandbox.md. */
  atSandbox?: AtSandbox
  /** Worlds by name, beside this one: see docs/control.md#worlds. */
  worlds?: WorldLimits
  logger?: Logger
  /** Called with each thing that happens, in people's words, a moment later: in worlds by name too, and not in forks. */
  tell?: (told: Told) => void
  /** The language of what `tell` gets: `en` where left out. */
  tellIn?: 'en' | 'fr'
}

/** What simulators that begin alike may have: none of them has a port or a data file. */
export type OptionsAlike = Pick<SimulatorOptions, 'clock' | 'at' | 'world' | 'providers'>
