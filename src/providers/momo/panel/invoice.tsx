import { ErrorNote, jsonOf, parts, Refusal, t, useAction } from '../../../web/parts.ts'
import { kinds } from './kinds.ts'
import { isOpen, type Order } from './orders.ts'
import { newReference } from './send.ts'

/** The number by which its payer finds an invoice, and while nobody has paid it a button to take it back. */
export function Invoice({ order }: { order: Order }) {
  const { busy, error, run } = useAction()
  const { invoiceId } = (jsonOf(order.seen.at(-1)?.exchange.answer ?? '') ?? {}) as { invoiceId?: string }
  const cancel = () =>
    run(async () => {
      const path = `${kinds.invoice.path}/${order.reference}`
      const headers = { 'X-Reference-Id': newReference() }
      const { status, answer } = await order.caller.call('DELETE', path, { headers, body: {} })
      if (status >= 300) throw new Refusal(status, `The server answered ${status} ${answer.slice(0, 200)}`)
    })
  return (
    <>
      {invoiceId && (
        <p>
          {t('Number')} <b>{invoiceId}</b>
          {isOpen(order) && (
            <span className={parts.lead}> {t('· to be paid under “Bills and invoices”')}</span>
          )}
        </p>
      )}
      {isOpen(order) && (
        <div className={parts.row}>
          <button type="button" className={parts.button} disabled={busy} onClick={() => void cancel()}>
            {t('Cancel invoice')}
          </button>
        </div>
      )}
      {error && <ErrorNote>{error}</ErrorNote>}
    </>
  )
}
