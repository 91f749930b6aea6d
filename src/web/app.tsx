import { type ComponentType, type FormEvent, Suspense, useState } from 'react'
import styles from './app.module.css'
import { Controls } from './controls/controls.tsx'
import { Ledger } from './ledger/ledger.tsx'
import { adminToken } from './live/http.ts'
import { live } from './live/live.ts'
import { useConnection } from './live/use-live.ts'
import { useOutsidePanels } from './outside-panels.tsx'
import type { OwnView } from './own-views.ts'
import { panels } from './panels.ts'
import { lazily } from './parts/lazily.ts'
import { Part } from './parts/part.tsx'
import { Field, parts } from './parts/parts.tsx'
import { Payments } from './payments/payments.tsx'
import { Phones } from './phones/phones.tsx'
import { RingingStrip } from './phones/ringing.tsx'
import { addressOf, useRoute } from './route.ts'
import { BottomBar } from './shell/bottom-bar.tsx'
import { LooksAtTimeline } from './shell/new-troubles.ts'
import { SearchOrDo, SkipLinks } from './shell/shortcuts.tsx'
import { Status } from './shell/status.tsx'
import { Tabs, type View, type Views } from './shell/tabs.tsx'
import { narrow, useMedia } from './shell/use-media.ts'
import { Connect } from './start/connect.tsx'
import { useIsNew } from './start/use-is-new.ts'
import { Timeline } from './timeline/timeline.tsx'
import { t } from './words/words.ts'
import { Gone } from './worlds/gone.tsx'

const Machine = lazily(async () => (await import('./machine/machine.tsx')).default)
const Stories = lazily(async () => (await import('./story/stories.tsx')).default)

const own: Record<OwnView, View> = {
  payments: { title: t('Payments'), panel: Payments },
  timeline: { title: t('Timeline'), panel: Timeline },
  story: { title: t('Stories'), panel: Stories },
  machine: { title: t('Machine'), panel: Machine },
  ledger: { title: t('Ledger'), panel: Ledger },
  controls: { title: t('Controls'), panel: Controls },
  connect: { title: t('Connect'), panel: Connect },
}
const { machine, ledger, controls, connect, ...first } = own

const ofVendors: Views = {
  ...first,
  ...Object.fromEntries(panels.map(({ name, ...view }) => [name, view])),
}
const ofSimulator: Views = { machine, ledger, controls }

/** Reached from the top of the page rather than by a tab. */
const aside: Views = { connect }

export function App() {
  const connection = useConnection()
  const { view, item } = useRoute()
  const isNew = useIsNew()
  const isNarrow = useMedia(narrow)
  const views: Views = { ...ofVendors, ...useOutsidePanels(), ...ofSimulator }
  const all: Views = { ...views, ...aside }
  // Own properties only: an address such as #/constructor names no view.
  // That of a provider from outside has two segments.
  const named = [`${view}/${item}`, view].find((name) => Object.hasOwn(all, name) && name !== 'phones')
  const shown = named ?? (isNew && (view === '' || view === 'phones') ? 'connect' : 'payments')
  const { panel: Panel, title } = all[shown] as { panel: ComponentType; title: string }
  const alone = view === 'phones' || (view === '' && !isNew) ? 'phones' : 'panel'
  if (connection === 'locked') return <Locked />
  if (connection === 'gone')
    return (
      <main className={styles.locked}>
        <Gone heading={<Name />} />
      </main>
    )
  return (
    <div className={styles.page} data-alone={alone} data-wide={shown === 'story'}>
      <SkipLinks />
      <header className={styles.header}>
        <h1>
          <a className={styles.brand} href={addressOf('phones')}>
            <Mark />
            payersim
          </a>
        </h1>
        <ConnectionStatus />
        <SearchOrDo views={all} />
        <a
          className={styles.connect}
          href={addressOf('connect')}
          aria-current={shown === 'connect' ? 'page' : undefined}
        >
          {t('Connect your app')}
        </a>
        <Status />
      </header>
      {!isNarrow && (
        <Part name={t('The views')}>
          <Tabs views={views} shown={shown} />
        </Part>
      )}
      <main className={styles.main}>
        <div className={styles.phones}>
          <Part name={t('The phones')}>
            <Phones />
          </Part>
        </div>
        <section
          id="view"
          className={styles.panel}
          aria-label={title}
          tabIndex={-1}
          data-place={item === '' ? shown : `${shown}/${item}`}
        >
          <Part name={t('The view {title}', { title })} shows={`${shown}/${item}`}>
            <Suspense fallback={<p className={parts.empty}>{t('Opening…')}</p>}>
              <Panel />
              {shown === 'timeline' && <LooksAtTimeline />}
            </Suspense>
          </Part>
        </section>
        <div className={styles.ringing}>
          {alone === 'panel' && (
            <Part name={t('The phone that rings')} quiet>
              <RingingStrip />
            </Part>
          )}
        </div>
      </main>
      {isNarrow && (
        <Part name={t('The views')}>
          <BottomBar views={all} shown={alone === 'phones' ? 'phones' : shown} />
        </Part>
      )}
    </div>
  )
}

function ConnectionStatus() {
  const connection = useConnection()
  const words = {
    connecting: t('Connecting…'),
    live: t('Live'),
    lost: t('Connection lost. Trying again…'),
    locked: '',
    gone: '',
  }
  return (
    <p className={styles.standing} data-connection={connection} role="status">
      {words[connection]}
    </p>
  )
}

function Locked() {
  const [token, setToken] = useState('')
  const tried = adminToken() !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    live.unlock(token)
  }
  return (
    <main className={styles.locked}>
      <form className={parts.card} onSubmit={submit}>
        <Name />
        <p className={parts.lead}>
          {tried
            ? t('The server did not take this token.')
            : t('From another machine this page needs the admin token that payersim was started with.')}
        </p>
        <Field label={t('Admin token')}>
          <input
            type="password"
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </Field>
        <button type="submit" className={parts.primary} disabled={token === ''}>
          {t('Open')}
        </button>
      </form>
    </main>
  )
}

function Name() {
  return (
    <h1>
      <Mark />
      payersim
    </h1>
  )
}

function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 20 28" aria-hidden="true">
      <rect width="20" height="28" rx="5" />
      <rect x="3.500" y="5" width="13" height="10" rx="1.500" />
      <g>
        {[7, 10, 13].flatMap((x) =>
          [19, 23].map((y) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.100" />),
        )}
      </g>
    </svg>
  )
}
