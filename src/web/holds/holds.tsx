import { useEffect, useRef, useState } from 'react'
import type { HeldCall, HeldChange, HoldPointName, HoldReading, HoldsReading } from '../../terms/sim/hold.ts'
import { Card } from '../controls/card.tsx'
import { live } from '../live/live.ts'
import { useLater, useLive, useNeeded } from '../live/use-live.ts'
import { Badge, ErrorNote, Field, parts, pretty, useAction } from '../parts/parts.tsx'
import { timeOf } from '../parts/times.ts'
import { addressOf, useRoute } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './holds.module.css'

const nextWords: Readonly<Record<HoldPointName, string>> = {
  callback: t('Hold the next callback'),
  request: t('Hold the next request'),
  answer: t('Hold the next answer'),
  hop: t('Hold the next USSD hop'),
}
const order: readonly HoldPointName[] = ['callback', 'request', 'answer', 'hop']

const waitingWords: Readonly<Record<HoldPointName, string>> = {
  callback: t('The next callback will be held'),
  request: t('The next request to a vendor’s API will be held'),
  answer: t('The next answer of a vendor’s API will be held'),
  hop: t('The next USSD hop will be held'),
}
const everyWords: Readonly<Record<HoldPointName, string>> = {
  callback: t('Callbacks are held'),
  request: t('Requests to vendors’ APIs are held'),
  answer: t('Answers of vendors’ APIs are held'),
  hop: t('USSD hops are held'),
}
const heldWords: Readonly<Record<HoldPointName, string>> = {
  callback: t('A callback waits'),
  request: t('A request waits to be handled'),
  answer: t('An answer waits to be sent'),
  hop: t('A USSD hop waits'),
}

/** In the address of the controls: with the focus on the first held call. */
const held = 'held-calls'

/** In pixels, so that one sees where it begins. */
const above = 16

function focusHeld(): void {
  const first = document.querySelector<HTMLElement>('[data-held]')
  // Only the view that it is in: `scrollIntoView` would move the page too.
  const view = first?.closest('#view')
  if (!first || !view) return
  view.scrollTop += first.getBoundingClientRect().top - view.getBoundingClientRect().top - above
  first.focus({ preventScroll: true })
}

/** Once each time that the address becomes that; what is held later takes no focus away. */
function useLedTo(isThere: boolean): void {
  const { item } = useRoute()
  const done = useRef<string>(undefined)
  useEffect(() => {
    if (item !== held) done.current = undefined
    if (!isThere || done.current === item) return
    done.current = item
    focusHeld()
  }, [isThere, item])
}

/** Calls that wait on their way, and which are to wait. */
export function Holds() {
  const { holds, calls } = useLive<HoldsReading>('/holds') ?? { holds: [], calls: [] }
  const { busy, error, run } = useAction()
  const { view, item } = useRoute()
  useLedTo(view === 'controls' && item === held && calls.length > 0)
  return (
    <Card
      title={t('Held calls')}
      lead={t(
        'Stop a call on its way. Look at it, change it, let it go, or drop it. The clock can move meanwhile.',
      )}
      error={error}
    >
      <div className={parts.row}>
        {order.map((point) => (
          <button
            key={point}
            type="button"
            className={parts.button}
            disabled={busy}
            onClick={() => void run(() => live.act('POST', '/holds', { point, first: 1 }))}
          >
            {nextWords[point]}
          </button>
        ))}
      </div>
      {holds.map((hold) => (
        <div key={hold.id} className={parts.item}>
          <span className={styles.grows}>
            <Badge tone="wait">{hold.id}</Badge>{' '}
            {hold.first === 1 ? waitingWords[hold.point] : everyWords[hold.point]}
            {matchOf(hold)}
          </span>
          <button
            type="button"
            className={parts.button}
            disabled={busy}
            aria-label={t('Remove {id}', { id: hold.id })}
            onClick={() => void run(() => live.act('DELETE', `/holds/${hold.id}`))}
          >
            {t('Remove')}
          </button>
        </div>
      ))}
      {calls.map((call) => (
        <Call key={call.id} call={call} />
      ))}
      {calls.length === 0 && <p className={parts.lead}>{t('No call is held.')}</p>}
    </Card>
  )
}

function matchOf({ match }: HoldReading): string {
  const named = Object.entries(match).map(([word, value]) => `${word} ${value}`)
  return named.length === 0 ? '' : `: ${named.join(', ')}`
}

