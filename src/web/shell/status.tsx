import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { ClockView } from '../../terms/sim/clock.ts'
import type { FaultReading } from '../../terms/sim/fault.ts'
import type { RecordingView } from '../../terms/sim/recording.ts'
import type { ListedSnapshot } from '../../terms/sim/snapshot.ts'
import { ClockButtons } from '../controls/clock.tsx'
import { ActiveFaults } from '../controls/faults.tsx'
import { NewRecording, UnderWay } from '../controls/record.tsx'
import { NewSnapshot, SnapshotList } from '../controls/snapshots.tsx'
import { HeldCount } from '../holds/holds.tsx'
import { ownWorld } from '../live/base.ts'
import { unreadable } from '../live/http.ts'
import { useBusinessTime } from '../live/use-business-time.ts'
import { NotRead, useLater, useNeeded, useNeededList } from '../live/use-live.ts'
import { type Failure, Part } from '../parts/part.tsx'
import { parts } from '../parts/parts.tsx'
import { dayOf, timeOf } from '../parts/times.ts'
import { addressOf } from '../route.ts'
import { t } from '../words/words.ts'
import { OpenWorld, WorldList } from '../worlds/world-list.tsx'
import { thisWorld, useWorlds } from '../worlds/worlds.ts'
import { PopoverButton } from './popover-button.tsx'
import styles from './status.module.css'

/**
 * What holds for the whole world, in sight on every view: clock, held calls, faults, recording, snapshot, and which world
 * that is; each opens to its switch, or leads there. On a narrow screen they are one row, which scrolls where it must.
 */
export function Status() {
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const out = useScrolledOut(scroller, list)
  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller}>
        <ul ref={list} className={styles.status} aria-label={t('What holds in this world')}>
          <Alone name={t('The clock')} reads="/clock">
            <Clock />
          </Alone>
          <Alone name={t('The held calls')} reads="/holds">
            <HeldCount />
          </Alone>
          <Alone name={t('The faults')} reads="/faults">
            <Faults />
          </Alone>
          <Alone name={t('The recording')} reads="/recordings">
            <Recording />
          </Alone>
          <Alone name={t('The snapshot')} reads="/snapshots">
            <Snapshot />
          </Alone>
          <Alone name={t('The world')} reads="/worlds">
            <World />
          </Alone>
        </ul>
      </div>
      {sides.map(
        ([side, step, path]) =>
          out[side] && (
            // Who uses the keys or a program to read goes from one item to the next, and needs no arrow.
            <button
              key={side}
              type="button"
              className={styles.further}
              data-side={side}
              aria-hidden="true"
              tabIndex={-1}
              onClick={() => scroller.current?.scrollBy({ left: step * 200, behavior: 'smooth' })}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d={path} />
              </svg>
            </button>
          ),
      )}
    </div>
  )
}

const sides = [
  ['left', -1, 'M10 3 5 8l5 5'],
  ['right', 1, 'M6 3l5 5-5 5'],
] as const

/** On which sides something is scrolled out of sight. */
function useScrolledOut(scroller: RefObject<HTMLElement | null>, list: RefObject<HTMLElement | null>) {
  const [out, setOut] = useState({ left: false, right: false })
  useLayoutEffect(() => {
    const { current } = scroller
    if (!current || !list.current) return
    const measure = () => {
      const { scrollLeft, scrollWidth, clientWidth } = current
      // A pixel is lost to rounding at other scales.
      const next = { left: scrollLeft > 1, right: scrollLeft + clientWidth < scrollWidth - 1 }
      setOut((known) => (known.left === next.left && known.right === next.right ? known : next))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    observer.observe(list.current)
    current.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      current.removeEventListener('scroll', measure)
    }
  }, [scroller, list])
  return out
}

/** What cannot be shown leaves the others, and opens to the reason. */
function Alone({ name, reads, children }: { name: string; reads?: string; children: ReactNode }) {
  return (
    <Part
      name={name}
      {...(reads !== undefined && { reads })}
      notice={(failure) => <NotShown name={name} {...failure} />}
    >
      {children}
    </Part>
  )
}

function NotShown({ name, said, comfort, asking, again }: Failure & { name: string }) {
  return (
    <li data-tone="bad">
      <span className="sr-only" role="alert">
        {said}
      </span>
      <PopoverButton
        name={name}
        title={said}
        className={styles.chip}
        button={
          <>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M8 2 14.500 13.500h-13ZM8 6.500v3M8 11.500h.01" />
            </svg>
            <span className={styles.label}>{t('{name}: not shown', { name })}</span>
          </>
        }
      >
        {() => (
          <>
            <h2>{name}</h2>
            <p className={parts.lead}>{said}</p>
            <p className={parts.lead}>{comfort}</p>
            <div className={parts.row}>
              <button type="button" className={parts.button} aria-disabled={asking} onClick={again}>
                {t('Show it again')}
              </button>
            </div>
          </>
        )}
      </PopoverButton>
    </li>
  )
}

