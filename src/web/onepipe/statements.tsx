import { useState } from 'react'
import { controlHeaders } from '../live/http.ts'
import { useLive } from '../live/use-live.ts'
import { ErrorNote, parts, useDeed } from '../parts/parts.tsx'
import styles from './statements.module.css'

interface Statement {
  app: string
  services: Array<{
    service: string
    calls: number
    charged: number
    price: string | null
    amount: string | null
    currency: string | null
    shares: Array<{ party: string; share: string; amount: string }>
  }>
  lines: Array<{ service: string; operation: string; status: string; calls: number; amount: string | null }>
}

const path = '/onepipe/statements'

/** What the host invoices each app for, so far; read once it is opened. */
export function Statements() {
  const [open, setOpen] = useState(false)
  return (
    <section className={parts.card} aria-label="Statements">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>What the calls of each app cost</summary>
        {open && <Tables />}
      </details>
    </section>
  )
}

function Tables() {
  const statements = (useLive<Statement[]>(path) ?? []).filter(({ lines }) => lines.length > 0)
  const { busy, error, run } = useDeed()
  if (statements.length === 0) return <p className={parts.empty}>No app has called yet.</p>
  return (
    <>
      <div className={parts.row}>
        <button
          type="button"
          className={parts.button}
          disabled={busy}
          onClick={() => void run(() => downloadCsv())}
        >
          Download CSV
        </button>
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
      {statements.map(({ app, lines, services }) => (
        <div key={app} className={styles.statement}>
          <table>
            <caption>{app}</caption>
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col">Operation</th>
                <th scope="col">Status</th>
                <th scope="col">Calls</th>
                <th scope="col">Amount</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ service, operation, status, calls, amount }) => (
                <tr key={`${service} ${operation} ${status}`}>
                  <td>{service}</td>
                  <td>{operation}</td>
                  <td>{status}</td>
                  <td>{calls}</td>
                  <td>{amount ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {services.map(({ service, charged, price, amount, currency, shares }) => (
            <p key={service} className={parts.lead}>
              {price === null
                ? `${service}: the world file names no price.`
                : [
                    `${service}: ${charged} × ${price} = ${amount} ${currency}`,
                    ...shares.map((one) => `${one.party} ${one.share}: ${one.amount}`),
                  ].join(' · ')}
            </p>
          ))}
        </div>
      ))}
    </>
  )
}

/** By a request, since a link bears no admin token. */
async function downloadCsv(): Promise<void> {
  const response = await fetch(`/_sim${path}?format=csv`, { headers: controlHeaders() })
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  const link = document.createElement('a')
  const url = URL.createObjectURL(await response.blob())
  link.href = url
  link.download = 'onepipe-statements.csv'
  link.click()
  // The browser has taken it by the time of the next task.
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}
