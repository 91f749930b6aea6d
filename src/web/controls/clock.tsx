import { formatDuration } from '../../terms/index.ts'
import type { ClockView, NextDeadline } from '../../terms/sim/clock.ts'
import { live } from '../live/live.ts'
import { useBusinessTime } from '../live/use-business-time.ts'
import { useLive } from '../live/use-live.ts'
import { parts, timeOf, useAction } from '../parts/parts.tsx'
import styles from './controls.module.css'
import { RecordingLight } from './record.tsx'

/** The business clock: its time, and the buttons that freeze and move it. */
export function ClockControls() {
  const clock = useLive<ClockView>('/clock')
  const { busy, error, run } = useAction()
  const shown = useBusinessTime()
  if (!clock) return null
  const frozen = clock.mode === 'frozen'
  const move = (by: string) => run(() => live.act('POST', '/clock/advance', { by }))
  const next = () =>
    run(async () => {
      const { at } = await live.act<NextDeadline>('GET', '/clock/next')
      const { now } = await live.act<ClockView>('GET', '/clock')
      if (at === null) return
      const by = formatDuration(Math.max(1, Date.parse(at) - Date.parse(now)))
      await live.act('POST', '/clock/advance', { by })
    })
  return (
    <fieldset className={styles.clock}>
      <legend className="sr-only">Clock</legend>
      <RecordingLight />
      <p className={styles.time} data-frozen={frozen}>
        <time dateTime={shown}>
          <span>{shown.slice(0, 10)}</span> {timeOf(shown)} <span>UTC</span>
        </time>
      </p>
      <div className={parts.row}>
        <button
          type="button"
          className={parts.button}
          disabled={busy}
          onClick={() => void run(() => live.act('POST', frozen ? '/clock/run' : '/clock/freeze', {}))}
        >
          {frozen ? 'Run' : 'Freeze'}
        </button>
        <button type="button" className={parts.button} disabled={busy} onClick={() => void move('PT30S')}>
          +30 s
        </button>
        <button type="button" className={parts.button} disabled={busy} onClick={() => void move('PT5M')}>
          +5 min
        </button>
        <button type="button" className={parts.button} disabled={busy} onClick={() => void next()}>
          Next deadline
        </button>
      </div>
      {error && <p role="alert">{error}</p>}
    </fieldset>
  )
}
