import { type FormEvent, useState } from 'react'
import { defaultWorld, type NamedWorld, type NewWorld } from '../../terms/sim/named-world.ts'
import { pageOf } from '../live/base.ts'
import { live } from '../live/live.ts'
import { ErrorNote, Field, parts, useAction } from '../parts/parts.tsx'
import { addressOf, useRoute } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './worlds.module.css'
import { standingOf, thisWorld, useWorlds } from './worlds.ts'

/** The worlds of the server: each leads to the same view there, and can be ended. */
export function WorldList() {
  const worlds = useWorlds() ?? []
  return (
    <ul className={parts.list} aria-label={t('Worlds')}>
      <li className={styles.world}>
        <Name of={defaultWorld} />
        <span className={parts.lead}>{t('that of the server')}</span>
      </li>
      {worlds.map((world) => (
        <World key={world.name} world={world} />
      ))}
    </ul>
  )
}

function Name({ of: name }: { of: string }) {
  const { view } = useRoute()
  if (name === thisWorld)
    return (
      <span>
        <b>{name}</b> <span className={parts.badge}>{t('this one')}</span>
      </span>
    )
  return <a href={`${pageOf(name)}${addressOf(view)}`}>{name}</a>
}

function World({ world }: { world: NamedWorld }) {
  const { name } = world
  const [asking, setAsking] = useState(false)
  const { busy, error, run } = useAction()
  const end = () => run(() => live.act('DELETE', `/worlds/${name}`))
  return (
    <li className={styles.world} data-asking={asking}>
      <Name of={name} />
      <span className={parts.lead}>{standingOf(world)}</span>
      <div className={parts.row}>
        {asking ? (
          <>
            <button type="button" className={parts.danger} disabled={busy} onClick={() => void end()}>
              {t('Yes, end {name}', { name })}
            </button>
            <button type="button" className={parts.button} onClick={() => setAsking(false)}>
              {t('Keep it')}
            </button>
          </>
        ) : (
          <button
            type="button"
            className={parts.danger}
            aria-label={t('End the world {name}', { name })}
            onClick={() => setAsking(true)}
          >
            {t('End')}
          </button>
        )}
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
    </li>
  )
}

/** Opens a world, and goes there. */
export function OpenWorld() {
  const [name, setName] = useState('')
  const [isCopy, setIsCopy] = useState(false)
  const { busy, error, run } = useAction()
  const open = async (event: FormEvent) => {
    event.preventDefault()
    const wanted: NewWorld = { name, ...(isCopy && { from: thisWorld }) }
    if (await run(() => live.act('POST', '/worlds', wanted))) location.assign(pageOf(name))
  }
  return (
    <>
      <form className={parts.grid} onSubmit={(event) => void open(event)}>
        <Field label={t('Name of a new world')}>
          <input
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="suite-1"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        <Field label={t('It begins as')}>
          <select
            value={isCopy ? 'copy' : 'fresh'}
            onChange={({ target }) => setIsCopy(target.value === 'copy')}
          >
            <option value="fresh">{t('the server’s world file')}</option>
            <option value="copy">{t('a copy of {world}, as it is now', { world: thisWorld })}</option>
          </select>
        </Field>
        <button type="submit" className={parts.primary} disabled={busy}>
          {t('Open world')}
        </button>
      </form>
      {error && <ErrorNote>{error}</ErrorNote>}
    </>
  )
}
