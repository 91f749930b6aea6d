import { useRef } from 'react'
import { useBusinessTime } from '../live/use-business-time.ts'
import { t } from '../words/words.ts'
import styles from './time-left.module.css'

/** How long the session still waits for an answer, by the business clock: on a frozen one it stands still. */
export function TimeLeft({ endsAt }: { endsAt: string }) {
  const now = useBusinessTime()
  const longest = useRef({ endsAt, ms: 0 })
  if (now === '') return null
  const left = Math.max(0, Date.parse(endsAt) - Date.parse(now))
  // The whole bar is what was left when the screen came.
  if (longest.current.endsAt !== endsAt || left > longest.current.ms) longest.current = { endsAt, ms: left }
  const seconds = Math.ceil(left / 1_000)
  return (
    <div
      className={styles.left}
      data-short={seconds <= 10}
      title={t('The session ends in {seconds} s', { seconds })}
    >
      <progress
        max={Math.max(1, longest.current.ms)}
        value={left}
        aria-label={t('Time left of the session')}
      />
      <span>{`${seconds} s`}</span>
    </div>
  )
}