/** One call that is held, to look at, to change, and to let go. */
function Call({ call }: { call: HeldCall }) {
  const shown = {
    status: String(call.status ?? ''),
    headers: call.headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
    body: pretty(call.body),
  }
  const [status, setStatus] = useState(shown.status)
  const [headers, setHeaders] = useState(shown.headers)
  const [body, setBody] = useState(shown.body)
  const { busy, error, run } = useAction()
  const release = (how: { change?: HeldChange; drop?: true }) =>
    void run(() => live.act('POST', `/holds/calls/${call.id}/release`, how))
  const change: HeldChange = {
    ...(status !== shown.status && { status: Number(status) }),
    ...(headers !== shown.headers && { headers: headersChanged(call.headers, headers) }),
    ...(body !== shown.body && { body }),
  }
  const isChanged = Object.keys(change).length > 0
  return (
    <article
      className={`${parts.one} ${styles.call}`}
      tabIndex={-1}
      data-held
      aria-label={t('Held call {id}', { id: call.id })}
    >
      <div className={parts.row}>
        <span className={parts.light} data-tone="wait" aria-hidden="true" />
        <strong>{heldWords[call.point]}</strong>
        <span className={styles.since}>{t('since {time}', { time: timeOf(call.since) })}</span>
      </div>
      <code className={styles.place}>
        {call.method} {call.url}
      </code>
      {call.status !== null && (
        <Field label={t('Status')}>
          <input
            type="number"
            min="200"
            max="599"
            value={status}
            onChange={({ target }) => setStatus(target.value)}
          />
        </Field>
      )}
      <details>
        <summary>{t('Headers ({count})', { count: call.headers.length })}</summary>
        <Field label={t('Headers, one on each line')}>
          <textarea
            rows={Math.min(10, call.headers.length + 1)}
            spellCheck={false}
            value={headers}
            onChange={({ target }) => setHeaders(target.value)}
          />
        </Field>
      </details>
      {call.isText ? (
        <Field label={t('Body')}>
          <textarea
            rows={Math.min(16, shown.body.split('\n').length + 1)}
            spellCheck={false}
            value={body}
            onChange={({ target }) => setBody(target.value)}
          />
        </Field>
      ) : (
        <p className={parts.lead}>{t('The body is no text. It goes on as it is.')}</p>
      )}
      <p className={parts.lead}>
        {t(
          'Secrets are masked here. They are sent as they are, unless you change the header or the body that has them.',
        )}
      </p>
      <div className={parts.row}>
        <button
          type="button"
          className={isChanged ? parts.button : parts.primary}
          disabled={busy}
          onClick={() => release({})}
        >
          {t('Let go')}
        </button>
        <button
          type="button"
          className={isChanged ? parts.primary : parts.button}
          disabled={busy || !isChanged}
          onClick={() => release({ change })}
        >
          {t('Change and let go')}
        </button>
        <button
          type="button"
          className={`${parts.button} ${styles.drop}`}
          disabled={busy}
          onClick={() => release({ drop: true })}
        >
          {t('Drop')}
        </button>
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
    </article>
  )
}

/** The headers of the lines that are not as they were; null for those whose line is gone. */
function headersChanged(before: HeldCall['headers'], lines: string): Record<string, string | null> {
  const old = new Map(before.map(([name, value]) => [name.toLowerCase(), value]))
  const changed: Record<string, string | null> = {}
  const seen = new Set<string>()
  for (const line of lines.split('\n')) {
    const colon = line.indexOf(':')
    const name = (colon < 0 ? line : line.slice(0, colon)).trim()
    if (name === '') continue
    const value = colon < 0 ? '' : line.slice(colon + 1).trim()
    seen.add(name.toLowerCase())
    if (old.get(name.toLowerCase()) !== value) changed[name] = value
  }
  for (const [name] of before) if (!seen.has(name.toLowerCase())) changed[name] = null
  return changed
}

/**
 * How many calls are held, as an item of the status with a link to them; nothing where none is. It leads to the first.
 */
export function HeldCount() {
  const { calls } = useNeeded<HoldsReading>(useLater('/holds')) ?? { calls: [] }
  if (calls.length === 0) return null
  return (
    <li>
      {/* Where the address is that already, nothing else would lead there. */}
      <a className={styles.count} href={addressOf(`controls/${held}`)} onClick={focusHeld}>
        <span className={parts.light} data-tone="wait" aria-hidden="true" />
        {t('{count, plural, one {# call is held} other {# calls are held}}', { count: calls.length })}
      </a>
    </li>
  )
}
