import { type Query, QueryCache, QueryClient } from '@tanstack/react-query'

/** Real milliseconds between two readings of one path, so that a burst of events costs few of them. */
const betweenMs = 60
/** Where events do not cease, twice as long each time, up to this. */
const betweenManyMs = 240
/** A reading that took long is followed by a pause of that length, but of no more than this. */
const longestBetweenMs = 2_000

/** Before a reading that failed is tried again by itself; twice as long after each further time. */
const againMs = 1_000
const longestAgainMs = 8_000
/** Somebody who asks for new answers waits no longer than this. */
const patienceMs = 3_000

/**
 * The answers of the control routes by path: TanStack Query, which the event stream alone tells what to read again. Only
 * what a part of the page shows is read. What is equal in two answers stays the same object; where a reading fails, the
 * last answer stays beside the error.
 */
export class Queries {
  readonly client: QueryClient
  readonly #resting = new Set<Query>()
  /** Asked for while they were read, or rested: what is known of them may be from before. */
  readonly #again = new Set<Query>()
  readonly #tookMs = new Map<string, number>()
  readonly #restsMs = new Map<Query, number>()
  readonly #failures = new Map<Query, { times: number; timer: ReturnType<typeof setTimeout> }>()
  readonly #mayPass: (error: unknown) => boolean
  readonly #mayAsk: () => boolean

  /**
   * @param read asks the server for a path, where null may be an answer or not
   * @param mayPass whether what failed so may succeed if it is tried again
   * @param mayAsk whether there is a server to ask
   */
  constructor(
    read: (path: string, orNull: boolean) => Promise<unknown>,
    mayPass: (error: unknown) => boolean = () => true,
    mayAsk: () => boolean = () => true,
  ) {
    this.#mayPass = mayPass
    this.#mayAsk = mayAsk
    const measured = async (path: string, orNull: boolean) => {
      const begun = performance.now()
      try {
        return await read(path, orNull)
      } finally {
        this.#tookMs.set(path, performance.now() - begun)
      }
    }
    this.client = new QueryClient({
      queryCache: new QueryCache({
        onSettled: (_, __, query) => {
          this.#rest(query as Query)
          this.#tryAgainLater(query as Query)
        },
      }),
      defaultOptions: {
        queries: {
          queryFn: ({ queryKey: [path], meta }) => measured(String(path), meta?.orNull === true),
          // The stream knows when there is news, and whether there is a connection.
          refetchOnReconnect: false,
          refetchOnWindowFocus: false,
          networkMode: 'always',
          retry: false,
        },
      },
    })
  }

  /** Marks all answers as out of date. */
  refreshAll(): void {
    for (const query of this.client.getQueryCache().getAll()) this.#refresh(query)
  }

  /** Marks the answer of one path as out of date. */
  refresh(path: string): void {
    const query = this.client.getQueryCache().find({ queryKey: [path] })
    if (query) this.#refresh(query)
  }

  /** Drops the answers that no part shows. */
  forgetUnshown(): void {
    this.client.removeQueries({ type: 'inactive' })
  }

  /** Reads all again that is shown, and drops the rest; resolves when that is done, or after a while. */
  async readAnew(): Promise<void> {
    this.forgetUnshown()
    const reading = this.client.refetchQueries({
      type: 'active',
      predicate: ({ meta }) => meta?.still === undefined,
    })
    await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, patienceMs))])
  }

  /** No event may come for long, and what failed would stand until then. */
  #tryAgainLater(query: Query): void {
    const before = this.#failures.get(query)
    clearTimeout(before?.timer)
    this.#failures.delete(query)
    if (query.state.status !== 'error' || !this.#mayPass(query.state.error)) return
    const times = (before?.times ?? 0) + 1
    const pause = Math.min(againMs * 2 ** (times - 1), longestAgainMs)
    const wait = (): ReturnType<typeof setTimeout> =>
      setTimeout(() => {
        if (!query.isActive()) this.#failures.delete(query)
        else if (this.#mayAsk()) this.#refresh(query)
        else this.#failures.set(query, { times, timer: wait() })
      }, pause)
    this.#failures.set(query, { times, timer: wait() })
  }

  #refresh(query: Query): void {
    // It is read when it is shown again.
    if (!query.isActive() || query.meta?.still) return
    if (query.state.fetchStatus === 'fetching' || this.#resting.has(query)) this.#again.add(query)
    // Where it fails, the query has the error.
    else query.fetch().catch(() => undefined)
  }

  #rest(query: Query): void {
    const took = this.#tookMs.get(String(query.queryKey[0])) ?? 0
    const between = this.#restsMs.get(query) ?? betweenMs
    this.#resting.add(query)
    setTimeout(
      () => {
        this.#resting.delete(query)
        const again = this.#again.delete(query)
        if (again) this.#restsMs.set(query, Math.min(between * 2, betweenManyMs))
        else this.#restsMs.delete(query)
        if (again) this.#refresh(query)
      },
      Math.min(Math.max(took, between), longestBetweenMs),
    )
  }
}
