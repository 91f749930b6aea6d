import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type Entry, familyOf } from '../../events/index.ts'
import { useEntries, useLive } from '../live/use-live.ts'
import { parts, timeOf } from '../parts/parts.tsx'
import { replaceRoute, useRoute } from '../route.ts'
import { StoryLink } from '../story/story-link.tsx'
import { Opened } from './opened.tsx'
import { summaryOf, toneOf } from './summary.ts'
import styles from './timeline.module.css'

const quietFamilies = new Set(['ledger', 'world', 'snapshot'])
const rowPixels = 46
const nothing: readonly Entry[] = []

/** All entries, oldest first, filtered by phone, kind and text; only visible rows are drawn. */
export function Timeline() {
  const entries = useEntries()
  const { query } = useRoute()
  const phone = query.get('phone') ?? ''
  const kind = query.get('kind') ?? ''
  const words = query.get('words') ?? ''
  const trace = query.get('trace') || undefined
  const entry = query.get('entry') || undefined
  const filter = (change: Record<string, string | undefined>) =>
    replaceRoute('timeline', { phone, kind, words, trace, entry, ...change })
  // The server knows which sessions belong to an order that their payer answered.
  const ofTrace = useLive<{ entries: Entry[] }>(
    trace === undefined ? null : `/timeline/all?trace=${encodeURIComponent(trace)}`,
  )
  const listed = trace === undefined ? entries : (ofTrace?.entries ?? nothing)

  const phones = useMemo(() => [...new Set(entries.flatMap((each) => each.phone ?? []))].sort(), [entries])
  const kinds = useMemo(() => [...new Set(entries.map(familyOf))].sort(), [entries])
  const shown = useMemo(() => {
    const wanted = words.toLowerCase()
    return listed.filter(
      (each) =>
        (phone === '' || each.phone === phone) &&
        (kind === '' || familyOf(each) === kind) &&
        (wanted === '' || textOf(each).includes(wanted)),
    )
  }, [listed, phone, kind, words])
  // Opening balances are hidden, and so is the reset to the world file or a snapshot.
  const quiet = entries.every((each) => quietFamilies.has(familyOf(each)))

  return (
    <div className={styles.timeline}>
      <form className={styles.filters} onSubmit={(event) => event.preventDefault()}>
        <label>
          <span className="sr-only">Phone</span>
          <select value={phone} onChange={(event) => filter({ phone: event.target.value })}>
            <option value="">All phones</option>
            {phones.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label>
          <span className="sr-only">Kind</span>
          <select value={kind} onChange={(event) => filter({ kind: event.target.value })}>
            <option value="">All kinds</option>
            {kinds.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label className={styles.words}>
          <span className="sr-only">Words or a request’s id</span>
          <input
            type="search"
            placeholder="Words or a request’s id"
            value={words}
            onChange={(event) => filter({ words: event.target.value })}
          />
        </label>
        {trace !== undefined && (
          <button type="button" className={styles.traced} onClick={() => filter({ trace: undefined })}>
            Trace {trace} <span aria-hidden="true">×</span>
            <span className="sr-only">: show all traces again</span>
          </button>
        )}
        {trace !== undefined && <StoryLink trace={trace}>Its story as a diagram</StoryLink>}
      </form>
      {quiet && (
        <p className={parts.empty}>
          {entries.length === 0 ? 'Nothing has happened yet.' : 'Only opening balances so far.'} Dial a code
          on a phone, or ask for money as a merchant.
        </p>
      )}
      {shown.length > 0 && <Entries entries={shown} chosen={entry} choose={(id) => filter({ entry: id })} />}
      {shown.length === 0 && !quiet && <p className={parts.empty}>Nothing like that has happened.</p>}
      {entry !== undefined && (
        <Opened
          id={entry}
          entries={entries}
          trace={trace}
          follow={(followed) => filter({ phone: '', kind: '', words: '', trace: followed })}
          close={() => filter({ entry: undefined })}
        />
      )}
    </div>
  )
}

const texts = new WeakMap<Entry, string>()

function textOf(entry: Entry): string {
  let text = texts.get(entry)
  if (text === undefined) {
    text = JSON.stringify(entry).toLowerCase()
    texts.set(entry, text)
  }
  return text
}

function Entries({
  entries,
  chosen,
  choose,
}: {
  entries: readonly Entry[]
  chosen: string | undefined
  choose: (id: string) => void
}) {
  const scroller = useRef<HTMLElement>(null)
  const [following, setFollowing] = useState(chosen === undefined)
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 12,
  })
  useEffect(() => {
    if (following && entries.length > 0) virtual.scrollToIndex(entries.length - 1, { align: 'end' })
  }, [following, entries.length, virtual])
  // Opened by a link: it goes to the middle, since no rows around it are in view.
  const linked = useRef(chosen)
  const found = chosen !== undefined && entries.some(({ id }) => id === chosen)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newly chosen entry is brought into view
  useEffect(() => {
    const index = entries.findIndex(({ id }) => id === chosen)
    if (index >= 0) virtual.scrollToIndex(index, { align: linked.current === chosen ? 'center' : 'auto' })
  }, [chosen, found])

  return (
    <div className={styles.frame}>
      <section
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label={`${entries.length} entries`}
        onWheel={() => setFollowing(false)}
        onTouchMove={() => setFollowing(false)}
        onKeyDown={() => setFollowing(false)}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          if (scrollHeight - scrollTop - clientHeight < rowPixels) setFollowing(true)
        }}
      >
        <ol style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const entry = entries[index]
            if (!entry) return null
            return (
              <li key={key} style={{ transform: `translateY(${start}px)` }}>
                <button
                  type="button"
                  data-tone={toneOf(entry)}
                  aria-pressed={entry.id === chosen}
                  onClick={() => choose(entry.id)}
                >
                  <time dateTime={entry.at}>{timeOf(entry.at)}</time>
                  <span className={styles.kind}>{entry.kind}</span>
                  <span className={styles.phone}>{entry.phone}</span>
                  <span className={styles.summary}>{summaryOf(entry)}</span>
                </button>
              </li>
            )
          })}
        </ol>
      </section>
      {!following && (
        <button type="button" className={styles.newest} onClick={() => setFollowing(true)}>
          To the newest ↓
        </button>
      )}
    </div>
  )
}
