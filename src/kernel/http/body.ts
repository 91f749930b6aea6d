import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { parse } from 'node:querystring'
import { Readable } from 'node:stream'

/** The fields of a form body; the first value of a repeated field counts. */
export function formFields(text: string): Record<string, string> {
  const fields: Record<string, string> = {}
  const parsed = parse(text)
  for (const name in parsed) {
    const value = parsed[name]
    const first = Array.isArray(value) ? value[0] : value
    if (first !== undefined) fields[name] = first
  }
  return fields
}

/** A body as it came: its bytes, or the bytes up to the error that ended it. */
export interface ReadBody {
  bytes: Buffer
  /** Has an HTTP `status`, such as 413. */
  error?: Error | undefined
}

/** An unreadable body, as an error with a status, like those of Express's body parsers. */
class BodyError extends Error {
  override readonly name = 'BodyError'
  constructor(
    readonly status: 400 | 413,
    message: string,
  ) {
    super(message)
  }
}

const cutOff = () => new BodyError(400, 'The request ended in the middle of its body.')
const tooLarge = (limit: number) => new BodyError(413, `The body is larger than ${limit} bytes.`)

/**
 * Reads a body of any content type. Without Express's parser, which costs a tenth of a request, unless it is compressed.
 * What is longer than `limit` bytes is read to its end and dropped, so that the answer arrives.
 */
export function readBytes(incoming: IncomingMessage, limit: number): Promise<ReadBody> {
  if (isCompressed(incoming.headers)) return readCompressed(incoming, limit)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    let whole = false
    const end = (error?: Error) => {
      const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      resolve({ bytes: bytes.subarray(0, limit), error })
    }
    incoming.on('data', (chunk: Buffer) => {
      if (size <= limit) chunks.push(chunk)
      size += chunk.length
    })
    incoming.on('end', () => {
      whole = true
      end(size > limit ? tooLarge(limit) : undefined)
    })
    // An aborted request is detected by its close event; its error event needs no listener.
    incoming.on('close', () => {
      if (!whole) end(cutOff())
    })
  })
}

/** A body that is all there, read as one that arrives. */
export async function bodyOf(bytes: Buffer, headers: IncomingHttpHeaders, limit: number): Promise<ReadBody> {
  if (isCompressed(headers)) {
    const sized = { ...headers, 'content-length': String(bytes.length) }
    return readCompressed(Object.assign(Readable.from([bytes]), { headers: sized }), limit)
  }
  return bytes.length > limit ? { bytes: bytes.subarray(0, limit), error: tooLarge(limit) } : { bytes }
}

function isCompressed({ 'content-encoding': encoding = 'identity' }: IncomingHttpHeaders): boolean {
  return encoding.toLowerCase() !== 'identity'
}

/** By Express's parser, which is loaded with the first such body. */
async function readCompressed(
  stream: Readable & { headers: IncomingHttpHeaders },
  limit: number,
): Promise<ReadBody> {
  const { default: express } = await import('express')
  // That parser waits for ever for a stream that ended before.
  if (stream.destroyed) return { bytes: Buffer.alloc(0), error: cutOff() }
  const read = express.raw({ type: () => true, limit })
  return new Promise((resolve) => {
    read(stream as never, {} as never, (error?: Error) => {
      const { body } = stream as { body?: unknown }
      resolve({ bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0), error })
    })
  })
}
