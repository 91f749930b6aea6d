import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { TimelineEvent } from '../live/shapes.ts'
import { useEvents } from '../live/use-live.ts'
import { CopyButton, parts, Raw, timeOf } from '../parts/parts.tsx'
import { addressOf, replacePlace, usePlace } from '../place.ts'
import { familyOf, summaryOf, toneOf } from './summary.ts'
import styles from './timeline.module.css'

const rowPixels = 46

/** Everything that happened, oldest first, filtered by phone, kind and words; only what is in view is drawn. */
export function Timeline() {
  const events = useEvents()
  const { query } = usePlace()
  const phone = query.get('phone') ?? ''
  const kind = query.get('kind') ?? ''
  const words = query.get('words') ?? ''
  const entry = Number(query.get('entry')) || undefined
  const filter = (change: Record<string, string | undefined>) =>
    replacePlace('timeline', { phone, kind, words, entry: entry ? String(entry) : undefined, ...change })

  const phones = useMemo(() => [...new Set(events.flatMap((event) => event.phone ?? []))].sort(), [events])
  const kinds = useMemo(() => [...new Set(events.map(familyOf))].sort(), [events])
  const shown = useMemo(() => {
    const wanted = words.toLowerCase()
    return events.filter(
      (event) =>
        (phone === '' || event.phone === phone) &&
        (kind === '' || familyOf(event) === kind) &&
        (wanted === '' || JSON.stringify(event).toLowerCase().includes(wanted)),
    )
  }, [events, phone, kind, words])
  const chosen = entry === undefined ? undefined : events.find(({ id }) => id === entry)

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
      </form>
      {shown.length === 0 ? (
        <p className={parts.empty}>
          {events.length === 0
            ? 'Nothing has happened yet. Dial a code on a phone, or ask for money as a merchant.'
            : 'Nothing like that has happened.'}
        </p>
      ) : (
        <Entries events={shown} chosen={entry} choose={(id) => filter({ entry: String(id) })} />
      )}
      {entry !== undefined && (
        <aside className={styles.entry} aria-label={`Entry ${entry}`}>
          <div className={styles.entryTop}>
            <h2>
              Entry {entry}
              {chosen && <span> {chosen.kind}</span>}
            </h2>
            <CopyButton
              text={`${location.origin}/${addressOf('timeline', { entry: String(entry) })}`}
              label="Copy link"
            />
            <button type="button" className={parts.button} onClick={() => filter({ entry: undefined })}>
              Close
            </button>
          </div>
          {chosen ? (
            <Raw text={JSON.stringify(chosen, null, 2)} label="The entry as it was recorded" />
          ) : (
            <p className={parts.lead}>It is not on this timeline: the world may have been reset since.</p>
          )}
        </aside>
      )}
    </div>
  )
}

function Entries({
  events,
  chosen,
  choose,
}: {
  events: readonly TimelineEvent[]
  chosen: number | undefined
  choose: (id: number) => void
}) {
  const scroller = useRef<HTMLElement>(null)
  const [following, setFollowing] = useState(chosen === undefined)
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    getItemKey: (index) => events[index]?.id ?? index,
    overscan: 12,
  })
  useEffect(() => {
    if (following && events.length > 0) virtual.scrollToIndex(events.length - 1, { align: 'end' })
  }, [following, events.length, virtual])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newly chosen entry is brought into view
  useEffect(() => {
    const index = events.findIndex(({ id }) => id === chosen)
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
  }, [chosen, chosen !== undefined && events.length > 0])

  return (
    <div className={styles.frame}>
      <section
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label={`${events.length} entries`}
        onWheel={() => setFollowing(false)}
        onTouchMove={() => setFollowing(false)}
        onKeyDown={() => setFollowing(false)}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          if (scrollHeight - scrollTop - clientHeight < rowPixels) setFollowing(true)
        }}
      >
        <ol style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const event = events[index]
            if (!event) return null
            return (
              <li key={key} style={{ transform: `translateY(${start}px)` }}>
                <button
                  type="button"
                  data-tone={toneOf(event)}
                  aria-pressed={event.id === chosen}
                  onClick={() => choose(event.id)}
                >
                  <time dateTime={event.at}>{timeOf(event.at)}</time>
                  <span className={styles.kind}>{event.kind}</span>
                  <span className={styles.phone}>{event.phone}</span>
                  <span className={styles.summary}>{summaryOf(event)}</span>
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
