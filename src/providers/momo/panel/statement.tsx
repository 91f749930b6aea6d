import { useState } from 'react'
import type { WorldView } from '../../../terms/sim/world.ts'
import {
  downloadCsv,
  ErrorNote,
  Field,
  figureOf,
  kindNames,
  Plot,
  parts,
  signedSum,
  sumOf,
  t,
  useAction,
  useLive,
  When,
} from '../../../web/parts.ts'
import type { Statement } from '../terms/index.ts'
import styles from './statement.module.css'

/** The maximum number of lines shown; the file has all of them. */
const mostLines = 200

const pathOf = (id: string) => `/merchants/${encodeURIComponent(id)}/statement`

/** The movements on a merchant's accounts, newest first, and the same as a file. */
export function StatementOf({ world }: { world: WorldView }) {
  const [open, setOpen] = useState(false)
  const [userId, setUserId] = useState<string>()
  const user = world.momo.apiUsers.find(({ id }) => id === userId) ?? world.momo.apiUsers[0]
  const statement = useLive<Statement>(open && user ? pathOf(user.id) : null)
  const { busy, error, run } = useAction()
  if (!user) return null
  return (
    <details className={parts.card} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('Statement')}</summary>
      <div className={parts.grid}>
        <Field label={t('Statement of')}>
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
          onClick={() => void run(() => downloadCsv(`statement-${user.id}.csv`, pathOf(user.id)))}
        >
          {t('Download CSV')}
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
      <dl className={styles.accounts}>
        {accounts.map(({ product, closing, currency }) => (
          <div key={`${product} ${currency}`}>
            <dt>{product}</dt>
            <dd>{sumOf(closing, currency)}</dd>
          </div>
        ))}
      </dl>
      {accounts.map((account) => (
        <Balance key={`${account.product} ${account.currency}`} account={account} lines={lines} />
      ))}
      {lines.length > shown.length && (
        <p className={parts.lead}>
          {t('The last {most} of {all} lines; the file has all of them.', {
            most: figureOf(mostLines),
            all: figureOf(lines.length),
          })}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('Lines of the statement')}>
        <ol>
          {shown.map((line) => (
            <li key={`${line.product} ${line.currency} ${line.financialTransactionId}`}>
              <Line line={line} />
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

/** The balance of one account over time; nothing where it did not move. */
function Balance({
  account: { product, currency },
  lines,
}: {
  account: Statement['accounts'][number]
  lines: Statement['lines']
}) {
  const own = lines.filter((line) => line.product === product && line.currency === currency)
  const points = own.map(({ at, balance }) => ({ at: Date.parse(at), balance: Number(balance) }))
  const digits = own[0]?.balance.split('.')[1]?.length ?? 0
  if (points.length < 2) return null
  return (
    <figure>
      <figcaption className={parts.lead}>{product}</figcaption>
      <Plot points={points} currency={currency} digits={digits} />
    </figure>
  )
}

function Line({ line }: { line: Statement['lines'][number] }) {
  const { at, kind, product, party, note, externalId, financialTransactionId, referenceId, currency } = line
  const isOut = line.amount.startsWith('-')
  const who = party && (isOut ? t('to {party}', { party: party.id }) : t('from {party}', { party: party.id }))
  return (
    <>
      <p className={styles.what}>
        <b>{kindNames[kind]}</b> {who}
      </p>
      <p className={styles.amount} data-sign={isOut ? 'minus' : 'plus'}>
        {signedSum(line.amount, currency)}
      </p>
      <p className={styles.more}>
        <When at={at} />
        {[product, note && `“${note}”`, externalId && t('external id {id}', { id: externalId })]
          .filter(Boolean)
          .map((words) => ` · ${words}`)}
      </p>
      <p className={styles.balance}>{t('balance {sum}', { sum: figureOf(line.balance) })}</p>
      <p className={styles.more}>
        {[t('id {id}', { id: financialTransactionId }), referenceId].filter(Boolean).join(' · ')}
      </p>
      {Number(line.fee) !== 0 && (
        <p className={styles.balance}>{t('fee {sum}', { sum: figureOf(line.fee) })}</p>
      )}
    </>
  )
}
