import type { Logger } from 'pino'
import type { AfricasTalking, AtSandbox } from './africas-talking.ts'
import type { World } from './control/index.ts'

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
  /** Sends SMS by the real Africa's Talking, instead of the simulator's own network. */
  africasTalking?: AfricasTalking
  /** Puts the payer's app behind the real Africa's Talking sandbox; see docs/africas-talking-sandbox.md. */
  atSandbox?: AtSandbox
  logger?: Logger
}
