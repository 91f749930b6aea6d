import { type FormEvent, useEffect, useState } from 'react'
import { live } from '../live/live.ts'
import { useLive } from '../live/use-live.ts'
import { ErrorNote, Field, parts, timeOf, useDeed } from '../parts/parts.tsx'

interface Snapshot {
  name: string
  takenAt: string
  bytes: number
}

/** Whole worlds under names, to come back to. */
export function Snapshots() {
  const snapshots = useLive<Snapshot[]>('/snapshots') ?? []
  const [name, setName] = useState('')
  const { busy, error, run } = useDeed()
  // They are outside the world: no event tells when another tab has taken one.
  useEffect(() => live.resource('/snapshots').refresh(), [])
  const take = async (event: FormEvent) => {
    event.preventDefault()
    if (await run(() => live.act('POST', '/snapshots', { name }))) setName('')
  }
  const at = (each: string) => `/snapshots/${encodeURIComponent(each)}`
  return (
    <section className={parts.card}>
      <h2>Snapshots</h2>
      <p className={parts.lead}>The whole world under a name: phones, money, messages, clock.</p>
      <ul className={parts.list}>
        {snapshots.map((each) => (
          <li key={each.name} className={parts.row}>
            <b>{each.name}</b>
            <span className={parts.lead}>
              {`${each.takenAt.slice(0, 10)} ${timeOf(each.takenAt)}, ${Math.ceil(each.bytes / 1024)} kB`}
            </span>
            <button
              type="button"
              className={parts.button}
              disabled={busy}
              onClick={() => void run(() => live.act('POST', `${at(each.name)}/restore`, {}))}
            >
              Restore
            </button>
            <button
              type="button"
              className={parts.button}
              disabled={busy}
              aria-label={`Delete the snapshot ${each.name}`}
              onClick={() => void run(() => live.act('DELETE', at(each.name)))}
            >
              Delete
            </button>
          </li>
        ))}
      </ul>
      <form className={parts.grid} onSubmit={(event) => void take(event)}>
        <Field label="Name of the snapshot">
          <input required value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        <button type="submit" className={parts.primary} disabled={busy}>
          Take snapshot
        </button>
      </form>
      {error && <ErrorNote>{error}</ErrorNote>}
    </section>
  )
}
