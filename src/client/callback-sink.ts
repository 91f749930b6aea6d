import type { Listener, Port, ReceivedRequest } from './port.ts'
import { jsonOf } from './wire.ts'

export interface Callback {
  method: string
  path: string
  headers: Record<string, string>
  /** The parsed JSON, or the text if it is not JSON. */
  body: unknown
}

/** The callbacks of one order, in the order of arrival. */
export class CallbackInbox {
  readonly received: Callback[] = []
  readonly #waiting = new Set<() => void>()

  put(callback: Callback): void {
    this.received.push(callback)
    for (const wake of this.#waiting) wake()
  }

  /** Resolves at the next callback, or after `waitMs` of real time. */
  async next(waitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, waitMs)
      this.#waiting.add(wake)
    })
  }
}

/** Receives a merchant's callbacks: one path per order. */
export class CallbackSink {
  readonly #listener: Listener
  readonly #inboxes: Map<string, CallbackInbox>

  private constructor(listener: Listener, inboxes: Map<string, CallbackInbox>) {
    this.#listener = listener
    this.#inboxes = inboxes
  }

  static async open(port: Port, name?: string): Promise<CallbackSink> {
    const inboxes = new Map<string, CallbackInbox>()
    const receive = ({ method, path, headers, body }: ReceivedRequest) => {
      const inbox = inboxes.get(path.split('?')[0]?.split('/').pop() ?? '')
      inbox?.put({ method, path, headers, body: jsonOf(body) ?? body })
      return { status: inbox ? 200 : 404 }
    }
    return new CallbackSink(await port.listen(receive, name === undefined ? {} : { name }), inboxes)
  }

  get hostname(): string {
    return this.#listener.hostname
  }

  /** Opens the path of an order. */
  inboxFor(orderId: string): { url: string; inbox: CallbackInbox } {
    const inbox = this.#inboxes.get(orderId) ?? new CallbackInbox()
    this.#inboxes.set(orderId, inbox)
    return { url: `${this.#listener.url}/callbacks/${orderId}`, inbox }
  }

  close(): Promise<void> {
    return this.#listener.close()
  }
}

/** The sinks of one client. Merchants that ask for the same host share one sink. */
export class CallbackSinks {
  readonly #port: Port
  readonly #byName = new Map<string, Promise<CallbackSink>>()
  readonly #all = new Set<Promise<CallbackSink>>()

  constructor(port: Port) {
    this.#port = port
  }

  /** A sink with this name if the port allows it; without a name, a new one. */
  open(name?: string): Promise<CallbackSink> {
    const known = name === undefined ? undefined : this.#byName.get(name)
    if (known) return known
    const opening = CallbackSink.open(this.#port, name)
    this.#all.add(opening)
    if (name !== undefined) this.#byName.set(name, opening)
    // A sink that failed to open can be tried again.
    opening.catch(() => {
      this.#all.delete(opening)
      if (name !== undefined) this.#byName.delete(name)
    })
    return opening
  }

  async close(): Promise<void> {
    const open = [...this.#all]
    this.#all.clear()
    this.#byName.clear()
    for (const opened of await Promise.allSettled(open)) {
      if (opened.status === 'fulfilled') await opened.value.close()
    }
  }
}
