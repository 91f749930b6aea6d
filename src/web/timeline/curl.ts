import type { ExchangeData } from '../../terms/sim/timeline-entry.ts'
import { pathHere } from '../live/base.ts'
import { panels } from '../panels.ts'
import { curlOf } from '../parts/curl.ts'
import { messageOf } from '../wire/message.ts'

/** The command that sends a recorded request again; undefined for a hop, which only the network sends. */
export function curlOfExchange({
  direction,
  method,
  url,
  request,
  ownApp,
}: ExchangeData): string | undefined {
  const message = messageOf(request)
  if (!message || ownApp) return undefined
  const { headers } = message
  const body = message.body === '' ? null : message.body
  if (direction === 'out') return curlOf({ method, path: url, headers, body })
  // A proxied program names the vendor's own host; sent again, it comes here.
  const { pathname, search } = new URL(url, location.origin)
  const base = pathHere('/')
  const path = (pathname.startsWith(base) ? `/${pathname.slice(base.length)}` : pathname) + search
  const keys = panels
    .map(({ curlKeys }) => curlKeys?.({ method, path, body }))
    .find((each) => each !== undefined)
  return curlOf({ method, path, headers, body }, keys)
}
