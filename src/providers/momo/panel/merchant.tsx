import { type FormEvent, useState } from 'react'
import type { WorldView } from '../../../terms/sim/world.ts'
import { ErrorNote, Field, live, parts, useAction, useLive } from '../../../web/parts.ts'
import { kinds, MomoCaller, type OrderKind, type Wish } from './momo.ts'
import { OrderCard } from './order-card.tsx'
import { addOrder, useOrders } from './orders.ts'
import { StatementOf } from './statement.tsx'

/** The default callback URL: this server, by the host that the API user has. */
function ownSink(host: string): string {
  return host === 'localhost' || host === '127.0.0.1'
    ? `http://${host}:${location.port || '80'}/page/callback`
    : ''
}

/** Sends a request to pay, a pre-approval or a transfer as one of the world's merchants. */
export function Merchant() {
  const world = useLive<WorldView>('/world')
  const orders = useOrders()
  return (
    <div className={parts.panel}>
      <p className={parts.lead}>Speak MTN’s MoMo API as a merchant does, with a key of this world.</p>
      {world && <NewOrder world={world} />}
      {world && <StatementOf world={world} />}
      {orders.map((order) => (
        <OrderCard key={order.id} order={order} />
      ))}
    </div>
  )
}

function NewOrder({ world }: { world: WorldView }) {
  const [kind, setKind] = useState<OrderKind>('request-to-pay')
  const [userId, setUserId] = useState(world.momo.apiUsers[0]?.id ?? '')
  const [phone, setPhone] = useState<string>()
  const [amount, setAmount] = useState('12.50')
  const [currency, setCurrency] = useState<string>()
  const [message, setMessage] = useState('Order 17')
  const [callback, setCallback] = useState<string>()
  const { busy, error, run } = useAction()
  const user = world.momo.apiUsers.find(({ id }) => id === userId) ?? world.momo.apiUsers[0]
  if (!user) return <p className={parts.empty}>This world has no API users. Add one to its world file.</p>

  const near = world.phones.filter(({ environment }) => environment === user.targetEnvironment)
  const payer = phone ?? near[0]?.msisdn ?? world.phones[0]?.msisdn ?? ''
  const person = world.phones.find(({ msisdn }) => msisdn === payer)
  const money = currency ?? person?.balances[0]?.currency ?? near[0]?.balances[0]?.currency ?? 'EUR'
  const callbackUrl = callback ?? ownSink(user.providerCallbackHost)
  const transfer = kind === 'transfer'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(() =>
      send(world, { kind, userId: user.id, phone: payer, amount, currency: money, message, callbackUrl }),
    )
  }
  return (
    <form className={parts.card} onSubmit={submit}>
      <div className={parts.grid}>
        <Field label="Send">
          <select value={kind} onChange={({ target }) => setKind(target.value as OrderKind)}>
            {Object.entries(kinds).map(([name, { title }]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </Field>
        <Field label="As API user">
          <select
            value={user.id}
            onChange={({ target }) => {
              setUserId(target.value)
              setPhone(undefined)
              setCurrency(undefined)
            }}
          >
            {world.momo.apiUsers.map(({ id, name, targetEnvironment }) => (
              <option key={id} value={id}>
                {`${name} · ${targetEnvironment}`}
              </option>
            ))}
          </select>
        </Field>
        <Field label={transfer ? 'Payee' : 'Payer'}>
          <input
            list="people"
            inputMode="tel"
            required
            value={payer}
            onChange={({ target }) => {
              setPhone(target.value)
              setCurrency(undefined)
            }}
          />
        </Field>
        {kind !== 'pre-approval' && (
          <Field label="Amount">
            <input
              inputMode="decimal"
              required
              value={amount}
              onChange={({ target }) => setAmount(target.value)}
            />
          </Field>
        )}
        <Field label="Currency">
          <input required maxLength={3} value={money} onChange={({ target }) => setCurrency(target.value)} />
        </Field>
        <Field label="Message">
          <input value={message} onChange={({ target }) => setMessage(target.value)} />
        </Field>
      </div>
      <Field label="Callback URL">
        <input
          type="url"
          placeholder="none"
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
      <div className={parts.row}>
        <button type="submit" className={parts.primary} disabled={busy}>
          {`Send ${kinds[kind].title.toLowerCase()}`}
        </button>
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
    </form>
  )
}

async function send(world: WorldView, wish: Wish): Promise<void> {
  const user = world.momo.apiUsers.find(({ id }) => id === wish.userId)
  if (!user) return
  const { product, path, body, title } = kinds[wish.kind]
  const caller = new MomoCaller(world.momo, user, product)
  const id = newReference()
  const headers: Record<string, string> = { 'X-Reference-Id': id }
  // The query identifies this order's callbacks, since the body has no reference id.
  if (wish.callbackUrl) headers['X-Callback-Url'] = withReference(wish.callbackUrl, id)
  const sent = await caller.call('POST', path, { headers, body: body(wish) })
  const money = wish.kind === 'pre-approval' ? wish.currency : `${wish.amount} ${wish.currency}`
  addOrder({ id, kind: wish.kind, caller, phone: wish.phone, words: `${title}, ${money}`, sent, seen: [] })
  live.touch()
}

function withReference(url: string, id: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}reference=${id}`
}

/** A UUID version 4; `crypto.randomUUID` exists only in secure contexts, and a page from another machine is none. */
function newReference(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
