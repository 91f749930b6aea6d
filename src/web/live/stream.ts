import { createParser } from 'eventsource-parser'
import type { Entry } from '../../events/telling.ts'
import { pathHere } from './base.ts'
import { controlHeaders, refusalOf } from './http.ts'

/** So many of the newest entries the page begins with; it reads older ones when somebody looks for them. */
const newest = 200

/**
 * Reads the live timeline after an entry, or from the newest ones, until the connection ends. With `fetch`, since `EventSource` cannot
 * send the admin token.
 *
 * @throws Refusal if it is refused
 */
export async function readStream(of: {
  after: string
  signal: AbortSignal
  /** `build`: of the page that this server has now; null where it has none. */
  opened: (build: string | null) => void
  /** Something came, if only the heartbeat that the server sends every 15 seconds. */
  heard: () => void
  /** The world was replaced: its timeline starts from the beginning. */
  begunAgain: () => void
  /** The newest entries follow. `before`: the cursor for older ones; null where there are none. */
  begins: (before: string | null) => void
  /** `cursor` is the position after the last of them. */
  arrived: (entries: Entry[], cursor: string) => void
}): Promise<void> {
  const response = await fetch(pathHere(`/_sim/timeline/all?last=${newest}`), {
    headers: {
      ...controlHeaders(),
      Accept: 'text/event-stream',
      ...(of.after !== '' && { 'Last-Event-ID': of.after }),
    },
    signal: of.signal,
  })
  if (!response.ok || !response.body) throw refusalOf(response.status, await response.text())
  of.opened(response.headers.get('Payersim-Page'))
  let entries: Entry[] = []
  let cursor = ''
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      if (event === 'begin-again') {
        entries = []
        of.begunAgain()
        return
      }
      if (event === 'begin') {
        of.begins((JSON.parse(data) as { before: string | null }).before)
        cursor = id ?? cursor
        return
      }
      const entry: unknown = JSON.parse(data)
      // What is none would take every view with it, and no other answer would come in its place.
      if (isEntry(entry)) entries.push(entry)
      cursor = id ?? cursor
    },
  })
  for await (const piece of piecesOf(response.body)) {
    of.heard()
    parser.feed(piece)
    if (entries.length > 0) of.arrived(entries, cursor)
    entries = []
  }
}

async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield decoder.decode(value, { stream: true })
  }
}

function isEntry(read: unknown): read is Entry {
  const { id, place, kind, at, data } = (read ?? {}) as Partial<Entry>
  return (
    [id, kind, at].every((each) => typeof each === 'string') &&
    typeof place === 'number' &&
    typeof data === 'object' &&
    data !== null
  )
}
