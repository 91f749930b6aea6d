import { useCallback, useEffect, useState } from 'react'
import { Badge, ErrorNote, jsonOf, live, parts, t, useAction } from '../../../web/parts.ts'
import type { Order } from './orders.ts'

interface Listed {
  preApprovalId: string
  status: string
  message: string
  fromCurrency: string
}

/** The accepted pre-approvals of a payer for this merchant, each with a button to cancel it. */
export function AutoPayments({ order }: { order: Order }) {
  const [listed, setListed] = useState<Listed[]>([])
  const { busy, error, run } = useAction()
  const read = useCallback(async () => {
    const payer = order.wish.phone.replace(/^\+/, '')
    const { answer } = await order.caller.call('GET', `/collection/v1_0/preapprovals/MSISDN/${payer}`)
    const found = jsonOf(answer)
    if (Array.isArray(found)) setListed(found as Listed[])
  }, [order.caller, order.wish.phone])
  useEffect(() => {
    read().catch(() => undefined)
  }, [read])
  const cancel = (id: string) =>
    run(async () => {
      await order.caller.call('DELETE', `/collection/v1_0/preapproval/${id}`)
      await read()
      live.touch()
    })
  return (
    <ul aria-label={t('Pre-approvals of this payer')}>
      {listed.map(({ preApprovalId, status, message, fromCurrency }) => (
        <li key={preApprovalId} className={parts.row}>
          <Badge tone={status === 'APPROVED' ? 'good' : undefined}>{status}</Badge>
          <span>{`${message || t('No message')}, ${fromCurrency}`}</span>
          {status === 'APPROVED' && (
            <button
              type="button"
              className={parts.button}
              disabled={busy}
              onClick={() => void cancel(preApprovalId)}
            >
              {t('Cancel')}
            </button>
          )}
        </li>
      ))}
      {error && <ErrorNote>{error}</ErrorNote>}
    </ul>
  )
}
