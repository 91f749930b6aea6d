import { useEffect } from 'react'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { ownBuild } from './base.ts'
import styles from './replaced.module.css'
import { isInUse } from './typing.ts'
import { useReplaced } from './use-live.ts'

const lookEveryMs = 1_000
const reloadedKey = 'payersim.reloaded'

/** Says that the server has another build of the page, and reloads as soon as that takes nothing from anybody. */
export function Replaced() {
  const replaced = useReplaced()
  useEffect(() => {
    // Once: where something between the server and the browser keeps the old page, a reload does not help.
    if (!replaced || sessionStorage.getItem(reloadedKey) === ownBuild) return
    const look = () => {
      if (isInUse()) return
      sessionStorage.setItem(reloadedKey, ownBuild ?? '')
      location.reload()
    }
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [replaced])
  return (
    <div role="status">
      {replaced && (
        <p className={styles.replaced}>
          {t('payersim was started again as another version.')}
          <button type="button" className={parts.button} onClick={() => location.reload()}>
            {t('Reload')}
          </button>
        </p>
      )}
    </div>
  )
}
