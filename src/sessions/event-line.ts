const width = 100

/** An event of the timeline on one line, without its ids: `09:00:00 ussd.hop +46733000001 hops 1`. */
export function eventLine({
  kind,
  at,
  phone,
  data,
}: {
  kind: string
  at?: unknown
  phone?: unknown
  data?: unknown
}): string {
  const time = typeof at === 'string' ? (/T(\d\d:\d\d:\d\d)/.exec(at)?.[1] ?? at) : ''
  const parts = [time, kind, typeof phone === 'string' ? phone : '', ...details(data)]
  const line = parts.filter((part) => part !== '').join(' ')
  return line.length > width ? `${line.slice(0, width - 1)}…` : line
}

function details(data: unknown): string[] {
  return Object.entries(data ?? {})
    .filter(([key, value]) => !/id$/i.test(key) && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
}
