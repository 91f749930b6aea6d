/// <reference lib="esnext.disposable" preserve="true" />
import { type Port, SimulatorClient } from '../client/index.ts'
import type { SandboxUrls, Tls } from './simulator-options.ts'

export interface ForkOptions {
  /** Listens on this port, 0 for a free one; without it on none. */
  port?: number
  /** For its ids and codes; by default as in the original. */
  seed?: string
  /**
   * Its name on the server of the original: programs reach it below `/w/{name}`. It ends when it is closed, or when it
   * has not been used for long.
   */
  name?: string
}

/** A running simulator, and the client that drives it. */
export class Simulator extends SimulatorClient {
  readonly #stop: () => Promise<void>
  readonly #fork: (options: ForkOptions) => Promise<Simulator>
  readonly #settle: () => Promise<unknown>

  constructor(
    /** The in-process port; another client may share it. */
    readonly port: Port,
    /** Its address, such as `http://127.0.0.1:4000`; undefined if it does not listen. */
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
    /** The URLs for the real Africa's Talking sandbox to call; undefined if it is not used. */
    readonly sandboxUrls?: SandboxUrls,
    /** The TLS port; undefined if there is none. */
    readonly tls?: Tls,
  ) {
    super(port)
    this.#stop = stop
    this.#fork = fork
    this.#settle = settle
  }

  /**
   * Another simulator in this process, in memory, that begins with a copy of this world and is then independent: clock,
   * handsets, money, sinks. What is due here arrives first. Callbacks of earlier orders reach no sink there.
   *
   * @example
   * const own = await base.fork()
   * const own = await base.fork({ port: 0 }) // listens on a free port of its own
   */
  async fork(options: ForkOptions = {}): Promise<Simulator> {
    const fork = await this.#fork(options)
    await fork.knowAs(this)
    return fork
  }

  /** Like every client's, but without a request, since both are in one process. */
  override async settle(): Promise<void> {
    await this.#settle()
  }

  /** Stops everything; acknowledged writes are in the data file. */
  override async close(): Promise<void> {
    await super.close()
    await this.#stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
