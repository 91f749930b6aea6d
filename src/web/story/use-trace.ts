import { useEffect, useMemo, useState } from 'react'
import type { Entry } from '../../events/telling.ts'
import { control, unreadable } from '../live/http.ts'
import { NotRead, useLastEvent, useNeeded } from '../live/use-live.ts'

interface Page {
  entries: Entry[]
  after: string
  more: boolean
}

/** Pages after the first one. */
interface Rest {
  of: Page
  entries: readonly Entry[]
  after: string
}

/** All entries of a trace, live, however many pages the server makes of them; undefined until the first is there, and without a trace. */
export function useTrace(trace: string | undefined): readonly Entry[] | undefined {
  const path = trace === undefined ? null : `/timeline/all?trace=${encodeURIComponent(trace)}`
  const first = useNeeded<Page>(path)
  if (path !== null && first !== undefined && !Array.isArray(first.entries))
    throw new NotRead(path, unreadable(path).message)
  const lastEvent = useLastEvent()
  const [rest, setRest] = useState<Rest>()
  const known = rest?.of === first ? rest : undefined
  // A first page that is full does not change any more: what is new comes after the last page that was read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every event is a reason to look for more
  useEffect(() => {
    if (path === null || !first?.more) return
    let gone = false
    readOn(path, known?.after ?? first.after).then(
      ({ entries, after }) => {
        if (!gone) setRest({ of: first, entries: [...(known?.entries ?? []), ...entries], after })
      },
      // The connection is watched elsewhere; the next event has it read again.
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [path, first, lastEvent])
  return useMemo(() => (known ? [...known.of.entries, ...known.entries] : first?.entries), [first, known])
}

async function readOn(path: string, from: string): Promise<Pick<Page, 'entries' | 'after'>> {
  const entries: Entry[] = []
  let after = from
  for (let more = true; more; ) {
    const page = await control<Page>('GET', `${path}&after=${encodeURIComponent(after)}`)
    entries.push(...page.entries)
    after = page.after
    more = page.more
  }
  return { entries, after }
}
