import type { Told } from '../../terms/index.ts'
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
      return { request, refused: notSent(droppedByHand, url) }
    case 'ended':
      return { request, refused: notSent(worldEnded, url) }
  }
  return { request }
}

const droppedByHand = {
  en: 'It was held, and dropped by hand: it was not sent.',
  fr: 'L’appel a été retenu, puis abandonné à la main : il n’est pas parti.',
}
const worldEnded = {
  en: 'It was held when the world began again or payersim stopped: it was not sent.',
  fr: 'L’appel était retenu quand le monde a recommencé ou que payersim s’est arrêté : il n’est pas parti.',
}

const notSent = (why: Told, url: string) => new OutboundError('unreachable', why, { url })
