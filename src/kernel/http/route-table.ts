import router, { type HTTPMethod } from 'find-my-way'

/** Longer than the head of a request may be: a parameter has no limit of its own. */
const longestParameter = 64 * 1024

/** Where something is served. */
export interface Place {
  method: string
  /** `/collection/v1_0/requesttopay/{referenceId}`; upper and lower case, and a slash at the end, make no difference. */
  path: string
}

interface Found<Served> {
  served: Served
  /** Its place in what the table serves. */
  number: number
  /** As they were sent, still percent-encoded. */
  params: Record<string, string>
}

/**
 * What is served at which place. The simulators of a process serve the same places, so their layout is made once; each table
 * has what it serves itself.
 */
export class RouteTable<Served extends Place> {
  readonly #served: readonly Served[]
  readonly #layout: Layout

  /**
   * @param depth how many segments of a path are its beginning
   * @param repeated called for a place that is served already; the first has it
   */
  constructor(depth: number, served: readonly Served[], repeated: (again: Served, first: Served) => void) {
    this.#served = served
    this.#layout = layouts.find((one) => one.isOf(depth, served)) ?? laidOut(depth, served, repeated)
  }

  /** HEAD is answered as GET is. */
  find(method: string, path: string): Found<Served> | undefined {
    const found = this.#layout.find(method === 'HEAD' ? 'GET' : method, path)
    const served = found && this.#served[found.number]
    return served && { served, number: found.number, params: found.params }
  }
}

const layouts: Layout[] = []
const mostLayouts = 20

function laidOut<Served extends Place>(
  depth: number,
  served: readonly Served[],
  repeated: (again: Served, first: Served) => void,
): Layout {
  const firsts = new Map<string, Served>()
  const numbers: number[] = []
  for (const [number, one] of served.entries()) {
    const place = placeOf(one)
    const first = firsts.get(place)
    if (first) {
      repeated(one, first)
      continue
    }
    firsts.set(place, one)
    numbers.push(number)
  }
  const layout = new Layout(
    depth,
    served.map(({ method, path }) => ({ method, path })),
    numbers,
  )
  // What repeats a place is told of each time.
  if (numbers.length < served.length) return layout
  layouts.push(layout)
  if (layouts.length > mostLayouts) layouts.shift()
  return layout
}

type Router = ReturnType<typeof router>

/**
 * Finds the number of a place. There is one router for all places of the same method, beginning and number of segments, which
 * is built when it is first asked: each place takes it a tenth of a millisecond, and a short session asks few.
 */
class Layout {
  readonly #depth: number
  readonly #places: readonly Place[]
  /** The numbers of the places that share a router. */
  readonly #alike = new Map<string, number[]>()
  readonly #routers = new Map<string, Router>()

  /** @param numbers of the places that are led to */
  constructor(depth: number, places: readonly Place[], numbers: readonly number[]) {
    this.#depth = depth
    this.#places = places
    for (const number of numbers) {
      const { method, path } = places[number] as Place
      const key = this.#keyOf(method, path)
      const alike = this.#alike.get(key) ?? []
      this.#alike.set(key, alike)
      alike.push(number)
    }
  }

  isOf(depth: number, served: readonly Place[]): boolean {
    if (depth !== this.#depth || served.length !== this.#places.length) return false
    return served.every(({ method, path }, at) => {
      const place = this.#places[at]
      return place?.path === path && place.method === method
    })
  }

  find(method: string, path: string): { number: number; params: Record<string, string> } | undefined {
    const key = this.#keyOf(method, path)
    const alike = this.#alike.get(key)
    if (!alike) return undefined
    const led = this.#routers.get(key) ?? this.#router(key, alike)
    // The router would decode the path before it compares, and take `%6D` for an `m`.
    const found = led.find(method as HTTPMethod, path.replaceAll('%', '%25'))
    if (!found) return undefined
    return {
      number: (found.store as { number: number }).number,
      params: found.params as Record<string, string>,
    }
  }

  #router(key: string, alike: readonly number[]): Router {
    const built = router({
      caseSensitive: false,
      ignoreTrailingSlash: true,
      maxParamLength: longestParameter,
    })
    for (const number of alike) {
      const { method, path } = this.#places[number] as Place
      built.on(method as HTTPMethod, path.replace(/\{(\w+)\}/g, ':$1'), () => {}, { number })
    }
    this.#routers.set(key, built)
    return built
  }

  #keyOf(method: string, path: string): string {
    const whole = path.endsWith('/') ? path.slice(0, -1) : path
    let beginning = whole
    let segments = 0
    for (let at = whole.indexOf('/'); at >= 0; at = whole.indexOf('/', at + 1)) {
      if (segments === this.#depth) beginning = whole.slice(0, at)
      segments += 1
    }
    return `${method} ${segments} ${beginning.toLowerCase()}`
  }
}

/** What a router tells apart: the names of parameters make no difference. */
export function placeOf({ method, path }: Place): string {
  const compared = path
    .replace(/\{\w+\}/g, '{}')
    .replace(/(?<=.)\/$/, '')
    .toLowerCase()
  return `${method} ${compared}`
}

/** @throws an error of status 400 for a value that cannot be decoded */
export function decodedParams(params: Record<string, string>): Record<string, string> {
  const values = Object.entries(params).map(([name, value]) => {
    try {
      return [name, decodeURIComponent(value)]
    } catch {
      throw Object.assign(new Error(`Failed to decode param '${value}'`), { status: 400 })
    }
  })
  return Object.fromEntries(values)
}
