import type { Request, Response } from 'express'
import { type Kernel, messageOf, readTimeline, type TimelineQuery } from '../kernel/index.ts'

/** How often an idle stream says that it is alive, in real milliseconds. */
const heartbeatMs = 15_000

/** Sends events as they are committed, as server-sent events; goes on after `Last-Event-ID`. */
export function streamTimeline(
  kernel: Kernel,
  request: Request,
  response: Response,
  query: TimelineQuery,
): void {
  let after = Number(request.headers['last-event-id'] ?? query.after ?? 0) || 0
  let reading = false
  let more = true
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  response.write(': the timeline\n\n')

  const send = async () => {
    more = true
    if (reading) return
    reading = true
    try {
      while (more && !response.writableEnded) {
        more = false
        const events = await kernel.read((rx) => readTimeline(rx, { ...query, after }))
        for (const event of events) {
          after = event.id
          response.write(`id: ${event.id}\ndata: ${JSON.stringify(viewEvent(event))}\n\n`)
        }
        if (events.length > 0) more = true
      }
    } catch (error) {
      kernel.logger.error({ error: messageOf(error) }, 'the live timeline ended')
      response.end()
    } finally {
      reading = false
    }
  }

  const stop = kernel.store.onCommit(() => void send())
  const heartbeat = setInterval(() => response.write(': \n\n'), heartbeatMs).unref()
  response.on('close', () => {
    stop()
    clearInterval(heartbeat)
  })
  void send()
}

export function viewEvent(event: {
  id: number
  kind: string
  phone: string | null
  at: number
  data: unknown
}) {
  return { ...event, at: new Date(event.at).toISOString() }
}
