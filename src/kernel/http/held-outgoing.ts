import { OutboundError } from '../errors.ts'
import type { CallHolds, CallInTransit } from './call-in-transit.ts'
import type { OutboundRequest } from './outbound-messages.ts'

/**
 * Waits while a callback or a hop is held; requests of the simulator to an API are not. Its time to be answered begins when
 * it is let go.
 *
 * @returns the request to send, or why it is not to be sent
 */
export async function heldOnItsWay(
  holds: CallHolds,
  request: OutboundRequest,
): Promise<{ request: OutboundRequest; refused?: OutboundError }> {
  const { purpose, method, url, headers, body = '', operation, merchant, phone, trace } = request
  if (purpose === 'request') return { request }
  const call: CallInTransit = {
    point: purpose,
    method,
    url,
    headers: Object.entries(headers),
    body: Buffer.from(body),
    operation,
    merchant,
    phone,
    trace,
  }
  const released = await holds.hold(call)
  switch (released?.how) {
    case 'changed':
      return { request: { ...request, headers: Object.fromEntries(released.headers), body: released.body } }
    case 'dropped':
      return { request, refused: notSent('It was held, and dropped by hand: it was not sent.', url) }
    case 'ended':
      return {
        request,
        refused: notSent('It was held when the world began again or payersim stopped: it was not sent.', url),
      }
  }
  return { request }
}

const notSent = (why: string, url: string) => new OutboundError('unreachable', why, { url })
