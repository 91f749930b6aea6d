import type { Listener, Port, PortRequest, PortResponse, ReceivedRequest } from '../../client/index.ts'

type Receive = (request: ReceivedRequest) => { status: number }

/** A port whose simulator can be replaced after a restart; callbacks still arrive. */
export class SwitchPort implements Port {
  #port: Port
  readonly #open = new Map<Listener, { receive: Receive; behind: Listener }>()

  constructor(port: Port) {
    this.#port = port
  }

  fetch(request: PortRequest): Promise<PortResponse> {
    return this.#port.fetch(request)
  }

  async listen(receive: Receive, wish?: { name?: string }): Promise<Listener> {
    const behind = await this.#port.listen(receive, wish)
    const listener: Listener = {
      url: behind.url,
      hostname: behind.hostname,
      close: async () => {
        const now = this.#open.get(listener)
        this.#open.delete(listener)
        await now?.behind.close()
      },
    }
    this.#open.set(listener, { receive, behind })
    return listener
  }

  async switchTo(port: Port): Promise<void> {
    this.#port = port
    for (const [listener, { receive }] of this.#open) {
      const behind = await port.listen(receive, { name: listener.hostname })
      this.#open.set(listener, { receive, behind })
    }
  }
}
