import type { Mark, WhatFor } from '../time/index.ts'
import type { Read } from '../tx.ts'
import type { Deliveries } from './deliveries.ts'

/** The most destinations that one sentence names. */
const mostNamed = 3

interface Group {
  subscriber: string
  url: string | null
  count: number
  /** When the first of them was sent, business time, ISO 8601; null if none was. */
  since: string | null
}

/** Describes what a call waits for: how many deliveries, of which subscriber, to which URL, since when. */
export function describeInFlight(read: Read, deliveries: Pick<Deliveries, 'inFlight'>, mark?: Mark): WhatFor {
  return async () => {
    const groups = new Map<string, Group>()
    for (const row of await read((rx) => deliveries.inFlight(rx, mark))) {
      const url = row.url === undefined ? null : withoutSecrets(row.url)
      const key = `${row.subscriber} ${url}`
      const group = groups.get(key) ?? { subscriber: row.subscriber, url, count: 0, since: null }
      group.count++
      const since = row.since === null ? null : new Date(row.since).toISOString()
      if (since !== null && (group.since === null || since < group.since)) group.since = since
      groups.set(key, group)
    }
    const all = [...groups.values()].sort((one, other) => other.count - one.count)
    const named = all.slice(0, mostNamed).map(words)
    const more = all.length > mostNamed ? [`others to ${all.length - mostNamed} more places`] : []
    const list = [...named, ...more].join('; ')
    const what =
      list === '' ? 'deliveries or deadlines that fell due are not done yet.' : `waiting for ${list}.`
    return { sentence: `${what} Ask again when they are.`, data: { waitingFor: all } }
  }
}

function words({ subscriber, url, count, since }: Group): string {
  const many = count === 1 ? 'a delivery' : `${count} deliveries`
  const to = url === null ? '' : ` to ${url}`
  return `${many} of ${subscriber}${to}${since === null ? ', due' : `, on the way since ${since}`}`
}

/** A query or a password may hold a secret. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url.split(/[?#]/)[0] ?? ''
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
