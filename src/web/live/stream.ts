import { controlHeaders, Refusal } from './http.ts'
import type { TimelineEvent } from './shapes.ts'

/** The server says every 15 seconds that it is alive; this much silence is a lost server. */
const silenceMs = 40_000

/**
 * Reads the live timeline after an entry until the server is gone. `fetch` and not `EventSource`, which could not
 * send the admin token.
 *
 * @throws Refusal where it is refused
 */
export async function readStream(of: {
  after: number
  signal: AbortSignal
  opened: () => void
  arrived: (events: TimelineEvent[]) => void
}): Promise<void> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), silenceMs)
  try {
    const response = await fetch('/_sim/timeline', {
      headers: {
        ...controlHeaders(),
        Accept: 'text/event-stream',
        'Last-Event-ID': String(of.after),
      },
      signal: AbortSignal.any([of.signal, silence.signal]),
    })
    if (!response.ok || !response.body) throw new Refusal(response.status, await response.text())
    of.opened()
    let rest = ''
    for await (const piece of piecesOf(response.body)) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), silenceMs)
      const blocks = (rest + piece).split('\n\n')
      rest = blocks.pop() ?? ''
      const events = blocks.flatMap((block) => {
        const line = block.split('\n').find((each) => each.startsWith('data: '))
        return line ? [JSON.parse(line.slice(6)) as TimelineEvent] : []
      })
      if (events.length > 0) of.arrived(events)
    }
  } finally {
    clearTimeout(timer)
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
