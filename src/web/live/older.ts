import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import type { Entry } from '../../events/telling.ts'
import { read, unreadable, wordsOf } from './http.ts'
import { live } from './live.ts'

/** Which older entries are wanted; with nothing, all of them. */
export interface OlderWanted {
  phone?: string
  kind?: string
  search?: string
}

interface Page {
  entries: Entry[]
  before: string | null
}

export interface Older {
  /** What was read so far, that which was read first before what is older. */
  entries: readonly Entry[]
  /** Whether there may be more. */
  more: boolean
  reading: boolean
  /** Why the last page could not be read. */
  failure: string | undefined
  readOn: () => void
  /** After a failure. */
  readAgain: () => void
}

const nothing: readonly Entry[] = []

/**
 * Entries from before those that the page began with, a page of them at a time, as the server finds them.
 *
 * @param wanted null: none are read
 */
export function useOlder(wanted: OlderWanted | null): Older {
  const before = useSyncExternalStore(live.subscribe, () => live.before)
  const words = Object.entries(wanted ?? {}).filter(([, value]) => value !== '') as Array<[string, string]>
  const { data, error, hasNextPage, isFetching, isError, fetchNextPage, refetch } = useInfiniteQuery(
    {
      queryKey: ['older', before, ...words.flat()],
      queryFn: async ({ pageParam }) => {
        const path = `/timeline/all?${new URLSearchParams([['before', pageParam], ...words])}`
        const page = (await read(path)) as Page
        if (!Array.isArray(page.entries)) throw unreadable(path)
        return page
      },
      initialPageParam: before ?? '',
      getNextPageParam: (page: Page) => page.before ?? undefined,
      enabled: typeof before === 'string' && wanted !== null,
      staleTime: Number.POSITIVE_INFINITY,
      meta: { still: true },
    },
    live.queries,
  )
  // Each page is from the oldest to the newest of it, and is older than the page before.
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries.toReversed()) ?? nothing, [data])
  return {
    entries,
    more: typeof before === 'string' && (data === undefined || hasNextPage),
    reading: isFetching,
    failure: error && !isFetching ? wordsOf(error) : undefined,
    readOn: () => {
      // Where the server does not answer, nobody goes on asking.
      if (hasNextPage && !isFetching && !isError) void fetchNextPage()
    },
    readAgain: () => void (data === undefined ? refetch() : fetchNextPage()),
  }
}
