import { type FormEvent, useId, useState } from 'react'
import { canonicalMsisdn } from '../../terms/index.ts'
import type { WorldView } from '../../terms/sim/world.ts'
import { useLiveOn, useSettled } from '../live/use-live.ts'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import styles from './phones.module.css'

/** Of many phones, those that fit what is typed. */
const mostOffered = 50

/** Puts a number on the table, of this world or new to it. */
export function AddPhone({ shown, add }: { shown: string[]; add: (msisdn: string) => void }) {
  const list = useId()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  // Asked for when somebody comes to the field.
  const [wanted, setWanted] = useState(false)
  const search = new URLSearchParams({ limit: String(mostOffered), search: useSettled(typed) })
  const offered = useLiveOn<WorldView>(wanted ? `/world?${search}` : null)?.phones ?? []
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
          onFocus={() => setWanted(true)}
          onBlur={() => setWanted(false)}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <datalist id={list}>
        {offered
          .filter(({ msisdn }) => !shown.includes(msisdn))
          .map(({ msisdn, name }) => (
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
