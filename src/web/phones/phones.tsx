import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { canonicalMsisdn } from '../../terms/index.ts'
import type { DialectView } from '../../terms/sim/network.ts'
import type { PhoneView } from '../../terms/sim/phone.ts'
import type { WorldView } from '../../terms/sim/world.ts'
import { useKept, useLive } from '../live/use-live.ts'
import { Part } from '../parts/part.tsx'
import { parts } from '../parts/parts.tsx'
import { Handset } from './handset.tsx'
import { Mailboxes } from './mailboxes.tsx'
import styles from './phones.module.css'
import { useWantedPhone } from './show-phone.ts'

/** The handsets side by side: any number of them, of this world or new to it. */
export function Phones() {
  const world = useLive<WorldView>('/world')
  const known = useLive<PhoneView[]>('/phones')
  const dialects = (useLive<DialectView[]>('/network/dialects') ?? []).map(({ name, ...dialect }) => ({
    ...dialect,
    name: name.replace(/^the /, '').replace(/^./, (letter) => letter.toUpperCase()),
  }))
  const [kept, keep] = useKept<string[] | null>('phones', null)
  const row = useRef<HTMLUListElement>(null)
  const numbers = kept ?? world?.phones.slice(0, 3).map(({ msisdn }) => msisdn) ?? []

  const focusNeighbour = (from: number, step: 1 | -1) => {
    const inputs = row.current?.querySelectorAll<HTMLInputElement>('[data-line]') ?? []
    const next = inputs[(from + step + inputs.length) % inputs.length]
    next?.focus()
    next?.closest('li')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }

  const wanted = useWantedPhone()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once each time that somebody wants it
  useEffect(() => {
    if (!wanted) return
    if (!numbers.includes(wanted.msisdn)) keep([...numbers, wanted.msisdn])
    requestAnimationFrame(() => {
      const phone = row.current?.querySelector(`[data-phone="${wanted.msisdn}"]`)
      phone?.scrollIntoView({ inline: 'center', block: 'nearest' })
      phone?.querySelector<HTMLInputElement>('[data-line]')?.focus()
    })
  }, [wanted])

  if (!world || !known) return <p className={parts.empty}>Looking for phones…</p>
  return (
    <div className={styles.phones}>
      <AddPhone
        world={world}
        shown={numbers}
        add={(msisdn) => keep([...numbers.filter((each) => each !== msisdn), msisdn])}
      />
      <ul ref={row} className={styles.row} aria-label="Phones">
        {numbers.map((msisdn, index) => (
          <li key={msisdn} data-phone={msisdn}>
            <Part name={`The phone ${msisdn}`}>
              <Handset
                msisdn={msisdn}
                person={world.phones.find((each) => each.msisdn === msisdn)}
                listed={known.find((each) => each.msisdn === msisdn)}
                codes={world.network.serviceCodes.map(({ code }) => code)}
                dialects={dialects}
                focusNeighbour={(step) => focusNeighbour(index, step)}
                remove={() => keep(numbers.filter((each) => each !== msisdn))}
              />
            </Part>
          </li>
        ))}
      </ul>
      {numbers.length === 0 && (
        <p className={parts.empty}>Put a phone on the table: choose a number above.</p>
      )}
      <Mailboxes />
    </div>
  )
}

function AddPhone({
  world,
  shown,
  add,
}: {
  world: WorldView
  shown: string[]
  add: (msisdn: string) => void
}) {
  const list = useId()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const msisdn = canonicalMsisdn(typed.replace(/[\s().-]/g, '').replace(/^00/, ''))
    if (msisdn === undefined) {
      setError('Write the number with its country, such as +46 73 300 00 01.')
      return
    }
    setError(undefined)
    setTyped('')
    add(msisdn)
  }
  return (
    <form className={styles.add} onSubmit={submit}>
      <label>
        <span className="sr-only">Number of another phone</span>
        <input
          className={parts.input}
          list={list}
          value={typed}
          inputMode="tel"
          placeholder="Another number…"
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <datalist id={list}>
        {world.phones
          .filter(({ msisdn }) => !shown.includes(msisdn))
          .map(({ msisdn, name }) => (
            <option key={msisdn} value={msisdn}>
              {name ?? ''}
            </option>
          ))}
      </datalist>
      <button type="submit" className={parts.button}>
        Add phone
      </button>
      {error && <span role="alert">{error}</span>}
    </form>
  )
}
