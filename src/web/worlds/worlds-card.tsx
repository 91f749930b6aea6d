import { useEffect, useState } from 'react'
import { ownWorld } from '../live/base.ts'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { OpenWorld, WorldList } from './world-list.tsx'
import styles from './worlds.module.css'
import { useWorlds } from './worlds.ts'

/** The worlds of the server: each to be looked at or ended, and a new one to be opened. Closed until there is one. */
export function WorldsCard() {
  const worlds = useWorlds() ?? []
  const isUsed = ownWorld !== undefined || worlds.length > 0
  const [open, setOpen] = useState(isUsed)
  useEffect(() => {
    if (isUsed) setOpen(true)
  }, [isUsed])
  return (
    <section className={parts.card} aria-label={t('Worlds on this server')}>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{t('Worlds on this server')}</summary>
        <div className={styles.worlds}>
          <p className={parts.lead}>
            {t(
              'Each has phones, money and a clock of its own, for a suite of tests or to try something. It is kept in memory, and ends with the server.',
            )}
          </p>
          {isUsed && <WorldList />}
          <OpenWorld />
        </div>
      </details>
    </section>
  )
}
