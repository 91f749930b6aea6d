import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { type Entry, familyOf } from '../../events/telling.ts'
import type { ClockView } from '../../terms/sim/clock.ts'
import { live } from '../live/live.ts'
import { useNameOf } from '../live/names.ts'
import { useOlder } from '../live/older.ts'
import { useEntries, useKept, useLive, useSettled } from '../live/use-live.ts'
import { Blank } from '../parts/blank.tsx'
import { ErrorNote, parts } from '../parts/parts.tsx'
import { replaceRoute, useRoute } from '../route.ts'
import { StoryLink } from '../story/story-link.tsx'
import { useTrace } from '../story/use-trace.ts'
import { SaveHar } from '../wire/save-har.tsx'
import { t } from '../words/words.ts'
import { Groups, type Wanted } from './groups.ts'
import { List, type Row } from './list.tsx'
import { Opened } from './opened.tsx'
import { teller } from './teller.ts'
import styles from './timeline.module.css'

const quietFamilies = new Set(['ledger', 'world', 'snapshot'])
const nothing: readonly Entry[] = []

/** What happened in people's words, the newest first: one line for all that had the same cause, which opens. */
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
  const [internals, keepInternals] = useKept('timeline.internals', false)
  const now = useLive<ClockView>('/clock')?.now ?? ''
  // The server knows which sessions belong to an order that their payer answered.
  const ofTrace = useTrace(trace)
  const nameOf = useNameOf()
  const sentenceOf = useMemo(() => (each: Entry) => teller.sentenceOf(each, nameOf), [nameOf])
  const groups = useMemo(() => new Groups(teller, familyOf, searchedOf(sentenceOf)), [sentenceOf])
  const searched = useDeferredValue(words.trim().toLowerCase())
  const settled = useSettled(searched)
  const isFiltered = phone !== '' || kind !== '' || settled !== ''
  const [endInSight, setEndInSight] = useState(false)
  // Once somebody has come to the end of what the page began with, or looks for something.
  const [wantsOlder, wantOlder] = useState(false)
  if ((endInSight || isFiltered) && !wantsOlder) wantOlder(true)
  const older = useOlder(trace === undefined && wantsOlder ? { phone, kind, search: settled } : null)
  const { entries: olderEntries } = older
  const shown = useMemo(() => {
    // The entries of a trace are a list of their own, which is replaced.
    groups.take(
      trace === undefined && entries.length > 0 ? live.arrivals : (ofTrace ?? nothing),
      trace === undefined ? olderEntries : nothing,
    )
    const wanted: Wanted = { phone, kind, words: searched, internals }
    return groups.shown(wanted)
  }, [groups, entries, ofTrace, trace, phone, kind, searched, internals, olderEntries])

  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const toggle = (key: string) => {
    const next = new Set(opened)
    if (!next.delete(key)) next.add(key)
    setOpened(next)
  }
  // An entry that a link names is shown among the lines of its group.
  const home = useMemo(
    () =>
      entry === undefined ? undefined : shown.find(({ lines }) => lines.some(({ id }) => id === entry))?.key,
    [shown, entry],
  )
  useEffect(() => {
    if (home !== undefined) setOpened((keys) => (keys.has(home) ? keys : new Set([...keys, home])))
  }, [home])
  const rows = useMemo(() => {
    // One trace is a story, from its beginning.
    if (trace !== undefined)
      return shown
        .flatMap(({ lines }) => lines)
        .sort((one, other) => one.place - other.place)
        .map((line): Row => ({ key: line.id, entry: line }))
    return shown.flatMap((each): Row[] => {
      const open = each.lines.length > 1 && opened.has(each.key)
      const lines = open
        ? each.lines.map((line): Row => ({ key: `${each.key} ${line.id}`, entry: line }))
        : []
      return [{ key: each.key, shown: each, open }, ...lines]
    })
  }, [shown, opened, trace])

  const isEnd = endInSight || rows.length === 0
  // Where none of what the page began with is a line, its end cannot be scrolled to.
  if (rows.length === 0 && entries.length > 0 && !wantsOlder) wantOlder(true)
  useEffect(() => {
    if (isEnd && wantsOlder) older.readOn()
  })
  const all = useMemo(() => [...olderEntries, ...entries], [olderEntries, entries])

  const phones = [...new Set([...groups.phones, ...(phone === '' ? [] : [phone])])].sort()
  const kinds = [...new Set([...groups.kinds, ...(kind === '' ? [] : [kind])])].sort()
  // Opening balances are hidden, and so is the reset to the world file or a snapshot.
  const quiet = kinds.every((each) => quietFamilies.has(each))
  const count = shown.reduce((sum, { lines }) => sum + lines.length, 0)

  return (
    <div className={styles.timeline}>
      <form className={styles.filters} onSubmit={(event) => event.preventDefault()}>
        <label>
          <span className="sr-only">{t('Phone')}</span>
          <select value={phone} onChange={(event) => filter({ phone: event.target.value })}>
            <option value="">{t('All phones')}</option>
            {phones.map((each) => (
              <option key={each} value={each}>
                {nameOf(each) === undefined ? each : `${nameOf(each)} · ${each}`}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="sr-only">{t('Kind')}</span>
          <select value={kind} onChange={(event) => filter({ kind: event.target.value })}>
            <option value="">{t('All kinds')}</option>
            {kinds.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label className={styles.words}>
          <span className="sr-only">{t('Words or a request’s id')}</span>
          <input
            type="search"
            placeholder={t('Words or a request’s id')}
            value={words}
            onChange={(event) => filter({ words: event.target.value })}
          />
        </label>
        {trace !== undefined && (
          <button type="button" className={styles.traced} onClick={() => filter({ trace: undefined })}>
            {t('Trace')} {trace} <span aria-hidden="true">×</span>
            <span className="sr-only">{t(': show all traces again')}</span>
          </button>
        )}
        {trace !== undefined && <StoryLink trace={trace}>{t('Its story as a diagram')}</StoryLink>}
        <SaveHar trace={trace} />
        <label className={styles.switch}>
          <input
            type="checkbox"
            checked={internals}
            onChange={(event) => keepInternals(event.target.checked)}
          />
          {t('Show how it came about')}
        </label>
      </form>
      {quiet && trace === undefined && (
        <Blank>
          {entries.length === 0 ? t('Nothing has happened yet.') : t('Only opening balances so far.')}{' '}
          {t('Dial a code on a phone, or ask for money as a merchant.')}
        </Blank>
      )}
      {rows.length > 0 && (
        <List
          {...{ rows, toggle, sentenceOf, now }}
          chosen={entry}
          choose={(id) => filter({ entry: id })}
          label={t('{count, plural, one {# line} other {# lines}}', { count })}
          endInSight={setEndInSight}
        />
      )}
      {older.reading && (
        <p className={parts.lead} role="status">
          {isFiltered ? t('Looking through what is older…') : t('Reading what is older…')}
        </p>
      )}
      {older.failure !== undefined && (
        <div className={parts.row}>
          <ErrorNote>{t('What is older cannot be read: {error}', { error: older.failure })}</ErrorNote>
          <button type="button" className={parts.button} onClick={older.readAgain}>
            {t('Read it again')}
          </button>
        </div>
      )}
      {rows.length === 0 && !quiet && !older.more && (
        <p className={parts.empty}>{t('Nothing like that has happened.')}</p>
      )}
      {entry !== undefined && (
        <Opened
          id={entry}
          entries={all}
          sentenceOf={sentenceOf}
          trace={trace}
          follow={(followed) => filter({ phone: '', kind: '', words: '', trace: followed })}
          close={() => filter({ entry: undefined })}
        />
      )}
    </div>
  )
}

/** All that is searched for words: the sentence, and everything in the entry. */
function searchedOf(sentenceOf: (entry: Entry) => string): (entry: Entry) => string {
  const texts = new WeakMap<Entry, string>()
  return (entry) => {
    let text = texts.get(entry)
    if (text === undefined) {
      text = `${sentenceOf(entry)}\n${JSON.stringify(entry)}`.toLowerCase()
      texts.set(entry, text)
    }
    return text
  }
}
