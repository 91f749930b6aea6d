export interface PortRequest {
  method: string
  /** Path and query, beginning with `/`. */
  path: string
  headers?: Record<string, string>
  body?: string
  /** Aborted when the caller gives the request up. A port that does not know it waits for the answer. */
  signal?: AbortSignal | undefined
}

export interface PortResponse {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  text: string
}

/** A callback as it arrived. */
export interface ReceivedRequest {
  method: string
  path: string
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
}

export interface Listener {
  /** Base URL without a path, such as `http://127.0.0.1:51234`. */
  url: string
  /** The host of `url` without its port: what a provider callback host is set to. */
  hostname: string
  close(): Promise<void>
}

/** How a client reaches a simulator: over HTTP, or in process. */
export interface Port {
  fetch(request: PortRequest): Promise<PortResponse>
  /**
   * Opens a place where callbacks can arrive. `name` is the preferred hostname; a port that has only real addresses
   * does not use it.
   */
  listen(
    receive: (request: ReceivedRequest) => { status: number },
    wish?: { name?: string },
  ): Promise<Listener>
  /**
   * The port of a world by name on the same server. Without it a client puts `/w/{name}` before its paths.
   *
   * @throws an error if there is no such world, where that is known
   */
  inWorld?(name: string): Port
  /** A UUID for what a client makes, such as an order. Without it the client draws one at random. */
  uuid?(): string
}
