import { type FormEvent, useState } from 'react'
import type { WorldView } from '../../../terms/sim/world.ts'
import { ErrorNote, Field, parts, t, useAction, useLive } from '../../../web/parts.ts'
import { wordsOf } from './fields.ts'
import type { Order } from './orders.ts'
import { send } from './send.ts'

/** Gives all or a part of a paid request to pay back, as an order of its own. */
export function GiveBack({ order: { reference, wish, caller } }: { order: Order }) {
  const world = useLive<WorldView>('/world?limit=50')
  const [amount, setAmount] = useState(wish.amount)
  const { busy, error, run } = useAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!world) return
    void run(() => send(world.momo, caller.user, { ...wish, kind: 'refund', amount, refunds: reference }))
  }
  return (
    <form onSubmit={submit}>
      <div className={parts.grid}>
        <Field label={t('Give back, in {currency}', { currency: wish.currency })}>
          <input
            {...wordsOf('amount').input}
            value={amount}
            onChange={({ target }) => setAmount(target.value)}
          />
        </Field>
        <button type="submit" className={parts.button} disabled={busy || !world}>
          {t('Give back')}
        </button>
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
    </form>
  )
}
