import type { Request, Response } from 'express'
import { type Kernel, messageOf } from '../kernel/index.ts'

/** How often an idle stream says that it is alive, in real milliseconds. */
const heartbeatMs = 15_000
/** A reader that takes nothing for so long is let go, in real milliseconds; `Last-Event-ID` takes the stream up again. */
const lagMs = 30_000

/** One server-sent event. */
export interface Told {
  /** What `Last-Event-ID` takes up again. */
  id: string
  /** `message` where absent. */
  event?: string
  data: unknown
}

export interface Source {
  /** What came after an id, oldest first; `at` is where the next reading goes on. */
  read(after: string): Promise<{ told: Told[]; at: string; more: boolean }>
  /** Tells that there may be more; returns how to stop that. */
  onNews(listener: () => void): () => void
}

/** Waits until a reader has taken what was written; false where it went away, or takes nothing any more. */
function drained(response: Response): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (taken: boolean) => {
      clearTimeout(timer)
      response.off('drain', onDrain).off('close', onClose)
      resolve(taken)
    }
    const onDrain = () => end(true)
    const onClose = () => end(false)
    const timer = setTimeout(() => end(false), lagMs).unref()
    response.on('drain', onDrain).on('close', onClose)
  })
}

/** Sends what happens as server-sent events; goes on after `Last-Event-ID`, or else after `after`. */
export function stream(
  { source, kernel }: { source: Source; kernel: Kernel },
  request: Request,
  response: Response,
  after: string,
): void {
  let at = String(request.headers['last-event-id'] ?? after)
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
        const read = await source.read(at)
        at = read.at
        for (const { id, event, data } of read.told) {
          const kind = event === undefined ? '' : `event: ${event}\n`
          // What a reader does not take stays in the store, and not in the memory of this process.
          if (response.write(`id: ${id}\n${kind}data: ${JSON.stringify(data)}\n\n`)) continue
          if (await drained(response)) continue
          if (!response.destroyed)
            kernel.logger.warn({ lagMs }, 'a reader of the live timeline took nothing and was let go')
          response.destroy()
          return
        }
        if (read.more) more = true
      }
    } catch (error) {
      kernel.logger.error({ error: messageOf(error) }, 'the live timeline ended')
      response.end()
    } finally {
      reading = false
    }
  }

  const stop = source.onNews(() => void send())
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': \n\n')
    // Other processes on the data file say nothing when they write to it.
    void send()
  }, heartbeatMs).unref()
  response.on('close', () => {
    stop()
    clearInterval(heartbeat)
  })
  void send()
}
