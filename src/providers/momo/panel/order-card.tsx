import { type ComponentType, useEffect, useRef, useState } from 'react'
import {
  addressOf,
  Badge,
  curlOf,
  type Exchange,
  ExchangeWire,
  jsonOf,
  parts,
  pretty,
  Raw,
  t,
  useLastEventOf,
} from '../../../web/parts.ts'
import { AutoPayments } from './auto-payments.tsx'
import { Callbacks } from './callbacks.tsx'
import { momoCurlKeys } from './curl-keys.ts'
import { GiveBack } from './give-back.tsx'
import { Invoice } from './invoice.tsx'
import { headingOf, type OrderKind } from './kinds.ts'
import { look } from './look.ts'
import { isFinal, lastStatus, noteLook, type Order, wasAccepted } from './orders.ts'
import { SharedData } from './shared-data.tsx'

const tones: Record<string, 'good' | 'bad' | 'wait'> = {
  SUCCESSFUL: 'good',
  GIVEN: 'good',
  PENDING: 'wait',
  FAILED: 'bad',
  DENIED: 'bad',
  EXPIRED: 'bad',
}

/** What a kind of order has on its card: always, or while its status is this one. */
const extras: Partial<Record<OrderKind, { status?: string; Shown: ComponentType<{ order: Order }> }>> = {
  'request-to-pay': { status: 'SUCCESSFUL', Shown: GiveBack },
  'pre-approval': { status: 'SUCCESSFUL', Shown: AutoPayments },
  invoice: { Shown: Invoice },
  consent: { status: 'GIVEN', Shown: SharedData },
}

/** One order: its request, its status as the merchant sees it, and its callbacks. */
export function OrderCard({ order }: { order: Order }) {
  useStatus(order)
  const status = lastStatus(order)
  const accepted = wasAccepted(order)
  const heading = headingOf(order.wish)
  const last = order.seen.at(-1)?.exchange
  const curl = curlOf(order.sent, momoCurlKeys(order.sent), order.caller.shellValues)
  const extra = extras[order.wish.kind]
  return (
    <article className={parts.card} aria-label={heading}>
      <div className={parts.row}>
        <h3>{heading}</h3>
        <span className={parts.lead}>{order.wish.phone}</span>
      </div>
      <ol className={parts.row} aria-label={t('Status')}>
        <li>
          <Badge tone={accepted ? 'good' : 'bad'}>{order.sent.status}</Badge>
        </li>
        {order.seen.map((step) => (
          <li key={`${step.at} ${step.status}`}>
            <Badge tone={tones[step.status]}>{step.status}</Badge>
          </li>
        ))}
        {last && <li className={parts.lead}>{reasonOf(last)}</li>}
      </ol>
      {!accepted &&
        (order.sent.answer === '' ? (
          <p className={parts.lead}>{t('It was refused without a word: the timeline tells why.')}</p>
        ) : (
          <Raw text={pretty(order.sent.answer)} label={t('What was refused')} />
        ))}
      {extra && (extra.status === undefined || extra.status === status) && <extra.Shown order={order} />}
      {accepted && <Callbacks order={order} />}
      <details>
        <summary>{t('Request and answer')}</summary>
        <ExchangeWire
          exchange={order.sent}
          label={t('The request on the wire')}
          answerLabel={t('The answer on the wire')}
          curl={curl}
        />
      </details>
      {last && (
        <details>
          <summary>{t('Last status')}</summary>
          <ExchangeWire
            exchange={last}
            label={t('The question for the last status on the wire')}
            answerLabel={t('The last status on the wire')}
            curl={curlOf(last, momoCurlKeys(last), order.caller.shellValues)}
          />
        </details>
      )}
      <details>
        <summary>{t('The same with curl')}</summary>
        <Raw text={curl} label={t('curl commands')} />
      </details>
      <a href={addressOf('timeline', { words: order.reference })}>{t('On the timeline')}</a>
    </article>
  )
}

/** MTN has the reason as a text or with a message, and under another name for an invoice. */
function reasonOf({ answer }: Exchange): string {
  const { reason, errorReason = reason } = (jsonOf(answer) ?? {}) as {
    reason?: unknown
    errorReason?: unknown
  }
  const { code = errorReason } = Object(errorReason) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** Reads the status after every event about the order, also one during a read, until it is final. */
function useStatus(order: Order): void {
  const last = useLastEventOf(order.reference)
  const asking = useRef(false)
  const missed = useRef(false)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new event is a reason to look again
  useEffect(() => {
    if (!wasAccepted(order) || isFinal(order)) return
    if (asking.current) {
      missed.current = true
      return
    }
    asking.current = true
    look(order)
      .then((seen) => {
        if (seen.status !== lastStatus(order)) noteLook(order.id, { at: new Date().toISOString(), ...seen })
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
