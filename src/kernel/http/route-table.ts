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
  /** As they were sent, still percent-encoded. */
  params: Record<string, string>
}

/**
 * What is served at which place. It is laid out in one router for each beginning of a path, which is built when it is first
 * asked: a short session uses few.
 */
export class RouteTable<Served extends Place> {
  readonly #depth: number
  readonly #parts = new Map<string, Part<Served>>()

  /** @param depth how many segments of a path are its beginning */
  constructor(depth: number) {
    this.#depth = depth
  }

  add(served: Served): void {
    const beginning = this.#beginningOf(served.path)
    const part = this.#parts.get(beginning) ?? new Part()
    this.#parts.set(beginning, part)
    part.add(served)
  }

  /** HEAD is answered as GET is. */
  find(method: string, path: string): Found<Served> | undefined {
    return this.#parts.get(this.#beginningOf(path))?.find(method === 'HEAD' ? 'GET' : method, path)
  }

  #beginningOf(path: string): string {
    let end = 0
    for (let segments = 0; segments < this.#depth && end >= 0; segments += 1) end = path.indexOf('/', end + 1)
    const beginning = end < 0 ? path : path.slice(0, end)
    return (beginning.endsWith('/') ? beginning.slice(0, -1) : beginning).toLowerCase()
  }
}

type Router = ReturnType<typeof router>

/** Routers by the places in them. All simulators of a process serve the same ones, and a router takes milliseconds to build. */
const routers = new Map<string, Router>()
const mostRouters = 100

/** Finds the number of a place in the list that its router was built of. */
function routerOf(places: readonly Place[]): Router {
  const key = places.map(({ method, path }) => `${method} ${path}`).join('\n')
  const known = routers.get(key)
  if (known) return known
  const built = router({ caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: longestParameter })
  for (const [number, { method, path }] of places.entries())
    built.on(method as HTTPMethod, path.replace(/\{(\w+)\}/g, ':$1'), () => {}, { number })
  if (routers.size >= mostRouters) routers.clear()
  routers.set(key, built)
  return built
}

class Part<Served extends Place> {
  readonly #served: Served[] = []
  #router: Router | undefined

  add(served: Served): void {
    this.#served.push(served)
  }

  find(method: string, path: string): Found<Served> | undefined {
    this.#router ??= routerOf(this.#served)
    // The router would decode the path before it compares, and take `%6D` for an `m`.
    const found = this.#router.find(method as HTTPMethod, path.replaceAll('%', '%25'))
    const served = found && this.#served[(found.store as { number: number }).number]
    if (!served) return undefined
    return { served, params: found.params as Record<string, string> }
  }
}

const keptPlaces = new Map<string, string>()
const mostPlaces = 5_000

/** What a router tells apart: the names of parameters make no difference. Kept, since each simulator asks for all of them. */
export function placeOf({ method, path }: Place): string {
  const asGiven = `${method} ${path}`
  const known = keptPlaces.get(asGiven)
  if (known !== undefined) return known
  const compared = path
    .replace(/\{\w+\}/g, '{}')
    .replace(/(?<=.)\/$/, '')
    .toLowerCase()
  const place = `${method} ${compared}`
  if (keptPlaces.size >= mostPlaces) keptPlaces.clear()
  keptPlaces.set(asGiven, place)
  return place
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
