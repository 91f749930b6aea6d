import { type FormEvent, useId, useState } from 'react'
import { canonicalMsisdn } from '../../terms/index.ts'
import type { WorldView } from '../../terms/sim/world.ts'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import styles from './phones.module.css'

/** Of many phones, those that fit what is typed. */
const mostOffered = 50

function offered(phones: WorldView['phones'], shown: readonly string[], typed: string) {
  const words = typed.trim().toLowerCase()
  const found: typeof phones = []
  for (const phone of phones) {
    const fits = phone.msisdn.includes(words) || phone.name?.toLowerCase().includes(words)
    if (fits && !shown.includes(phone.msisdn)) found.push(phone)
    if (found.length === mostOffered) break
  }
  return found
}

/** Puts a number on the table, of this world or new to it. */
export function AddPhone({
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
      setError(t('Write the number with its country, such as +46 73 300 00 01.'))
      return
    }
    setError(undefined)
    setTyped('')
    add(msisdn)
  }
  return (
    <form className={styles.add} onSubmit={submit}>
      <label>
        <span className="sr-only">{t('Number of another phone')}</span>
        <input
          className={parts.input}
          list={list}
          value={typed}
          inputMode="tel"
          placeholder={t('Another number…')}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <datalist id={list}>
        {offered(world.phones, shown, typed).map(({ msisdn, name }) => (
          <option key={msisdn} value={msisdn}>
            {name ?? ''}
          </option>
        ))}
      </datalist>
      <button type="submit" className={parts.button}>
        {t('Add phone')}
      </button>
      {error && <span role="alert">{error}</span>}
    </form>
  )
}
