import type { DispatchFunc, InjectOptions } from 'light-my-request'
import type { Port } from '../client/index.ts'
import { injectInto, type Outbound, type OutboundResponse, ownHost } from '../kernel/index.ts'

const nothing = { reason: '', headers: {}, body: Buffer.alloc(0) }

type Method = NonNullable<InjectOptions['method']>

async function call(
  listener: DispatchFunc,
  {
    method,
    path,
    headers,
    body,
  }: { method: string; path: string; headers: Record<string, string>; body?: string | Buffer },
) {
  return injectInto(listener, {
    method: method as Method,
    url: path,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  })
}

/** Answers requests to `http://payersim.test` in this process, without a socket. */
export function answerInProcess(outbound: Outbound, listener: DispatchFunc): void {
  outbound.mount(ownHost, async ({ method, url, headers, body }): Promise<OutboundResponse> => {
    const { pathname, search } = new URL(url)
    const answer = await call(listener, {
      method,
      path: pathname + search,
      headers: { host: ownHost, ...headers },
      ...(body === undefined ? {} : { body }),
    })
    return {
      status: answer.statusCode,
      reason: answer.statusMessage,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: answer.rawPayload,
    }
  })
}

/** A port without a socket. `hosts` are the names at which callbacks are received. */
export interface InProcessPort extends Port {
  readonly hosts: ReadonlySet<string>
}

/** Drives the simulator without a socket; callbacks use host names that only this simulator knows. */
export function inProcessPort(
  outbound: Outbound,
  listener: DispatchFunc,
  {
    forkedFrom = new Set(),
    adminToken,
    uuid,
  }: {
    /** Hosts of the simulator that this one was forked from: a request to them is answered 200 and dropped. */
    forkedFrom?: ReadonlySet<string> | undefined
    /** Needed if control requests require it. */
    adminToken?: string | undefined
    /** Makes the ids of what the client makes. */
    uuid: () => string
  },
): InProcessPort {
  const hosts = new Set(forkedFrom)
  for (const host of hosts) outbound.mount(host, async () => ({ ...nothing, status: 200 }))
  let listeners = hosts.size
  return {
    hosts,
    uuid,
    async fetch({ method, path, headers, body }) {
      const token =
        adminToken !== undefined && path.startsWith('/_sim') ? { authorization: `Bearer ${adminToken}` } : {}
      const answer = await call(listener, {
        method,
        path,
        headers: { host: 'localhost', ...token, ...headers },
        ...(body === undefined ? {} : { body }),
      })
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        ),
        text: answer.payload,
      }
    },
    async listen(receive, wish) {
      listeners++
      const wished = (wish?.name ?? '').toLowerCase().replace(/[^a-z0-9.-]+/g, '-')
      const hostname = wished || `shop-${listeners}.test`
      hosts.add(hostname)
      const stop = outbound.mount(hostname, async ({ method, url, headers, body }) => {
        const { pathname, search } = new URL(url)
        const lowerCase = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        )
        const { status } = receive({
          method,
          path: pathname + search,
          headers: lowerCase,
          body: String(body ?? ''),
        })
        return { status, ...nothing }
      })
      return {
        url: `http://${hostname}`,
        hostname,
        async close() {
          stop()
        },
      }
    },
  }
}
