// A project that includes only some of these sources does not find the declaration otherwise.
/// <reference path="./proxy-from-env.d.ts" />
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { getProxyForUrl } from 'proxy-from-env'
import { RedirectError, reasonOf } from './errors.ts'
import { answerText, headersFor, relay } from './relay.ts'
import type { Target } from './vendor-hosts.ts'

/** `host:port`, with brackets around an IPv6 address. */
function written({ host, port }: Target): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}

/** The user's own proxy for a URL, from the environment; undefined if there is none. */
function usersProxy(url: string): URL | undefined {
  const named = getProxyForUrl(url)
  if (named === '') return undefined
  const proxy = URL.canParse(named) ? new URL(named) : undefined
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy
  throw new RedirectError(
    `The proxy ${proxy?.protocol ?? named} is of a kind that payersim run cannot go through.`,
  )
}

function proxyOptions(proxy: URL) {
  const credentials = [proxy.username, proxy.password].map((part) => decodeURIComponent(part)).join(':')
  return {
    agent: false as const,
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    authorization: credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
    ask: proxy.protocol === 'https:' ? httpsRequest : httpRequest,
  }
}

/** Connects to a program's target, through the user's own proxy if there is one. */
export function openTunnel(target: Target): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const proxy = usersProxy(`https://${written(target)}`)
    if (!proxy) {
      const socket = connectPlain({ ...target, allowHalfOpen: true }, () => resolve(socket))
      socket.once('error', reject)
      return
    }
    const { ask, authorization, ...route } = proxyOptions(proxy)
    const path = written(target)
    ask({
      ...route,
      method: 'CONNECT',
      path,
      headers: { Host: path, ...(authorization ? { 'Proxy-Authorization': authorization } : {}) },
    })
      .on('connect', ({ statusCode, statusMessage }, socket, head) => {
        if (statusCode !== 200) {
          socket.destroy()
          return reject(new RedirectError(`the proxy ${proxy.host} answers ${statusCode} ${statusMessage}`))
        }
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
      })
      .on('response', ({ statusCode, statusMessage, socket }) => {
        socket.destroy()
        reject(new RedirectError(`the proxy ${proxy.host} answers ${statusCode} ${statusMessage}`))
      })
      .on('error', reject)
      .end()
  })
}

/**
 * Forwards a request with an absolute URL. Some clients (axios before it supported CONNECT) send https URLs to a proxy
 * in this way too; these are forwarded over TLS, verified with Node's roots and the user's own.
 */
export async function forwardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { secure, target, path }: { secure: boolean; target: Target; path: string },
): Promise<void> {
  const failed = (error: unknown) =>
    answerText(response, 502, `${written(target)} cannot be reached (${reasonOf(error)}).`)
  try {
    const host = target.port === (secure ? 443 : 80) ? written(target).replace(/:\d+$/, '') : written(target)
    const { method = 'GET' } = request
    const headers = headersFor(request, host)
    if (secure) {
      const socket = await openTunnel(target)
      const { host: servername } = target
      const createConnection = () =>
        connectSecure({ socket, host: servername, ...(isIP(servername) ? {} : { servername }) })
      const out = httpsRequest({ ...target, createConnection, method, path, headers })
      return relay(request, response, { out, failed })
    }
    const proxy = usersProxy(`http://${written(target)}`)
    if (!proxy) {
      const out = httpRequest({ ...target, agent: false, method, path, headers })
      return relay(request, response, { out, failed })
    }
    const { ask, authorization, ...route } = proxyOptions(proxy)
    if (authorization) headers.push('Proxy-Authorization', authorization)
    const out = ask({ ...route, method, path: `http://${host}${path}`, headers })
    relay(request, response, { out, failed })
  } catch (error) {
    failed(error)
  }
}
