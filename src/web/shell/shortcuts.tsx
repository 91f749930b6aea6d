import { Suspense, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useKept } from '../live/use-live.ts'
import { lazily } from '../parts/lazily.ts'
import { Part } from '../parts/part.tsx'
import { parts } from '../parts/parts.tsx'
import { addressOf } from '../route.ts'
import { t } from '../words/words.ts'
import styles from './palette.module.css'
import type { Views } from './tabs.tsx'
import { narrow } from './use-media.ts'

const Palette = lazily(async () => (await import('./palette.tsx')).default)

/** After `g`, the letter of a view. */
const letters: Record<string, string> = {
  h: 'phones',
  p: 'payments',
  t: 'timeline',
  s: 'story',
  m: 'machine',
  l: 'ledger',
  c: 'controls',
}
const sequenceMs = 1_500
const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The button of the palette, and the keys that work on every view. */
export function SearchOrDo({ views }: { views: Views }) {
  const [open, setOpen] = useState<'palette' | 'keys'>()
  const [single, keepSingle] = useKept('single-keys', true)
  const begun = useRef(0)
  const close = () => setOpen(undefined)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      setOpen('palette')
      return
    }
    if (event.ctrlKey || event.metaKey || !single || open !== undefined || isWriting()) return
    const after = performance.now() - begun.current < sequenceMs
    begun.current = event.key === 'g' ? performance.now() : 0
    const view = after ? letters[event.key] : undefined
    if (view !== undefined) location.hash = addressOf(view)
    else if (event.key === '?') setOpen('keys')
    else if (event.key === '/') {
      const field = document.querySelector<HTMLElement>('main input[type=search]')
      if (field) field.focus()
      else setOpen('palette')
    } else return
    event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    addEventListener('keydown', listener)
    return () => removeEventListener('keydown', listener)
  }, [])
  return (
    <>
      <button
        type="button"
        className={styles.open}
        aria-keyshortcuts={isApple ? 'Meta+K' : 'Control+K'}
        onClick={() => setOpen('palette')}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.500 10.500 14 14" />
        </svg>
        <span>{t('Search or do…')}</span>
        <kbd>{isApple ? '⌘ K' : t('Ctrl K')}</kbd>
      </button>
      {open === 'palette' && (
        <Part name={t('Search or do')}>
          <Suspense>
            <Palette
              views={views}
              close={() => setOpen((now) => (now === 'palette' ? undefined : now))}
              showShortcuts={() => setOpen('keys')}
            />
          </Suspense>
        </Part>
      )}
      {open === 'keys' && <Keys views={views} single={single} keepSingle={keepSingle} close={close} />}
    </>
  )
}

/** In a field, on a phone or in something that is open, a key means what it says there. */
function isWriting(): boolean {
  const active = document.activeElement
  if (document.querySelector('dialog[open], :popover-open')) return true
  return (
    active?.matches('input, textarea, select, [contenteditable]') === true ||
    active?.closest('#stage') != null
  )
}

function Keys({
  views,
  single,
  keepSingle,
  close,
}: {
  views: Views
  single: boolean
  keepSingle: (single: boolean) => void
  close: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const titles = {
    phones: t('Phones'),
    ...Object.fromEntries(Object.entries(views).map(([name, { title }]) => [name, title])),
  }
  const rows: Array<[keys: string[], words: string]> = [
    [isApple ? ['⌘', 'K'] : ['Ctrl', 'K'], t('Search, or do something')],
    ...Object.entries(letters).flatMap(
      ([letter, name]): Array<[string[], string]> =>
        name in titles
          ? [[['g', letter], t('To {view}', { view: titles[name as keyof typeof titles] })]]
          : [],
    ),
    [['/'], t('To the search of the view')],
    [['?'], t('This list')],
    [['Esc'], t('Close what is open; on a phone, hang up')],
    [['↑', '↓'], t('Among the phones')],
  ]
  return (
    <dialog ref={dialog} className={styles.palette} aria-label={t('Shortcuts')} onClose={close}>
      <div className={styles.keys}>
        <h2>{t('Shortcuts')}</h2>
        <dl>
          {rows.map(([keys, words]) => (
            <div key={words}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <label>
          <input type="checkbox" checked={single} onChange={({ target }) => keepSingle(target.checked)} />
          {t('Keys without Ctrl, such as g and ?, act outside fields')}
        </label>
        <div className={parts.row}>
          <button type="button" className={parts.button} onClick={() => dialog.current?.close()}>
            {t('Close')}
          </button>
        </div>
      </div>
    </dialog>
  )
}

/** The first stops of the Tab key. */
export function SkipLinks() {
  const toPhone = () => {
    if (matchMedia(narrow).matches) location.hash = addressOf('phones')
    document.querySelector<HTMLElement>('#stage > div:not([hidden]) [data-line]')?.focus()
  }
  const toView = () => document.getElementById('view')?.focus()
  return (
    <>
      <button type="button" className={styles.skip} onClick={toPhone}>
        {t('To the phone')}
      </button>
      <button type="button" className={styles.skip} onClick={toView}>
        {t('To the view')}
      </button>
    </>
  )
}
