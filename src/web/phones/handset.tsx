import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { DialectView } from '../../terms/sim/network.ts'
import type { PhoneNews, PhoneView, Screen } from '../../terms/sim/phone.ts'
import type { WorldView } from '../../terms/sim/world.ts'
import { live } from '../live/live.ts'
import { useNeeded } from '../live/use-live.ts'
import { figureOf } from '../parts/figures.ts'
import { Part } from '../parts/part.tsx'
import { useAction } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import styles from './handset.module.css'
import { Keypad } from './keypad.tsx'
import { Messages } from './messages.tsx'
import { TimeLeft } from './time-left.tsx'
import { UssdButtons, UssdText } from './ussd-dialog.tsx'

interface HandsetProps {
  msisdn: string
  person: WorldView['phones'][number] | undefined
  /** Undefined if the world does not have the number yet. */
  listed: PhoneView | undefined
  codes: string[]
  dialects: DialectView[]
  /** Whether it is the phone on the stage; the others that were there keep what was typed. */
  onStage: boolean
  news: PhoneNews
  unread: number
  /** Its SMS are in sight. */
  sawSms: () => void
  hasKeypad: boolean
  foldKeypad: (hidden: boolean) => void
  focusNeighbour: (step: 1 | -1) => void
  /** The screen of a session that is over was closed. */
  closed: () => void
  remove: () => void
}

/** The key of a screen. */
const keyOf = (screen: Screen | null) =>
  screen ? `${screen.sessionId} ${screen.hops} ${screen.status} ${screen.text}` : ''

