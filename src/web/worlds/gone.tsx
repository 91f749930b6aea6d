import { type ReactNode, useEffect } from 'react'
import { defaultWorld } from '../../terms/sim/named-world.ts'
import { ownWorld, pageOf } from '../live/base.ts'
import { control, Refusal } from '../live/http.ts'
import { live } from '../live/live.ts'
import { ErrorNote, parts, useAction } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import styles from './worlds.module.css'

/** In place of the page of a world that ended, or never was. */
export function Gone({ heading }: { heading: ReactNode }) {
  const { busy, error, run } = useAction()
  const hasEnded = live.why?.status === 410
  useEffect(() => {
    document.title = `${t('{world} is not there', { world: ownWorld ?? '' })} · payersim`
  }, [])
  const open = () =>
    run(async () => {
      await control('POST', '/worlds', { name: ownWorld }).catch((refusal: unknown) => {
        // Somebody else has opened it meanwhile.
        if (!(refusal instanceof Refusal && refusal.status === 409)) throw refusal
      })
      location.reload()
    })
  return (
    <form className={parts.card} onSubmit={(event) => event.preventDefault()}>
      {heading}
      <p>{whyOf(live.why?.message ?? '')}</p>
      <p className={parts.lead}>
        {hasEnded
          ? t('Its phones, money and timeline went with it. Opened anew, it begins afresh.')
          : t(
              'A world by name is kept in memory and ends with its server, so it may have been one of an earlier start.',
            )}
      </p>
      <div className={parts.row}>
        <button type="button" className={parts.primary} disabled={busy} onClick={() => void open()}>
          {hasEnded
            ? t('Open {world} anew', { world: ownWorld ?? '' })
            : t('Open {world}', { world: ownWorld ?? '' })}
        </button>
        <a className={`${parts.button} ${styles.away}`} href={pageOf(defaultWorld)}>
          {t('Go to the default world')}
        </a>
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
    </form>
  )
}

/** The server's words without what is for programs. */
const whyOf = (detail: string) => detail.split(' Open it ')[0]
