import { useEffect } from 'react'
import type { ListedSnapshot } from '../../terms/sim/snapshot.ts'
import { live } from '../live/live.ts'
import { useLive } from '../live/use-live.ts'
import { figureOf } from '../parts/figures.ts'
import { ErrorNote, parts, useAction } from '../parts/parts.tsx'
import { momentOf } from '../parts/times.ts'
import { t } from '../words/words.ts'
import { Card } from './card.tsx'
import { NewNamed } from './new-named.tsx'

/** Takes and restores snapshots of the whole world. */
export function Snapshots() {
  return (
    <Card title={t('Snapshots')} lead={t('The whole world under a name: phones, money, messages, clock.')}>
      <SnapshotList />
      <NewSnapshot />
    </Card>
  )
}

export function NewSnapshot() {
  return (
    <NewNamed
      path="/snapshots"
      label={t('Name of the snapshot')}
      example="before-lunch"
      button={t('Take snapshot')}
    />
  )
}

/** Each snapshot, with buttons that restore and delete it. */
export function SnapshotList() {
  const snapshots = useLive<ListedSnapshot[]>('/snapshots') ?? []
  const { busy, error, run } = useAction()
  // Snapshots are outside the world: no event reports one that another tab has taken.
  useEffect(() => {
    live.resource('/snapshots').refresh()
  }, [])
  const at = (each: string) => `/snapshots/${encodeURIComponent(each)}`
  return (
    <>
      <ul className={parts.list}>
        {snapshots.map((each) => (
          <li key={each.name} className={parts.item}>
            <div>
              <b>{each.name}</b>
              <p className={parts.note}>
                {each.takenAt === null
                  ? each.problem
                  : `${momentOf(each.takenAt)}, ${figureOf(Math.ceil(each.bytes / 1024))} kB`}
              </p>
            </div>
            <button
              type="button"
              className={parts.button}
              disabled={busy || each.takenAt === null}
              onClick={() => void run(() => live.act('POST', `${at(each.name)}/restore`, {}))}
            >
              {t('Restore')}
            </button>
            <button
              type="button"
              className={parts.danger}
              disabled={busy}
              aria-label={t('Delete the snapshot {name}', { name: each.name })}
              onClick={() => void run(() => live.act('DELETE', at(each.name)))}
            >
              {t('Delete')}
            </button>
          </li>
        ))}
      </ul>
      {error && <ErrorNote>{error}</ErrorNote>}
    </>
  )
}
