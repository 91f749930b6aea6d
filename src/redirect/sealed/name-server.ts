import type { Socket } from 'node:dgram'
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet'
import { plainHost } from '../vendor-hosts.ts'

const noSuchName = 3
/** Short, so that no cache keeps it until the next run. */
const secondsToLive = 1

/**
 * Answers DNS queries of a sealed command: known names with their address, all others with NXDOMAIN. For programs that do
 * not read the hosts file, and for names that are not in it.
 */
export function answerNames(
  socket: Socket,
  addressOf: (name: string) => string | undefined,
  refused: (name: string) => void,
): void {
  socket.on('message', (bytes, { address, port }) => {
    const answer = answerTo(bytes, addressOf, refused)
    // The program may have ended.
    if (answer) socket.send(answer, port, address, () => {})
  })
}

/** The answer to a query; undefined if the bytes are no query. */
export function answerTo(
  bytes: Buffer,
  addressOf: (name: string) => string | undefined,
  refused: (name: string) => void,
): Buffer | undefined {
  let query: Packet
  try {
    query = decode(bytes)
  } catch {
    return undefined
  }
  const [question] = query.questions ?? []
  if (query.type !== 'query' || !question) return undefined
  const name = plainHost(question.name)
  const address = addressOf(name)
  if (address === undefined && !name.endsWith('.arpa')) refused(name)
  return encode({
    type: 'response',
    id: query.id ?? 0,
    flags: AUTHORITATIVE_ANSWER | ((query.flags ?? 0) & RECURSION_DESIRED) | (address ? 0 : noSuchName),
    questions: [question],
    answers:
      address && question.type === 'A'
        ? [{ type: 'A', class: 'IN', name: question.name, ttl: secondsToLive, data: address }]
        : [],
  })
}
