/// <reference lib="esnext.disposable" preserve="true" />
import { type Port, SimulatorClient } from '../client/index.ts'
import type { SandboxUrls, Tls } from './simulator-options.ts'

export interface ForkOptions {
  /** Listens on this port, 0 for a free one; without it nothing listens. */
  port?: number
  /** Of its own ids and codes; by default as its origin's were made. */
  seed?: string
}

/** A running simulator, and the client that drives it. */
export class Simulator extends SimulatorClient {
  readonly #stop: () => Promise<void>
  readonly #fork: (options: ForkOptions) => Promise<Simulator>
  readonly #settle: () => Promise<unknown>

  constructor(
    /** What it is driven over, without a socket: another client may share it. */
    readonly port: Port,
    /** Where it listens, such as `http://127.0.0.1:4000`; undefined where it does not. */
    readonly url: string | undefined,
    {
      stop,
      fork,
      settle,
    }: {
      stop: () => Promise<void>
      fork: (options: ForkOptions) => Promise<Simulator>
      settle: () => Promise<unknown>
    },
    /** What to tell the real Africa's Talking sandbox to call; undefined where it is not used. */
    readonly sandboxUrls?: SandboxUrls,
    /** The port that speaks TLS; undefined where there is none. */
    readonly tls?: Tls,
  ) {
    super(port)
    this.#stop = stop
    this.#fork = fork
    this.#settle = settle
  }

  /**
   * Another simulator in this process, in memory, that begins with this one's world and then goes its own way: clock,
   * handsets, money, sinks. What is due here arrives first. Callbacks of what was made here reach no sink there.
   *
   * @example
   * const own = await base.fork()
   * const own = await base.fork({ port: 0 }) // listens on a free port of its own
   */
  fork(options: ForkOptions = {}): Promise<Simulator> {
    return this.#fork(options)
  }

  /** As every client, but without a request: it stands in the same process. */
  override async settle(): Promise<void> {
    await this.#settle()
  }

  /** Stops everything; what was acknowledged is in the data file. */
  override async close(): Promise<void> {
    await super.close()
    await this.#stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