/** One phone: its screen, its keys, its SMS and its switch. The one text field is for the number, or the answer. */
export function Handset(of: HandsetProps) {
  const { msisdn, person, listed, codes, dialects, onStage, news, unread, sawSms } = of
  const path = `/phones/${encodeURIComponent(msisdn)}`
  // A number that the list does not have is read by itself.
  const unlisted = useNeeded<PhoneView>(listed ? null : path)
  const phone = listed ?? unlisted
  const [view, setView] = useState<'call' | 'sms'>('call')
  const [typed, setTyped] = useState('')
  const [dismissed, setDismissed] = useState<string>()
  const line = useRef<HTMLInputElement>(null)
  const { busy, error, run } = useAction()

  const screen = phone?.screen ?? null
  const key = keyOf(screen)
  const known = useRef(false)
  useEffect(() => {
    if (!phone || known.current) return
    known.current = true
    // A session that ended before the page was opened is not announced.
    if (screen?.status !== 'open') setDismissed(key)
  }, [phone, screen, key])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen begins with an empty line
  useEffect(() => {
    setTyped('')
    if (screen?.status === 'open') setView('call')
  }, [key])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another function on each render
  useEffect(() => {
    if (onStage && view === 'sms' && unread > 0) sawSms()
  }, [onStage, view, unread])

  const shown = screen !== null && key !== dismissed
  const open = shown && screen.status === 'open'
  const online = phone?.online ?? true
  const dialect = dialects.find(({ networkCode }) => networkCode === phone?.network)

  const send = (action: () => Promise<unknown>) => {
    if (busy) return
    void run(action).then(() => line.current?.focus())
  }
  const close = () => {
    setDismissed(key)
    of.closed()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (open) send(() => live.act('POST', `${path}/reply`, { text: typed }))
    else if (shown) close()
    else if (typed !== '') send(() => live.act('POST', `${path}/dial`, { code: typed }))
  }
  const hangUp = () => {
    if (open) send(() => live.act('POST', `${path}/cancel`, {}).then(() => setDismissed(undefined)))
    else if (shown) close()
    setTyped('')
  }
  const press = (sign: string) => {
    setTyped((before) => before + sign)
    line.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') hangUp()
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    // If the field has a text, the arrow keys move in it.
    if (step !== 0 && (typed === '' || event.altKey)) {
      event.preventDefault()
      of.focusNeighbour(step)
    }
  }

  const name = person?.name ?? phone?.name ?? t('Somebody')
  return (
    <section className={styles.phone} aria-label={t('Phone of {name}, {msisdn}', { name, msisdn })}>
      <header className={styles.caption}>
        <div>
          <h2>{name}</h2>
          <p>{msisdn}</p>
        </div>
        <button
          type="button"
          className={styles.remove}
          onClick={of.remove}
          aria-label={t('Put {name}’s phone away', { name })}
        >
          ×
        </button>
      </header>
      <div className={styles.body} data-off={!online}>
        <div className={styles.display}>
          <div className={styles.status}>
            <span>{dialect?.name ?? phone?.network ?? ''}</span>
            <div className={styles.tabs}>
              <button type="button" aria-pressed={view === 'call'} onClick={() => setView('call')}>
                {t('Call')}
              </button>
              <button type="button" aria-pressed={view === 'sms'} onClick={() => setView('sms')}>
                SMS{unread > 0 && <b>{unread}</b>}
                {unread > 0 && <span className="sr-only"> {t('new')}</span>}
              </button>
            </div>
          </div>
          {open && phone?.endsAt !== undefined && <TimeLeft endsAt={phone.endsAt} />}
          <div className={styles.glass}>
            {!online ? (
              <p className={styles.off}>{t('This phone is off.')}</p>
            ) : view === 'sms' ? (
              <Part name={t('The SMS')} reads={`${path}/threads`}>
                <Messages path={path} />
              </Part>
            ) : (
              <form
                className={shown ? styles.dialog : styles.idle}
                data-fresh={shown && screen.hops <= 1}
                onSubmit={submit}
              >
                {!shown && <Notices news={news} />}
                {shown && <UssdText screen={screen} limit={dialect?.screenSeptets ?? 160} />}
                <input
                  ref={line}
                  data-line
                  className={open ? styles.reply : shown ? styles.over : styles.number}
                  value={typed}
                  readOnly={shown && !open}
                  aria-label={
                    open
                      ? t('Answer on {name}’s phone', { name })
                      : t('Number to dial on {name}’s phone', { name })
                  }
                  placeholder={open ? t('Answer') : shown ? '' : t('Dial')}
                  autoComplete="off"
                  onChange={(event) => setTyped(event.target.value)}
                  onKeyDown={onKeyDown}
                />
                {shown ? (
                  <UssdButtons
                    open={open}
                    typed={typed}
                    limit={dialect?.inputCharacters ?? 182}
                    busy={busy}
                    cancel={hangUp}
                  />
                ) : (
                  <div className={styles.codes}>
                    {codes.map((code) => (
                      <button key={code} type="button" onClick={() => press(code)}>
                        {code}
                      </button>
                    ))}
                  </div>
                )}
                {error && (
                  <p role="alert" className={styles.error}>
                    {error}
                  </p>
                )}
              </form>
            )}
          </div>
        </div>
        {of.hasKeypad && (
          <Keypad
            press={press}
            call={() => line.current?.form?.requestSubmit()}
            hangUp={hangUp}
            off={!online}
          />
        )}
        <button
          type="button"
          className={styles.fold}
          aria-expanded={of.hasKeypad}
          onClick={() => of.foldKeypad(of.hasKeypad)}
        >
          {of.hasKeypad ? t('Hide keys') : t('Show keys')}
        </button>
      </div>
      <footer className={styles.foot}>
        <Balances person={person} />
        <div className={styles.settings}>
          <label>
            <span className="sr-only">{t('Network of {name}', { name })}</span>
            <select
              value={phone?.network ?? ''}
              onChange={(event) => send(() => live.act('PATCH', path, { network: event.target.value }))}
            >
              {dialects.map(({ networkCode, name: network }) => (
                <option key={networkCode} value={networkCode}>
                  {network}
                </option>
              ))}
              {!dialect && phone && <option value={phone.network}>{phone.network}</option>}
            </select>
          </label>
          <button
            type="button"
            role="switch"
            aria-checked={online}
            aria-label={t('{name}’s phone is on', { name })}
            className={styles.power}
            onClick={() => send(() => live.act('PATCH', path, { online: !online }))}
          >
            {online ? t('On') : t('Off')}
          </button>
        </div>
      </footer>
    </section>
  )
}

/** What the phone's own display says while nothing is open. */
function Notices({ news: { missed, toApprove } }: { news: PhoneNews }) {
  if (missed === 0 && toApprove === 0) return null
  return (
    <ul className={styles.notices} aria-label={t('Notices')}>
      {missed > 0 && (
        <li>{t('{count, plural, one {Missed prompt} other {# missed prompts}}', { count: missed })}</li>
      )}
      {toApprove > 0 && <li>{t('{count} to approve', { count: toApprove })}</li>}
    </ul>
  )
}

function Balances({ person }: { person: HandsetProps['person'] }) {
  if (!person?.pin)
    return <p className={styles.about}>{t('No wallet yet: one opens with its first payment.')}</p>
  return (
    <p className={styles.about}>
      <span>
        PIN <b>{person.pin}</b>
      </span>
      {person.balances.map(({ amount, currency }) => (
        <span key={currency}>
          <b>{figureOf(amount)}</b> {currency}
        </span>
      ))}
    </p>
  )
}
