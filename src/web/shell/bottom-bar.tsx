import type { ComponentType, ReactNode } from 'react'
import type { Payments } from '../../terms/sim/payment.ts'
import { useLive } from '../live/use-live.ts'
import { Part } from '../parts/part.tsx'
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
  const { payments: _, timeline: __, ...others } = views
  const isOther = Object.hasOwn(others, shown)
  return (
    <nav className={styles.bar} aria-label={t('Views')}>
      <Place to="phones" shown={shown} words={t('Phones')} Count={Ringing}>
        <path d="M6 2h8v16H6ZM9 15.500h2" />
      </Place>
      <Place to="payments" shown={shown} words={t('Payments')} Count={Waiting}>
        <path d="M2.500 5h15v10h-15ZM2.500 8.500h15M5.500 12h4" />
      </Place>
      <Place to="timeline" shown={shown} words={t('Timeline')} Count={Troubles}>
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

function Ringing() {
  return <Badge count={useRinging().length} of={t('ringing')} tone="ring" />
}

function Waiting() {
  const path = `/payments?${new URLSearchParams({ state: 'pending', limit: String(most + 1) })}`
  return <Badge count={useLive<Payments>(path)?.payments.length ?? 0} of={t('waiting')} tone="wait" />
}

function Troubles() {
  return <Badge count={useNewTroubles()} of={t('went wrong')} tone="bad" />
}

function Badge({
  count,
  of,
  tone,
}: {
  count: number
  /** What is counted, for who does not see the colour. */
  of: string
  tone: 'ring' | 'wait' | 'bad'
}) {
  if (count === 0) return null
  return (
    <b className={styles.badge} data-tone={tone}>
      {count > most ? `${most}+` : count}
      <span className="sr-only"> {of}</span>
    </b>
  )
}

function Place({
  to,
  shown,
  words,
  Count,
  children,
}: {
  to: string
  shown: string
  words: string
  Count: ComponentType
  children: ReactNode
}) {
  return (
    <a className={styles.place} href={addressOf(to)} aria-current={to === shown ? 'page' : undefined}>
      <Icon>{children}</Icon>
      <span>{words}</span>
      {/* The way to the views stays where what is counted cannot be read. */}
      <Part name={words} quiet>
        <Count />
      </Part>
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
