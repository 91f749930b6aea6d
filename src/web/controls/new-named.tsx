import { type FormEvent, useState } from 'react'
import { live } from '../live/live.ts'
import { ErrorNote, Field, parts, useAction } from '../parts/parts.tsx'

/** Asks for a name, and sends a POST with it. */
export function NewNamed({
  path,
  label,
  example,
  button,
}: {
  path: string
  label: string
  example: string
  button: string
}) {
  const [name, setName] = useState('')
  const { busy, error, run } = useAction()
  const make = async (event: FormEvent) => {
    event.preventDefault()
    if (await run(() => live.act('POST', path, { name }))) setName('')
  }
  return (
    <>
      <form className={parts.grid} onSubmit={(event) => void make(event)}>
        <Field label={label}>
          <input
            required
            autoComplete="off"
            placeholder={example}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        <button type="submit" className={parts.primary} disabled={busy}>
          {button}
        </button>
      </form>
      {error && <ErrorNote>{error}</ErrorNote>}
    </>
  )
}
