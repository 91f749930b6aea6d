import { useState } from 'react'
import type { CallbackDelivery } from '../../../terms/sim/callback.ts'
import {
  Badge,
  ErrorNote,
  live,
  parts,
  t,
  timeOf,
  useAction,
  useLive,
  usePolling,
  Wire,
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
            {t('Callback {value} ', { value: timeOf(callback.attemptedAt ?? callback.createdAt) })}
            <Badge tone={callback.status === 'done' ? 'good' : callback.status === 'failed' ? 'bad' : 'wait'}>
              {callback.status === 'done' ? answered(callback) : callback.status}
            </Badge>
          </summary>
          <Wire text={callbackOf(callback)} label={t('The callback')} />
          <Wire text={answerOf(callback)} label={t('Its answer')} />
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

function callbackOf({ method = 'POST', url, body = '', result }: CallbackDelivery): string {
  return message(`${method} ${url}`, result?.headers, body)
}

function answerOf({ status, result }: CallbackDelivery): string {
  if (result?.status !== undefined)
    return message(`HTTP ${result.status}`, result.answer?.headers, result.answer?.body ?? '')
  return result?.error ?? (status === 'failed' ? t('No answer.') : t('No answer yet.'))
}

function message(first: string, headers: Record<string, string> = {}, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [first, ...lines, '', body].join('\n').trimEnd()
}
