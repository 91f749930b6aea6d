import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { PhoneNews } from '../../terms/sim/phone.ts'
import { t } from '../words/words.ts'
import type { Standing } from './news.ts'
import styles from './rail.module.css'

interface RailPhone {
  msisdn: string
  name: string
  standing: Standing
  news: PhoneNews
  unread: number
  /** The first line of an open screen. */
  line: string | undefined
}

interface RailProps {
  phones: readonly RailPhone[]
  /** The number on the stage. */
  chosen: string | undefined
  choose: (msisdn: string) => void
  /** Goes on to type on the phone on the stage. */
  enter: () => void
}

/** All phones on the table with their state: the arrow keys go from one to the next, Enter goes to its line. */
export function Rail({ phones, chosen, choose, enter }: RailProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen === undefined) return
    const tab = list.current?.querySelector('[aria-selected=true]')
    // In braces: scrollIntoView returns a Promise in current browsers.
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen])
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const to = neighbour(event.key, index, phones.length)
    const phone = to === undefined ? undefined : phones[to]
    if (!phone) return
    event.preventDefault()
    choose(phone.msisdn)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to ?? 0]?.focus()
  }
  return (
    <div ref={list} className={styles.rail} role="tablist" aria-label={t('Phones')}>
      {phones.map((phone, index) => (
        <button
          key={phone.msisdn}
          type="button"
          role="tab"
          className={styles.phone}
          data-standing={phone.standing}
          aria-selected={phone.msisdn === chosen}
          aria-controls="stage"
          tabIndex={phone.msisdn === chosen || (chosen === undefined && index === 0) ? 0 : -1}
          onClick={() => {
            choose(phone.msisdn)
            enter()
          }}
          onKeyDown={(event) => onKeyDown(event, index)}
        >
          <span className={styles.name}>{phone.name}</span>
          <span className={styles.number}>{phone.msisdn}</span>
          <span className={styles.states}>
            {statesOf(phone).map(([tone, words]) => (
              <span key={words} data-tone={tone}>
                {words}
              </span>
            ))}
          </span>
          {phone.line !== undefined && <span className={styles.line}>{phone.line}</span>}
        </button>
      ))}
    </div>
  )
}

function neighbour(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'ArrowRight') return (index + 1) % count
  if (key === 'ArrowUp' || key === 'ArrowLeft') return (index - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}

type State = readonly [tone: 'ring' | 'busy' | 'new' | 'off', words: string]

/** What a person would say of the phone, the most urgent first. */
function statesOf({ standing, news: { missed, toApprove }, unread }: RailPhone): State[] {
  const states: State[] = []
  if (standing === 'off') states.push(['off', t('off')])
  if (standing === 'ringing') states.push(['ring', t('rings')])
  if (standing === 'in-session') states.push(['busy', t('in a session')])
  if (missed > 0)
    states.push([
      'new',
      t('{count, plural, one {missed prompt} other {# missed prompts}}', { count: missed }),
    ])
  // While it rings or is in a session, that is what it is about.
  else if (toApprove > 0 && (standing === 'idle' || standing === 'off'))
    states.push(['new', t('{count} to approve', { count: toApprove })])
  if (unread > 0) states.push(['new', t('{count} new SMS', { count: unread })])
  return states.length > 0 ? states : [['off', t('idle')]]
}
