import { useEffect, useRef, useState } from 'react'
import type { DialectView } from '../../terms/sim/network.ts'
import type { PhoneNews, PhoneView } from '../../terms/sim/phone.ts'
import type { WorldView } from '../../terms/sim/world.ts'
import { titleOf } from '../live/base.ts'
import { useKept, useLive, useNeededOn } from '../live/use-live.ts'
import { Part } from '../parts/part.tsx'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { AddPhone } from './add-phone.tsx'
import { Handset } from './handset.tsx'
import { putInFocus } from './in-focus.ts'
import { Mailboxes } from './mailboxes.tsx'
import { standingOf } from './news.ts'
import styles from './phones.module.css'
import { Rail } from './rail.tsx'
import { playRing } from './ring-sound.ts'
import { useWantedPhone } from './show-phone.ts'
import { useRinging } from './use-ringing.ts'

/** Phones of a world that are on the table before somebody has chosen others. */
const firstOnTable = 3
/** Phones that keep what was typed on them while another is on the stage. */
const keptHandsets = 6
/** Phones that ring are put on the table until there are so many. */
const mostOnTable = 40

const noNews: PhoneNews = { rings: false, toApprove: 0, missed: 0, sms: [] }

/** One phone on the stage, the others in a rail with their state: those of this world, or new to it. */
export function Phones() {
  const [kept, keep] = useKept<string[] | null>('phones', null)
  // Of many phones those that are on the table: at first, a few of the world.
  const world = useNeededOn<WorldView>(
    kept === null ? `/world?limit=${firstOnTable}` : `/world?numbers=${encodeURIComponent(kept.join())}`,
  )
  const numbers = kept ?? world?.phones.map(({ msisdn }) => msisdn) ?? []
  const isKnown = world !== undefined
  const known = useNeededOn<PhoneView[]>(
    isKnown || kept !== null ? `/phones?news=true&numbers=${encodeURIComponent(numbers.join())}` : null,
  )
  const ringing = useRinging()
  const dialects = (useLive<DialectView[]>('/network/dialects') ?? []).map(({ name, ...dialect }) => ({
    ...dialect,
    name: name.replace(/^the /, '').replace(/^./, (letter) => letter.toUpperCase()),
  }))
  const [recent, keepRecent] = useKept<string[]>('stage', [])
  const [seen, keepSeen] = useKept<Record<string, string>>('last-sms', {})
  const [sound, keepSound] = useKept('sound', false)
  const [folded, fold] = useKept('keypad-hidden', hasOwnKeys())
  const table = useRef<HTMLDivElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const announced = useRef(new Set<string>())
  /** Counts the times that the line of the phone on the stage is to have the focus. */
  const [entered, setEntered] = useState(0)

  const chosen = recent.find((each) => numbers.includes(each)) ?? numbers[0]
  const phoneOf = (msisdn: string) => [...(known ?? []), ...ringing].find((each) => each.msisdn === msisdn)
  const newsOf = (msisdn: string): PhoneNews => phoneOf(msisdn)?.news ?? noNews

  useEffect(() => putInFocus(chosen), [chosen])
  const elsewhere = ringing.filter(({ msisdn }) => !numbers.includes(msisdn)).length

  const bring = (msisdn: string) => {
    const before = [...(chosen === undefined ? [] : [chosen]), ...recent]
    keepRecent([...new Set([msisdn, ...before])].slice(0, keptHandsets))
  }
  const enter = () => setEntered((times) => times + 1)
  useEffect(() => {
    if (entered > 0) shownOn(stage.current)?.querySelector<HTMLElement>('[data-line]')?.focus()
  }, [entered])

  useEffect(() => {
    document.title = titleOf(ringing.length)
    return () => {
      document.title = titleOf(0)
    }
  }, [ringing.length])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a phone that begins to ring moves anything
  useEffect(() => {
    if (!isKnown) return
    const fresh = ringing.filter(({ screen }) => !announced.current.has(screen?.sessionId ?? ''))
    if (fresh.length === 0) return
    for (const { screen } of fresh) announced.current.add(screen?.sessionId ?? '')
    const added = fresh.map(({ msisdn }) => msisdn).filter((msisdn) => !numbers.includes(msisdn))
    const room = Math.max(0, mostOnTable - numbers.length)
    if (added.length > 0 && room > 0) keep([...numbers, ...added.slice(0, room)])
    if (sound) playRing()
    const [first] = fresh
    const own = fresh.some(({ msisdn }) => msisdn === chosen)
    if (!own && isBusy(chosen === undefined ? undefined : phoneOf(chosen), stage.current)) return
    if (!own && first) bring(first.msisdn)
    if (mayTakeFocus(table.current)) enter()
  }, [ringing, isKnown])

  /** After a session that somebody was busy with, the next phone that rings comes forward. */
  const goOn = () => {
    const next = ringing.find(({ msisdn }) => msisdn !== chosen && numbers.includes(msisdn))
    if (!next) return
    bring(next.msisdn)
    enter()
  }
  const neighbourOf = (step: 1 | -1) => {
    const at = numbers.indexOf(chosen ?? '')
    const next = numbers[(at + step + numbers.length) % numbers.length]
    if (next === undefined) return
    bring(next)
    enter()
  }

  const wanted = useWantedPhone()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once each time that somebody wants it
  useEffect(() => {
    if (!wanted) return
    if (!numbers.includes(wanted.msisdn)) keep([...numbers, wanted.msisdn])
    bring(wanted.msisdn)
    enter()
  }, [wanted])

  if (!world || !known) return <p className={parts.empty}>{t('Looking for phones…')}</p>
  const unreadOf = (msisdn: string) => {
    const { sms } = newsOf(msisdn)
    return sms.length - 1 - sms.lastIndexOf(seen[msisdn] ?? '')
  }
  const personOf = (msisdn: string) => world.phones.find((each) => each.msisdn === msisdn)
  const mounted = numbers.filter((each) => each === chosen || recent.includes(each))
  return (
    <div ref={table} className={styles.phones}>
      <div className={styles.side}>
        <Rail
          phones={numbers.map((msisdn) => {
            const phone = phoneOf(msisdn)
            const standing = standingOf(phone)
            const isOpen = standing === 'ringing' || standing === 'in-session'
            return {
              msisdn,
              name: personOf(msisdn)?.name ?? phone?.name ?? t('Somebody'),
              standing,
              news: newsOf(msisdn),
              unread: unreadOf(msisdn),
              line: isOpen ? phone?.screen?.text.split('\n')[0] : undefined,
            }
          })}
          chosen={chosen}
          choose={bring}
          enter={() => matchMedia('(pointer: fine)').matches && enter()}
        />
        {elsewhere > 0 && (
          <p className={styles.sound}>
            {t(
              '{count, plural, one {# more phone rings that is not in this list.} other {# more phones ring that are not in this list.}}',
              { count: elsewhere },
            )}
          </p>
        )}
        <AddPhone
          shown={numbers}
          add={(msisdn) => {
            keep([...numbers.filter((each) => each !== msisdn), msisdn])
            bring(msisdn)
          }}
        />
        <label className={styles.sound}>
          <input
            type="checkbox"
            checked={sound}
            onChange={({ target }) => {
              keepSound(target.checked)
              if (target.checked) playRing()
            }}
          />
          {t('Sound when a phone rings')}
        </label>
      </div>
      <div className={styles.front}>
        <div
          ref={stage}
          id="stage"
          className={styles.stage}
          role="tabpanel"
          aria-label={t('The phone in focus')}
        >
          {mounted.map((msisdn) => (
            <div key={msisdn} hidden={msisdn !== chosen} data-phone={msisdn}>
              <Part name={t('The phone {msisdn}', { msisdn })}>
                <Handset
                  msisdn={msisdn}
                  person={personOf(msisdn)}
                  listed={phoneOf(msisdn)}
                  codes={world.network.serviceCodes.map(({ code }) => code)}
                  dialects={dialects}
                  onStage={msisdn === chosen}
                  news={newsOf(msisdn)}
                  unread={unreadOf(msisdn)}
                  sawSms={() => keepSeen({ ...seen, [msisdn]: newsOf(msisdn).sms.at(-1) ?? '' })}
                  hasKeypad={!folded}
                  foldKeypad={fold}
                  focusNeighbour={neighbourOf}
                  closed={goOn}
                  remove={() => keep(numbers.filter((each) => each !== msisdn))}
                />
              </Part>
            </div>
          ))}
          {numbers.length === 0 && (
            <p className={parts.empty}>{t('No phone is here. Add one: write its number beside this.')}</p>
          )}
        </div>
        <Part name={t('The e-mail')} reads="/mailboxes">
          <Mailboxes />
        </Part>
      </div>
    </div>
  )
}

/** Whether somebody is at work on the phone: in a session, or writing. */
function isBusy(phone: PhoneView | undefined, stage: Element | null): boolean {
  if (phone?.online && phone.screen?.status === 'open') return true
  const fields = shownOn(stage)?.querySelectorAll<HTMLInputElement>('input, textarea') ?? []
  return [...fields].some(({ value }) => value !== '')
}

/** A small screen is a phone’s, which has keys of its own. */
const hasOwnKeys = () => matchMedia('(max-width: 640px)').matches

/** The handset on the stage. */
const shownOn = (stage: Element | null) => stage?.querySelector(':scope > div:not([hidden])')

/** Not from a field or a button of another part of the page, but for what asked for the ring. */
function mayTakeFocus(table: Element | null): boolean {
  const active = document.activeElement
  if (!active || active === document.body) return true
  if (active.closest('[data-rings]')) return true
  return table?.contains(active) === true && !active.matches('[role=tab]')
}
