import { useEffect } from 'react'
import { type Entry, isHttp } from '../../events/telling.ts'
import { wordsIn } from '../../terms/index.ts'
import type { ExchangeData } from '../../terms/sim/timeline-entry.ts'
import { live } from '../live/live.ts'
import { useEntries, useLive } from '../live/use-live.ts'
import { parts } from '../parts/parts.tsx'
import { When } from '../parts/when.tsx'
import { addressOf } from '../route.ts'
import { language, t } from '../words/words.ts'
import styles from './connect.module.css'

const path = '/timeline/all?refused=true&last=4'

/** The last calls that this world refused, each with the reason and a link to its bytes. */
export function LastErrors() {
  const refused = (useLive<{ entries: Entry[] }>(path)?.entries ?? []).filter(isHttp).toReversed()
  const entries = useEntries()
  // A refused request is no event.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each entry
  useEffect(() => live.resource(path).refresh(), [entries])
  return (
    <section className={parts.card} aria-label={t('Last errors')}>
      <h2>{t('Last errors')}</h2>
      {refused.length === 0 ? (
        <p className={parts.lead}>{t('None. A call that is refused is listed here, with the reason.')}</p>
      ) : (
        <ul className={styles.errors}>
          {refused.map(({ id, at, data }) => (
            <li key={id}>
              <a href={addressOf('timeline', { entry: id })}>
                <b>{data.status ?? t('No answer')}</b> {`${data.method} ${pathOf(data.url)}`}
              </a>
              <When at={at} />
              {reasonOf(data) && <p>{reasonOf(data)}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const reasonOf = ({ explanation, explanationIn, error, errorIn }: ExchangeData) =>
  wordsIn(language, explanation, explanationIn) ?? wordsIn(language, error ?? undefined, errorIn)

const pathOf = (url: string) => (URL.canParse(url) ? new URL(url).pathname : url)
