import type { ReactNode } from 'react'
import { addressOf } from '../route.ts'
import { t } from '../words/words.ts'
import { parts } from './parts.tsx'

/** A view of payments that has nothing to show yet: why, and the two ways to a first one. */
export function Blank({ children }: { children: ReactNode }) {
  return (
    <div className={parts.blank}>
      <p>{children}</p>
      <div>
        <a className={parts.primary} href={addressOf('connect')}>
          {t('See it once')}
        </a>
        <a className={parts.button} href={addressOf('merchant')}>
          {t('Ask as a merchant')}
        </a>
      </div>
    </div>
  )
}
