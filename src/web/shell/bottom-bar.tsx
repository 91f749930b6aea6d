import type { ReactNode } from 'react'
import type { Payments } from '../../terms/sim/payment.ts'
import { useLive } from '../live/use-live.ts'
import { useRinging } from '../phones/use-ringing.ts'
import { addressOf } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './nav.module.css'
import { useNewTroubles } from './new-troubles.ts'
import { PopoverButton } from './popover-button.tsx'
import { ViewList, type Views } from './tabs.tsx'

const most = 99

/** The way to the views on a narrow screen, at the foot, where a thumb is. */
export function BottomBar({ views, shown }: { views: Views; shown: string }) {
  const ringing = useRinging().length
  const waiting =
    useLive<Payments>(`/payments?${new URLSearchParams({ state: 'pending', limit: String(most + 1) })}`)
      ?.payments.length ?? 0
  const troubles = useNewTroubles()
  const { payments: _, timeline: __, ...others } = views
  const isOther = Object.hasOwn(others, shown)
  return (
    <nav className={styles.bar} aria-label={t('Views')}>
      <Place to="phones" shown={shown} words={t('Phones')} count={ringing} of={t('ringing')} tone="ring">
        <path d="M6 2h8v16H6ZM9 15.500h2" />
      </Place>
      <Place to="payments" shown={shown} words={t('Payments')} count={waiting} of={t('waiting')} tone="wait">
        <path d="M2.500 5h15v10h-15ZM2.500 8.500h15M5.500 12h4" />
      </Place>
      <Place
        to="timeline"
        shown={shown}
        words={t('Timeline')}
        count={troubles}
        of={t('went wrong')}
        tone="bad"
      >
        <path d="M5 3v14M8.500 5.500H17M8.500 10H15M8.500 14.500H17" />
      </Place>
      <PopoverButton
        name={t('More views')}
        className={styles.place}
        current={isOther}
        button={
          <>
            <Icon>
              <path d="M4 10h.01M10 10h.01M16 10h.01" />
            </Icon>
            <span>{isOther ? views[shown]?.title : t('More')}</span>
          </>
        }
      >
        {(close) => <ViewList views={others} shown={shown} close={close} />}
      </PopoverButton>
    </nav>
  )
}

function Place(of: {
  to: string
  shown: string
  words: string
  count: number
  /** What is counted, for who does not see the colour. */
  of: string
  tone: 'ring' | 'wait' | 'bad'
  children: ReactNode
}) {
  return (
    <a
      className={styles.place}
      href={addressOf(of.to)}
      aria-current={of.to === of.shown ? 'page' : undefined}
    >
      <Icon>{of.children}</Icon>
      <span>{of.words}</span>
      {of.count > 0 && (
        <b className={styles.badge} data-tone={of.tone}>
          {of.count > most ? `${most}+` : of.count}
          <span className="sr-only"> {of.of}</span>
        </b>
      )}
    </a>
  )
}

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      {children}
    </svg>
  )
}
