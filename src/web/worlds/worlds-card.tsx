import { type FormEvent, useEffect, useState } from 'react'
import { defaultWorld, type NamedWorld, type NewWorld } from '../../terms/sim/named-world.ts'
import { ownWorld, pageOf } from '../live/base.ts'
import { live } from '../live/live.ts'
import { ErrorNote, Field, parts, useAction } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import styles from './worlds.module.css'
import { standingOf, thisWorld, useWorlds } from './worlds.ts'

/** The worlds of the server: each to be looked at or ended, and a new one to be opened. Closed until there is one. */
export function WorldsCard() {
  const worlds = useWorlds() ?? []
  const isUsed = ownWorld !== undefined || worlds.length > 0
  const [open, setOpen] = useState(isUsed)
  useEffect(() => {
    if (isUsed) setOpen(true)
  }, [isUsed])
  return (
    <section className={parts.card} aria-label={t('Worlds')}>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{t('Worlds on this server')}</summary>
        <div className={styles.worlds}>
          <p className={parts.lead}>
            {t(
              'Each has phones, money and a clock of its own, for a suite of tests or to try something. It is kept in memory, and ends with the server.',
            )}
          </p>
          {isUsed && (
            <ul className={parts.list}>
              <li className={styles.world}>
                <Name of={defaultWorld} />
                <span className={parts.lead}>{t('that of the server')}</span>
              </li>
              {worlds.map((world) => (
                <World key={world.name} world={world} />
              ))}
            </ul>
          )}
          <OpenWorld />
        </div>
      </details>
    </section>
  )
}

function Name({ of: name }: { of: string }) {
  if (name === thisWorld)
    return (
      <span>
        <b>{name}</b> <span className={parts.badge}>{t('this one')}</span>
      </span>
    )
  return <a href={pageOf(name)}>{name}</a>
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

function OpenWorld() {
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
