import { useState } from 'react'
import type { CallbackDelivery } from '../../../terms/sim/callback.ts'
import {
  Badge,
  CallbackWire,
  ErrorNote,
  live,
  parts,
  t,
  useAction,
  useLive,
  usePolling,
  When,
} from '../../../web/parts.ts'
import { isOpen, lastStatus, type Order } from './orders.ts'

/** The callbacks of one order, each with its answer, and a button to send it again. */
export function Callbacks({ order }: { order: Order }) {
  const callbacks = (useLive<CallbackDelivery[]>('/callbacks') ?? []).filter(({ url }) =>
    url?.includes(order.id),
  )
  const under = callbacks.some(({ status }) => ['waiting', 'pending', 'attempting'].includes(status))
  const wanted = order.sent.headers['X-Callback-Url'] !== undefined
  const isSettled = lastStatus(order) !== undefined && !isOpen(order)
  usePolling('/callbacks', under || (wanted && isSettled && callbacks.length === 0))
  const { busy, error, run } = useAction()
  const [resent, setResent] = useState(0)
  if (!wanted) return <p className={parts.lead}>{t('Without a callback URL no callback is sent.')}</p>
  return (
    <div>
      {callbacks.map((callback) => (
        <details key={callback.id}>
          <summary>
            {t('Callback')} <When at={callback.attemptedAt ?? callback.createdAt} />{' '}
            <Badge tone={callback.status === 'done' ? 'good' : callback.status === 'failed' ? 'bad' : 'wait'}>
              {callback.status === 'done' ? answered(callback) : callback.status}
            </Badge>
          </summary>
          <CallbackWire callback={callback} />
          <button
            type="button"
            className={parts.button}
            disabled={busy}
            onClick={() =>
              void run(() => live.act('POST', `/callbacks/${callback.id}/resend`, {})).then(() =>
                setResent(resent + 1),
              )
            }
          >
            {t('Send again')}
          </button>
        </details>
      ))}
      {callbacks.length === 0 && <p className={parts.lead}>{t('No callback yet.')}</p>}
      {error && <ErrorNote>{error}</ErrorNote>}
    </div>
  )
}

function answered({ result }: CallbackDelivery): string {
  return result?.status === undefined ? 'done' : `answered ${result.status}`
}
