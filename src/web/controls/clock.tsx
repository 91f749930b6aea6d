import { formatDuration } from '../../terms/index.ts'
import type { ClockView, NextDeadline } from '../../terms/sim/clock.ts'
import { live } from '../live/live.ts'
import { useLive } from '../live/use-live.ts'
import { ErrorNote, parts, useAction } from '../parts/parts.tsx'
import { momentOf } from '../parts/times.ts'
import { t } from '../words/words.ts'

/** Moves the business clock by an ISO 8601 duration. @throws Refusal */
export const advanceClock = (by: string) => live.act('POST', '/clock/advance', { by })

/** @throws Refusal */
export const setClock = (mode: 'freeze' | 'run') => live.act('POST', `/clock/${mode}`, {})

/** Moves the business clock to the next deadline, if there is one. @throws Refusal */
export async function toNextDeadline(): Promise<void> {
  const { at } = await live.act<NextDeadline>('GET', '/clock/next')
  const { now } = await live.act<ClockView>('GET', '/clock')
  if (at === null) return
  await advanceClock(formatDuration(Math.max(1, Date.parse(at) - Date.parse(now))))
}

/** The buttons that freeze and move the business clock. */
export function ClockButtons() {
  const clock = useLive<ClockView>('/clock')
  const next = useLive<NextDeadline>('/clock/next')?.at
  const { busy, error, run } = useAction()
  if (!clock) return null
  const frozen = clock.mode === 'frozen'
  const button = (words: string, act: () => Promise<unknown>) => (
    <button type="button" className={parts.button} disabled={busy} onClick={() => void run(act)}>
      {words}
    </button>
  )
  return (
    <>
      <p className={parts.lead}>
        {frozen ? t('Time stands still until you move it.') : t('Time passes as on your own clock.')}{' '}
        {next
          ? t('The next deadline is at {time} UTC.', { time: momentOf(next) })
          : t('Nothing waits for a time.')}
      </p>
      <div className={parts.row}>
        {button(frozen ? t('Run') : t('Freeze'), () => setClock(frozen ? 'run' : 'freeze'))}
        {button('+30 s', () => advanceClock('PT30S'))}
        {button('+5 min', () => advanceClock('PT5M'))}
        {button(t('Next deadline'), toNextDeadline)}
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
    </>
  )
}
