import type { IncomingMessage } from 'node:http'

/** Where the address of a request leads, as a page has to know it. */
export interface Place {
  /** The world that the address names by path or host; undefined for the one that the server begins with. */
  world: string | undefined
  /** The path before that of the request: `/w/suite-1`, or empty. */
  base: string
  /** The path ends with the world's name: relative URLs would lead out of it. */
  isBare: boolean
}

const places = new WeakMap<IncomingMessage, Place>()
const usual: Place = { world: undefined, base: '', isBare: false }

/** Notes it for the page, since the URL of the request is from then on that within its world. */
export function notePlace(request: IncomingMessage, place: Place): void {
  places.set(request, place)
}

export const placeOf = (request: IncomingMessage): Place => places.get(request) ?? usual
