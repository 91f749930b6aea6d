import { useEffect, useRef, useState } from 'react'
import type { CallbackDelivery } from '../../../terms/sim/callback.ts'
import {
  addressOf,
  Badge,
  curlOf,
  ErrorNote,
  type Exchange,
  jsonOf,
  live,
  parts,
  pretty,
  Raw,
  timeOf,
  useAction,
  useLastEvent,
  useLive,
  usePolling,
  wireOf,
} from '../../../web/parts.ts'
import { AutoPayments } from './auto-payments.tsx'
import { kinds } from './momo.ts'
import { isFinal, lastStatus, noteStatus, type Order } from './orders.ts'

const tones: Record<string, 'good' | 'bad' | 'wait'> = { SUCCESSFUL: 'good', FAILED: 'bad', PENDING: 'wait' }

/** One order: its request, its status as the merchant sees it, and its callbacks. */
export function OrderCard({ order }: { order: Order }) {
  useStatus(order)
  const status = lastStatus(order)
  const accepted = order.sent.status === 202
  return (
    <article className={parts.card} aria-label={order.words}>
      <div className={parts.row}>
        <h3>{order.words}</h3>
        <span className={parts.lead}>{order.phone}</span>
      </div>
      <ol className={parts.row} aria-label="Status">
        <li>
          <Badge tone={accepted ? 'good' : 'bad'}>{order.sent.status}</Badge>
        </li>
        {order.seen.map((step) => (
          <li key={`${step.at} ${step.status}`}>
            <Badge tone={tones[step.status]}>{step.status}</Badge>
          </li>
        ))}
        {order.seen.at(-1) && <li className={parts.lead}>{reasonOf(order.seen.at(-1)?.exchange)}</li>}
      </ol>
      {!accepted && <Raw text={pretty(order.sent.answer)} label="What was refused" />}
      {order.kind === 'pre-approval' && status === 'SUCCESSFUL' && <AutoPayments order={order} />}
      <Callbacks order={order} />
      <details>
        <summary>Request and answer</summary>
        <Raw text={wireOf(order.sent)} label="The request on the wire" />
      </details>
      {order.seen.at(-1) && (
        <details>
          <summary>Last status</summary>
          <Raw text={wireOf(order.seen.at(-1)?.exchange as Exchange)} label="The last status on the wire" />
        </details>
      )}
      <details>
        <summary>The same with curl</summary>
        <Raw text={`${curlOf(order.caller.tokenRequest)}\n\n${curlOf(order.sent)}`} label="curl commands" />
      </details>
      <a href={addressOf('timeline', { words: order.id })}>On the timeline</a>
    </article>
  )
}

function reasonOf(exchange: Exchange | undefined): string {
  const { reason } = (jsonOf(exchange?.answer ?? '') ?? {}) as { reason?: unknown }
  return typeof reason === 'string' ? reason : ''
}

/** Reads the status after every event, also one during a read, until it is final. */
function useStatus(order: Order): void {
  const last = useLastEvent()
  const asking = useRef(false)
  const missed = useRef(false)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new event is a reason to look again
  useEffect(() => {
    if (order.sent.status !== 202 || isFinal(order)) return
    if (asking.current) {
      missed.current = true
      return
    }
    asking.current = true
    order.caller
      .call('GET', `${kinds[order.kind].path}/${order.id}`)
      .then((exchange) => {
        const { status = `HTTP ${exchange.status}` } = (jsonOf(exchange.answer) ?? {}) as { status?: string }
        if (status !== lastStatus(order)) {
          noteStatus(order.id, { at: new Date().toISOString(), status, exchange })
        }
      })
      .catch(() => undefined)
      .finally(() => {
        asking.current = false
        if (!missed.current) return
        missed.current = false
        setRound((before) => before + 1)
      })
  }, [last, order, round])
}

function Callbacks({ order }: { order: Order }) {
  const callbacks = (useLive<CallbackDelivery[]>('/callbacks') ?? []).filter(({ url }) =>
    url?.includes(order.id),
  )
  const under = callbacks.some(({ status }) => ['waiting', 'pending', 'attempting'].includes(status))
  const wanted = order.sent.headers['X-Callback-Url'] !== undefined
  usePolling('/callbacks', under || (wanted && isFinal(order) && callbacks.length === 0))
  const { busy, error, run } = useAction()
  const [resent, setResent] = useState(0)
  if (!wanted) return <p className={parts.lead}>Without a callback URL nobody is told.</p>
  return (
    <div>
      {callbacks.map((callback) => (
        <details key={callback.id}>
          <summary>
            {`Callback ${timeOf(callback.attemptedAt ?? callback.createdAt)} `}
            <Badge tone={callback.status === 'done' ? 'good' : callback.status === 'failed' ? 'bad' : 'wait'}>
              {callback.status === 'done' ? answered(callback) : callback.status}
            </Badge>
          </summary>
          <Raw text={callbackOf(callback)} label="The callback" />
          <Raw text={answerOf(callback)} label="Its answer" />
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
            Send again
          </button>
        </details>
      ))}
      {callbacks.length === 0 && <p className={parts.lead}>No callback yet.</p>}
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
  return result?.error ?? (status === 'failed' ? 'No answer.' : 'No answer yet.')
}

function message(first: string, headers: Record<string, string> = {}, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [first, ...lines, '', pretty(body)].join('\n').trimEnd()
}
