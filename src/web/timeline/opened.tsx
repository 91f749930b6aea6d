import type { Entry } from '../../events/telling.ts'
import { isHttp } from '../../events/telling.ts'
import { wordsIn } from '../../terms/index.ts'
import type { ExchangeData } from '../../terms/sim/timeline-entry.ts'
import { pathHere } from '../live/base.ts'
import { useNeeded } from '../live/use-live.ts'
import { CopyButton, parts, Raw } from '../parts/parts.tsx'
import { addressOf } from '../route.ts'
import { storyAddress } from '../story/story-link.tsx'
import { Wire } from '../wire/wire.tsx'
import { language, t } from '../words/words.ts'
import { curlOfExchange } from './curl.ts'
import styles from './timeline.module.css'
import { exchangeOf } from './wire.ts'

/** One entry in full: its recorded data, and the bytes on the wire. */
export function Opened({
  id,
  entries,
  sentenceOf,
  trace,
  follow,
  close,
  address = addressOf('timeline', { entry: id }),
}: {
  id: string
  entries: readonly Entry[]
  sentenceOf: (entry: Entry) => string
  /** The one that is shown; undefined if all are. */
  trace: string | undefined
  /** Shows one trace alone. */
  follow: (trace: string) => void
  close: () => void
  /** Of the entry, to be shared: by default on the timeline. */
  address?: string
}) {
  const isHere = entries.some((each) => each.id === id)
  // One that the page has not read is read with all of its trace.
  const path = `/timeline/all?entry=${encodeURIComponent(id)}`
  const far = useNeeded<{ entries: Entry[] }>(isHere ? null : path)
  const all = isHere ? entries : (far?.entries ?? [])
  const entry = all.find((each) => each.id === id)
  const exchange = entry && exchangeOf(entry, all)
  return (
    <aside className={styles.entry} aria-label={t('Entry {id}', { id })}>
      <div className={styles.entryTop}>
        <h2>
          {t('Entry {id}', { id })}
          {entry && <span> {entry.kind}</span>}
        </h2>
        <CopyButton text={`${location.origin}${pathHere('/')}${address}`} label={t('Copy link')} />
        <button type="button" className={parts.button} onClick={close}>
          {t('Close')}
        </button>
      </div>
      {entry && <p className={styles.told}>{sentenceOf(entry)}</p>}
      {typeof entry?.trace === 'string' && entry.trace !== trace && (
        <p className={parts.lead}>
          {t('Trace')}{' '}
          <button
            type="button"
            className={styles.trace}
            title={t('Show all that had the same cause')}
            onClick={() => follow(entry.trace ?? '')}
          >
            {entry.trace}
          </button>{' '}
          · <a href={storyAddress(entry.trace)}>{t('Its story as a diagram')}</a>
        </p>
      )}
      {entry && !isHttp(entry) && (
        <Raw text={JSON.stringify(entry, null, 2)} label={t('The entry as it was recorded')} />
      )}
      {exchange && (
        <>
          {exchange !== entry && (
            <p className={parts.lead}>
              {t('On the wire,')}{' '}
              <a href={addressOf('timeline', { entry: exchange.id })}>
                {t('entry {id}', { id: exchange.id })}
              </a>
            </p>
          )}
          {exchange.data.explanation !== undefined && (
            <p className={styles.explanation}>
              {wordsIn(language, exchange.data.explanation, exchange.data.explanationIn)}
            </p>
          )}
          <Wire
            key={`${exchange.id} request`}
            text={exchange.data.request}
            label={t('The request on the wire')}
            curl={curlOfExchange(exchange.data)}
          />
          <Wire
            key={`${exchange.id} answer`}
            text={exchange.data.answer ?? noAnswer(exchange.data)}
            label={t('The answer on the wire')}
          />
        </>
      )}
      {!entry && far && <p className={parts.lead}>{missing(id)}</p>}
    </aside>
  )
}

const noAnswer = ({ error, errorIn }: ExchangeData) =>
  t('No answer: {error}', { error: wordsIn(language, error ?? undefined, errorIn) ?? '' })

function missing(id: string): string {
  return id.startsWith('http-')
    ? t('It is not on this timeline: of HTTP requests only the latest are kept, and none over a restart.')
    : t('It is not on this timeline: the world may have been reset since.')
}
