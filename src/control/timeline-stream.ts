import type { ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { type Kernel, type LiveAnswer, messageOf } from '../kernel/index.ts'

/** The heartbeat interval of an idle stream, in real milliseconds. */
const heartbeatMs = 15_000
/** A reader that takes nothing for this many real milliseconds is disconnected; `Last-Event-ID` resumes the stream. */
const lagMs = 30_000

/** One server-sent event. */
export interface StreamEntry {
  /** The value of `Last-Event-ID` that resumes after it. */
  id: string
  /** `message` where absent. */
  event?: string
  data: unknown
}

export interface Source {
  /** The entries after an id, oldest first; `at` is where the next read continues. */
  read(after: string): Promise<{ entries: StreamEntry[]; at: string; more: boolean }>
  /** Calls back when there may be more; returns a function that stops this. */
  onNews(listener: () => void): () => void
}

/** Waits until a reader has taken the written data; false if it disconnected or takes no more. */
function drained(response: ServerResponse): Promise<boolean> {
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

/** Entries as server-sent events, after this id. `build`: of the page, which reloads itself where it is another one. */
export function stream(parts: { source: Source; kernel: Kernel }, after: string, build?: string): LiveAnswer {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      ...(build === undefined ? {} : { 'Payersim-Page': build }),
    },
    live: (response) => sendTo(response, { ...parts, after }),
  }
}

function sendTo(
  response: ServerResponse,
  { source, kernel, after }: { source: Source; kernel: Kernel; after: string },
): void {
  let at = after
  let reading = false
  let more = true
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
        for (const { id, event, data } of read.entries) {
          // The simulator may have stopped while the entries were read, or while the reader took the last one.
          if (response.writableEnded) return
          const kind = event === undefined ? '' : `event: ${event}\n`
          // Data for a slow reader stays in the store, not in the memory of this process.
          if (response.write(`id: ${id}\n${kind}data: ${JSON.stringify(data)}\n\n`)) continue
          if (await drained(response)) continue
          if (!response.destroyed)
            kernel.logger.warn({ lagMs }, 'a reader of the live timeline took nothing and was let go')
          response.destroy()
          return
        }
        if (!read.more) continue
        more = true
        // A long history is read and sent in many pieces: other requests are answered between them.
        await setImmediate()
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
    if (!response.writableNeedDrain && !response.writableEnded) response.write(': \n\n')
    // Other processes do not notify us when they write to the data file.
    void send()
  }, heartbeatMs).unref()
  const end = () => response.end()
  kernel.stopped.addEventListener('abort', end)
  response.on('close', () => {
    stop()
    clearInterval(heartbeat)
    kernel.stopped.removeEventListener('abort', end)
  })
  void send()
}
