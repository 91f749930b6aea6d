import { useState } from 'react'
import { Holds } from '../holds/holds.tsx'
import { live } from '../live/live.ts'
import { Part } from '../parts/part.tsx'
import { parts, useAction } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { WorldsCard } from '../worlds/worlds-card.tsx'
import { Card } from './card.tsx'
import { Faults } from './faults.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { Record } from './record.tsx'
import { Snapshots } from './snapshots.tsx'

/** The controls for the whole world. */
export function Controls() {
  return (
    <div className={`${parts.panel} ${parts.columns}`}>
      <Part name={t('Record a session')}>
        <Record />
      </Part>
      <Part name={t('Faults')}>
        <Faults />
      </Part>
      <Part name={t('Held calls')}>
        <Holds />
      </Part>
      <Part name={t('Snapshots')}>
        <Snapshots />
      </Part>
      <Reset />
      <Part name={t('Worlds')}>
        <WorldsCard />
      </Part>
      <LanguageChoice />
    </div>
  )
}

function Reset() {
  const [asking, setAsking] = useState(false)
  const { busy, error, run } = useAction()
  const reset = async () => {
    if (await run(() => live.act('POST', '/reset', {}))) setAsking(false)
  }
  return (
    <Card
      title={t('Start again')}
      lead={t('Back to the world file: balances, phones, messages and the timeline.')}
      error={error}
    >
      <div className={parts.row}>
        {asking ? (
          <>
            <button type="button" className={parts.danger} disabled={busy} onClick={() => void reset()}>
              {t('Yes, forget everything')}
            </button>
            <button type="button" className={parts.button} onClick={() => setAsking(false)}>
              {t('Keep it')}
            </button>
          </>
        ) : (
          <button type="button" className={parts.danger} onClick={() => setAsking(true)}>
            {t('Reset the world')}
          </button>
        )}
      </div>
    </Card>
  )
}
