import { useState } from 'react'
import { controlHeaders, exchange, jsonOf, Refusal } from '../live/http.ts'
import type { World } from '../live/shapes.ts'
import { useLive } from '../live/use-live.ts'
import { download } from '../parts/download.ts'
import { ErrorNote, Field, parts, timeOf, useDeed } from '../parts/parts.tsx'
import styles from './statement.module.css'

interface Statement {
  accounts: Array<{ product: string; currency: string; opening: string; closing: string }>
  lines: Array<{
    at: string
    kind: string
    product: string
    referenceId: string | null
    externalId: string | null
    financialTransactionId: string
    party: { type: string; id: string } | null
    note: string | null
    amount: string
    fee: string
    balance: string
    currency: string
  }>
}

/** So many lines are drawn; the file has all of them. */
const mostLines = 200

const pathOf = (id: string) => `/merchants/${encodeURIComponent(id)}/statement`

/** What moved on a merchant's accounts, newest first, and the same as a file. */
export function StatementOf({ world }: { world: World }) {
  const [open, setOpen] = useState(false)
  const [userId, setUserId] = useState<string>()
  const user = world.momo.apiUsers.find(({ id }) => id === userId) ?? world.momo.apiUsers[0]
  const statement = useLive<Statement>(open && user ? pathOf(user.id) : null)
  const { busy, error, run } = useDeed()
  if (!user) return null
  return (
    <details className={parts.card} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Statement</summary>
      <div className={parts.grid}>
        <Field label="Statement of">
          <select value={user.id} onChange={({ target }) => setUserId(target.value)}>
            {world.momo.apiUsers.map(({ id, name, targetEnvironment }) => (
              <option key={id} value={id}>
                {`${name} · ${targetEnvironment}`}
              </option>
            ))}
          </select>
        </Field>
        <button
          type="button"
          className={parts.button}
          disabled={busy}
          onClick={() =>
            void run(async () => download(`statement-${user.id}.csv`, 'text/csv', await csvOf(user.id)))
          }
        >
          Download CSV
        </button>
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
      {statement && <Lines statement={statement} />}
    </details>
  )
}

function Lines({ statement: { accounts, lines } }: { statement: Statement }) {
  const shown = lines.slice(-mostLines).reverse()
  return (
    <>
      <p className={parts.lead}>
        {accounts.map(({ product, closing, currency }) => `${product} ${closing} ${currency}`).join(' · ')}
        {lines.length > shown.length && ` · the last ${mostLines} of ${lines.length} lines`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.scroll} tabIndex={0} aria-label="Lines of the statement">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Who</th>
              <th scope="col">External id</th>
              <th scope="col">Note</th>
              <th scope="col">Ids</th>
              <th scope="col">Amount</th>
              <th scope="col">Fee</th>
              <th scope="col">Balance</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <tr key={`${line.product} ${line.currency} ${line.financialTransactionId}`}>
                <td>
                  <time dateTime={line.at}>{`${line.at.slice(5, 10)} ${timeOf(line.at)}`}</time>
                </td>
                <td>{`${line.kind} · ${line.product}`}</td>
                <td>{line.party?.id}</td>
                <td>{line.externalId}</td>
                <td>{line.note}</td>
                <td>
                  {line.financialTransactionId}
                  <small>{line.referenceId}</small>
                </td>
                <td data-number data-sign={line.amount.startsWith('-') ? 'minus' : 'plus'}>
                  {`${line.amount.replace('-', '−')} ${line.currency}`}
                </td>
                <td data-number>{line.fee}</td>
                <td data-number>{line.balance}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

/** @throws Refusal in the words of the server */
async function csvOf(id: string): Promise<string> {
  const path = `/_sim${pathOf(id)}?format=csv`
  const { status, answer } = await exchange({ method: 'GET', path, headers: controlHeaders(), body: null })
  if (status === 200) return answer
  const { detail } = (jsonOf(answer) ?? {}) as { detail?: string }
  throw new Refusal(status, detail ?? `The server answered ${status}.`)
}
