import { type Query, QueryCache, QueryClient } from '@tanstack/react-query'

/** Real milliseconds between two readings of one path, so that a burst of events costs few of them. */
const betweenMs = 60
/** A reading that took long is followed by a pause of that length, but of no more than this. */
const longestBetweenMs = 2_000

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

  /** @param read asks the server for a path */
  constructor(read: (path: string) => Promise<unknown>) {
    const measured = async (path: string) => {
      const begun = performance.now()
      try {
        return await read(path)
      } finally {
        this.#tookMs.set(path, performance.now() - begun)
      }
    }
    this.client = new QueryClient({
      queryCache: new QueryCache({ onSettled: (_, __, query) => this.#rest(query as Query) }),
      defaultOptions: {
        queries: {
          queryFn: ({ queryKey: [path] }) => measured(String(path)),
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

  #refresh(query: Query): void {
    // It is read when it is shown again.
    if (!query.isActive() || query.meta?.still) return
    if (query.state.fetchStatus === 'fetching' || this.#resting.has(query)) this.#again.add(query)
    // Where it fails, the query has the error.
    else query.fetch().catch(() => undefined)
  }

  #rest(query: Query): void {
    const took = this.#tookMs.get(String(query.queryKey[0])) ?? 0
    this.#resting.add(query)
    setTimeout(
      () => {
        this.#resting.delete(query)
        if (this.#again.delete(query)) this.#refresh(query)
      },
      Math.min(Math.max(took, betweenMs), longestBetweenMs),
    )
  }
}