function Clock() {
  const clock = useNeeded<ClockView>('/clock')
  const shown = useBusinessTime()
  if (!clock) return null
  if (Number.isNaN(Date.parse(clock.now))) throw new NotRead('/clock', unreadable('/clock').message)
  const frozen = clock.mode === 'frozen'
  return (
    <Chip
      name={t('Clock')}
      icon={<path d="M8 4v4l2.500 2M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z" />}
      tone={frozen ? 'still' : undefined}
      label={
        <>
          <time dateTime={shown}>
            <span className={styles.date}>{dayOf(shown)}, </span>
            {timeOf(shown)}
            <span className={styles.date}> UTC</span>
          </time>
          <span className={styles.mode}>{frozen ? t('Frozen') : t('Running')}</span>
        </>
      }
    >
      {() => <ClockButtons />}
    </Chip>
  )
}

function Faults() {
  const plans = useNeededList<FaultReading>(useLater('/faults')) ?? []
  return (
    <Chip
      name={t('Faults')}
      icon={<path d="M9 1.500 3.500 9H8l-1 5.500L12.500 7H8Z" />}
      tone={plans.length > 0 ? 'bad' : 'none'}
      label={t('{count, plural, =0 {No faults} one {# fault} other {# faults}}', { count: plans.length })}
    >
      {(close) => (
        <>
          <p className={parts.lead}>
            {plans.length === 0
              ? t('Nothing goes wrong on purpose.')
              : t('What goes wrong on purpose. The first that applies is the one that acts.')}
          </p>
          <ActiveFaults />
          <ToControls close={close}>{t('Add a fault')}</ToControls>
        </>
      )}
    </Chip>
  )
}

function Recording() {
  const recordings = useNeededList<RecordingView>(useLater('/recordings')) ?? []
  const underWay = recordings.filter(({ stoppedAt }) => stoppedAt === null)
  const [first, ...more] = underWay
  return (
    <Chip
      name={t('Recording')}
      icon={<circle cx="8" cy="8" r="4.500" />}
      tone={first ? 'recording' : 'none'}
      label={
        !first
          ? t('Not recording')
          : more.length === 0
            ? of(t('Recording'), first.name)
            : t('{count} recordings', { count: underWay.length })
      }
    >
      {(close) => (
        <>
          {underWay.map((each) => (
            <UnderWay key={each.id} recording={each} />
          ))}
          {!first && (
            <>
              <p className={parts.lead}>
                {t('What happens from now on becomes a script that can be replayed.')}
              </p>
              <NewRecording />
            </>
          )}
          <ToControls close={close}>{t('All recordings')}</ToControls>
        </>
      )}
    </Chip>
  )
}

function Snapshot() {
  const snapshots = useNeededList<ListedSnapshot>(useLater('/snapshots'))
  const inForce = snapshots?.find((each) => each.takenAt !== null && each.inForce)?.name
  return (
    <Chip
      name={t('Snapshots')}
      icon={
        <path d="M2.500 5h2l1-1.500h5l1 1.500h2v8h-11ZM8 11a2.200 2.200 0 1 0 0-4.400A2.200 2.200 0 0 0 8 11Z" />
      }
      tone={inForce === undefined ? 'none' : undefined}
      label={inForce === undefined ? t('No snapshot') : of(t('Snapshot'), inForce)}
    >
      {(close) => (
        <>
          <p className={parts.lead}>
            {inForce === undefined
              ? t('This world has not been saved under a name. A snapshot leads back to this moment.')
              : t('{inForce} was the last one taken or restored.', { inForce })}
          </p>
          <SnapshotList />
          <NewSnapshot />
          <ToControls close={close}>{t('All controls')}</ToControls>
        </>
      )}
    </Chip>
  )
}

function World() {
  const worlds = useWorlds() ?? []
  const isAlone = ownWorld === undefined && worlds.length === 0
  return (
    <Chip
      name={t('Worlds')}
      icon={
        <path d="M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM2 8h12M8 2c2 1.700 2.600 3.700 2.600 6S10 12.300 8 14M8 2C6 3.700 5.400 5.700 5.400 8S6 12.300 8 14" />
      }
      tone={isAlone ? 'none' : ownWorld === undefined ? undefined : 'own'}
      label={of(t('World'), thisWorld)}
    >
      {() => (
        <>
          <p className={parts.lead}>
            {isAlone
              ? t(
                  'This is the only one. Another has phones, money and a clock of its own, until the server ends.',
                )
              : t('Each has phones, money and a clock of its own.')}
          </p>
          {!isAlone && <WorldList />}
          <OpenWorld />
        </>
      )}
    </Chip>
  )
}

/** Where there is little room, the icon says the first word. */
function of(what: string, name: string) {
  return (
    <>
      <span className={styles.what}>{what} </span>
      {name}
    </>
  )
}

function ToControls({ close, children }: { close: () => void; children: string }) {
  return (
    <a className={styles.more} href={addressOf('controls')} onClick={close}>
      {children}
    </a>
  )
}

function Chip({
  name,
  icon,
  tone,
  label,
  children,
}: {
  name: string
  icon: ReactNode
  /** `none`: only its icon where there is little room. `own`: a world by name. */
  tone: 'none' | 'still' | 'bad' | 'recording' | 'own' | undefined
  label: ReactNode
  children: (close: () => void) => ReactNode
}) {
  return (
    <li data-tone={tone}>
      <PopoverButton
        name={name}
        title={name}
        className={styles.chip}
        button={
          <>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              {icon}
            </svg>
            <span className={styles.label}>{label}</span>
          </>
        }
      >
        {(close) => (
          <>
            <h2>{name}</h2>
            <Part name={name}>{children(close)}</Part>
          </>
        )}
      </PopoverButton>
    </li>
  )
}
