import { isolated } from '../parts/isolated.ts'
import { addressOf } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './ringing.module.css'
import { useRinging } from './use-ringing.ts'

/** At the foot of a narrow screen that shows another view than the phones. */
export function RingingStrip() {
  const [first, ...others] = useRinging()
  if (!first) return null
  const name = isolated(first.name ?? first.msisdn)
  return (
    <a className={styles.strip} href={addressOf('phones')}>
      <span>
        {others.length === 0
          ? t('{name}’s phone rings', { name })
          : t('{name}’s phone and {count} more ring', { name, count: others.length })}
      </span>
      <b>{t('Pick up')}</b>
    </a>
  )
}
