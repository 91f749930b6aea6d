import { defaultWorld } from '../../terms/sim/named-world.ts'
import { ownWorld, pageOf } from '../live/base.ts'
import { addressOf, useRoute } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './worlds.module.css'
import { standingOf, thisWorld, useWorlds } from './worlds.ts'

/** In which world one is, and the way to the others. Nothing where there is only the default one. */
export function WorldMenu() {
  const worlds = useWorlds() ?? []
  const { view } = useRoute()
  if (ownWorld === undefined && worlds.length === 0) return null
  const to = (name: string) => `${pageOf(name)}${addressOf(view)}`
  return (
    <div className={styles.menu}>
      <button type="button" className={styles.current} popoverTarget="worlds">
        <span className="sr-only">{t('World')} </span>
        <span className={styles.name}>{thisWorld}</span>
      </button>
      <div id="worlds" popover="auto" className={styles.popover}>
        <ul aria-label={t('Worlds')}>
          <World name={defaultWorld} to={to(defaultWorld)} standing={t('that of the server')} />
          {worlds.map((world) => (
            <World key={world.name} name={world.name} to={to(world.name)} standing={standingOf(world)} />
          ))}
        </ul>
        <a className={styles.more} href={addressOf('controls')} onClick={closeMenu}>
          {t('Open or end worlds')}
        </a>
      </div>
    </div>
  )
}

function World({ name, to, standing }: { name: string; to: string; standing: string }) {
  return (
    <li>
      <a href={to} aria-current={name === thisWorld ? 'true' : undefined}>
        <b>{name}</b>
        <span>{standing}</span>
      </a>
    </li>
  )
}

const closeMenu = () => document.getElementById('worlds')?.hidePopover()
