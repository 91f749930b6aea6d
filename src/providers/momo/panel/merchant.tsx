import { type FormEvent, useState } from 'react'
import type { WorldView } from '../../../terms/sim/world.ts'
import { ErrorNote, Field, kindNames, parts, t, useAction, useLive } from '../../../web/parts.ts'
import { type FieldName, fields, wordsOf } from './fields.ts'
import { ownSink } from './first-payer.ts'
import { kinds, kindsOf, type OrderKind } from './kinds.ts'
import { OrderCard } from './order-card.tsx'
import { useOrders } from './orders.ts'
import { send } from './send.ts'
import { StatementOf } from './statement.tsx'

/** Sends orders of every kind as one of the world's merchants. */
export function Merchant() {
  const world = useLive<WorldView>('/world?limit=50')
  const orders = useOrders()
  return (
    <div className={parts.panel}>
      <p className={parts.lead}>{t('Speak MTN’s MoMo API as a merchant does, with a key of this world.')}</p>
      {world && <NewOrder world={world} />}
      {world && <StatementOf world={world} />}
      {orders.length === 0 && (
        <p className={parts.empty}>
          {t('What you send is shown here: its status, its callbacks, and the bytes of each call.')}
        </p>
      )}
      {orders.map((order) => (
        <OrderCard key={order.id} order={order} />
      ))}
    </div>
  )
}

type Values = Record<FieldName, string>

const initial = Object.fromEntries(
  Object.entries(fields).map(([name, { initial: value }]) => [name, value]),
) as Values

function NewOrder({ world }: { world: WorldView }) {
  const [kind, setKind] = useState<OrderKind>('request-to-pay')
  const [userId, setUserId] = useState('')
  const [typed, setTyped] = useState<Partial<Values>>({})
  const [callback, setCallback] = useState<string>()
  const { busy, error, run } = useAction()
  const user = world.momo.apiUsers.find(({ id }) => id === userId) ?? world.momo.apiUsers[0]
  if (!user)
    return <p className={parts.empty}>{t('This world has no API users. Add one to its world file.')}</p>

  const near = world.phones.filter(({ environment }) => environment === user.targetEnvironment)
  const phone = typed.phone ?? near[0]?.msisdn ?? world.phones[0]?.msisdn ?? ''
  const person = world.phones.find(({ msisdn }) => msisdn === phone)
  const currency = person?.balances[0]?.currency ?? near[0]?.balances[0]?.currency ?? 'EUR'
  const provider = world.momo.serviceProviders[0]?.userName ?? ''
  const values: Values = { ...initial, currency, provider, ...typed, phone }
  const callbackUrl = callback ?? ownSink(user.providerCallbackHost)

  const type = (name: FieldName, value: string) => {
    const { currency: own, ...others } = typed
    // Another person may have another currency.
    const kept = name === 'phone' || own === undefined ? others : typed
    setTyped({ ...kept, [name]: value })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(() => send(world.momo, user, { ...values, kind, callbackUrl }))
  }
  return (
    <form className={parts.card} onSubmit={submit}>
      <div className={parts.grid}>
        <Field label={t('Send')}>
          <select value={kind} onChange={({ target }) => setKind(target.value as OrderKind)}>
            {([t('Ask a person'), t('Send money')] as const).map((group) => (
              <optgroup key={group} label={group}>
                {kindsOf(group).map((name) => (
                  <option key={name} value={name}>
                    {kindNames[name]}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </Field>
        <Field label={t('As API user')}>
          <select
            value={user.id}
            onChange={({ target }) => {
              setUserId(target.value)
              const { phone: _, currency: __, ...others } = typed
              setTyped(others)
            }}
          >
            {world.momo.apiUsers.map(({ id, name, targetEnvironment }) => (
              <option key={id} value={id}>
                {`${name} · ${targetEnvironment}`}
              </option>
            ))}
          </select>
        </Field>
        {kinds[kind].fields.map((name) => (
          <Field key={name} label={name === 'phone' ? kinds[kind].party : wordsOf(name).label}>
            <Control name={name} value={values[name]} change={(value) => type(name, value)} />
          </Field>
        ))}
      </div>
      <Field label={t('Callback URL')}>
        <input
          type="url"
          placeholder={t('none')}
          value={callbackUrl}
          onChange={({ target }) => setCallback(target.value)}
        />
      </Field>
      <datalist id="people">
        {world.phones.map(({ msisdn, name }) => (
          <option key={msisdn} value={msisdn}>
            {name ?? ''}
          </option>
        ))}
      </datalist>
      <datalist id="providers">
        {world.momo.serviceProviders.map(({ userName, name }) => (
          <option key={userName} value={userName}>
            {name}
          </option>
        ))}
      </datalist>
      <div className={parts.row}>
        <button type="submit" className={parts.primary} disabled={busy}>
          {t('Send {kind}', { kind: kindNames[kind].toLowerCase() })}
        </button>
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
    </form>
  )
}

interface ControlProps {
  name: FieldName
  value: string
  change: (value: string) => void
}

function Control({ name, value, change }: ControlProps) {
  const { options, input } = wordsOf(name)
  if (!options) return <input {...input} value={value} onChange={({ target }) => change(target.value)} />
  return (
    <select value={value} onChange={({ target }) => change(target.value)}>
      {options.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  )
}
