import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Entry } from '../../events/telling.ts'
import { ageOf, whenOf } from '../parts/times.ts'
import { t } from '../words/words.ts'
import type { Shown } from './groups.ts'
import styles from './timeline.module.css'
import { toneOf } from './tone.ts'

/** A group, or one of the lines to which it is opened. */
export type Row =
  | { key: string; shown: Shown; open: boolean; entry?: undefined }
  | { key: string; shown?: undefined; entry: Entry }

const groupPixels = 56
const linePixels = 44

/** Only visible rows are drawn. What comes in above the rows that are looked at does not move them. */
export function List({
  rows,
  chosen,
  choose,
  toggle,
  sentenceOf,
  now,
  label,
  endInSight,
}: {
  rows: readonly Row[]
  chosen: string | undefined
  choose: (id: string) => void
  toggle: (key: string) => void
  sentenceOf: (entry: Entry) => string
  /** Business time, ISO 8601. */
  now: string
  label: string
  /** Whether its last rows are, or nearly. */
  endInSight: (inSight: boolean) => void
}) {
  const scroller = useRef<HTMLElement>(null)
  const [atTop, setAtTop] = useState(true)
  /** The first row in view, and how far it is scrolled out. */
  const anchor = useRef<{ key: string; by: number }>(undefined)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.shown ? groupPixels : linePixels),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes change with the kinds of rows alone
  useLayoutEffect(() => {
    virtual.measure()
    const element = scroller.current
    const held = anchor.current
    if (!element || !held || element.scrollTop === 0) return
    const index = rows.findIndex(({ key }) => key === held.key)
    const start = index < 0 ? undefined : startOf(rows, index)
    if (start !== undefined) element.scrollTop = start + held.by
  }, [rows])
  const isEnd = (virtual.getVirtualItems().at(-1)?.index ?? 0) >= rows.length - 1
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another function on each render
  useEffect(() => endInSight(isEnd), [isEnd])
  // Opened by a link: it goes to the middle, since no rows around it are in view.
  const linked = useRef(chosen)
  const place = chosen === undefined ? -1 : rows.findIndex((row) => idOf(row) === chosen)
  const found = place >= 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newly chosen entry is brought into view
  useEffect(() => {
    if (found) virtual.scrollToIndex(place, { align: linked.current === chosen ? 'center' : 'auto' })
  }, [chosen, found])

  return (
    <div className={styles.frame}>
      <section
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label={label}
        onScroll={({ currentTarget: { scrollTop } }) => {
          setAtTop(scrollTop < groupPixels)
          const first = virtual.getVirtualItems().find(({ end }) => end > scrollTop)
          anchor.current = first && { key: String(first.key), by: scrollTop - first.start }
        }}
      >
        <ol style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start, size }) => {
            const row = rows[index]
            if (!row) return null
            return (
              <li key={key} style={{ transform: `translateY(${start}px)`, height: size }}>
                {row.shown ? (
                  <GroupRow {...{ row, chosen, choose, toggle, sentenceOf, now }} />
                ) : (
                  <button
                    type="button"
                    className={styles.line}
                    data-tone={toneOf(row.entry)}
                    aria-pressed={row.entry.id === chosen}
                    onClick={() => choose(row.entry.id)}
                  >
                    <time dateTime={row.entry.at} title={row.entry.at}>
                      {whenOf(row.entry.at, now)}
                    </time>
                    <span className={styles.sentence}>{sentenceOf(row.entry)}</span>
                    <span className={styles.kind}>{row.entry.kind}</span>
                  </button>
                )}
              </li>
            )
          })}
        </ol>
      </section>
      {!atTop && (
        <button
          type="button"
          className={styles.newest}
          onClick={() => scroller.current?.scrollTo({ top: 0 })}
        >
          {t('To the newest ↑')}
        </button>
      )}
    </div>
  )
}

function GroupRow({
  row: { key, shown, open },
  chosen,
  choose,
  toggle,
  sentenceOf,
  now,
}: {
  row: Extract<Row, { shown: Shown }>
  chosen: string | undefined
  choose: (id: string) => void
  toggle: (key: string) => void
  sentenceOf: (entry: Entry) => string
  now: string
}) {
  const { heading, latest, lines, trouble } = shown
  const [only] = lines
  const single = lines.length === 1 && only !== undefined
  const { at } = lines.at(-1) ?? heading
  return (
    <button
      type="button"
      className={styles.group}
      data-tone={trouble ? 'fault' : toneOf(heading)}
      {...(single ? { 'aria-pressed': only.id === chosen } : { 'aria-expanded': open })}
      onClick={() => (single ? choose(only.id) : toggle(key))}
    >
      <time dateTime={at} title={at}>
        <span>{whenOf(at, now)}</span>
        <span className={styles.ago}>{ageOf(at, now)}</span>
      </time>
      <span className={styles.heading} data-alone={!latest}>
        {sentenceOf(heading)}
      </span>
      {latest && <span className={styles.latest}>{sentenceOf(latest)}</span>}
      {!single && <span className={styles.count}>{t('{count} lines', { count: lines.length })}</span>}
    </button>
  )
}

const idOf = ({ shown, entry }: Row) => (shown?.lines.length === 1 ? shown.lines[0]?.id : entry?.id)

function startOf(rows: readonly Row[], index: number): number {
  let start = 0
  for (let at = 0; at < index; at++) start += rows[at]?.shown ? groupPixels : linePixels
  return start
}
