import { useMemo, useState } from 'react'
import type { Audit } from '../../terms/sim/audit.ts'
import type { Account, LedgerEntry } from '../../terms/sim/ledger.ts'
import { kindNames } from '../kind-names.ts'
import { useLive } from '../live/use-live.ts'
import { dayTimeOf, figureOf, signedSum } from '../parts/figures.ts'
import { Badge, parts } from '../parts/parts.tsx'
import styles from './ledger.module.css'
import { Plot } from './plot.tsx'

/** The accounts of the world, the entries of one account, and the audit. */
export function Ledger() {
  const accounts = useLive<Account[]>('/ledger/accounts')
  const [all, setAll] = useState(false)
  const [chosen, setChosen] = useState<number>()
  if (!accounts) return <p className={parts.empty}>Opening the ledger…</p>
  const shown = all ? accounts : accounts.filter(({ kind }) => kind === 'person')
  const account = accounts.find(({ id }) => id === chosen) ?? shown[0]
  return (
    <div className={parts.panel}>
      <AuditLine />
      <label className={styles.all}>
        <input type="checkbox" checked={all} onChange={({ target }) => setAll(target.checked)} />
        Merchants and the simulator’s own accounts too
      </label>
      <ul className={styles.accounts} aria-label="Accounts">
        {shown.map((each) => (
          <li key={each.id}>
            <button type="button" aria-pressed={each.id === account?.id} onClick={() => setChosen(each.id)}>
              <span>
                <b>{each.name}</b>
                <small>{[each.phone, each.environment, each.product].filter(Boolean).join(' · ')}</small>
              </span>
              <span className={styles.balance}>
                {figureOf(each.balance)} <small>{each.currency}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {account && <Entries account={account} />}
    </div>
  )
}

function AuditLine() {
  const audit = useLive<Audit>('/ledger/audit')
  if (!audit) return null
  return (
    <div className={parts.row}>
      <Badge tone={audit.ok ? 'good' : 'bad'}>{audit.ok ? 'Adds up' : 'Does not add up'}</Badge>
      <span
        className={parts.lead}
      >{`${figureOf(String(audit.transfers))} transfers over ${figureOf(String(audit.accounts))} accounts, added up again`}</span>
      {audit.problems.map((problem) => (
        <p key={problem} className={parts.error}>
          {problem}
        </p>
      ))}
    </div>
  )
}

function Entries({ account }: { account: Account }) {
  const entries = useLive<LedgerEntry[]>(`/ledger/entries?account=${account.id}&limit=10000`)
  const points = useMemo(() => {
    let balance = 0
    return (entries ?? []).map(({ at, amount }) => {
      balance += Number(amount)
      return { at: Date.parse(at), balance }
    })
  }, [entries])
  const digits = account.balance.split('.')[1]?.length ?? 0
  const last = (entries ?? []).map((entry, index) => ({ ...entry, balance: points[index]?.balance ?? 0 }))
  return (
    <section className={parts.card} aria-label={`Entries of ${account.name}`}>
      <h2>{account.name}</h2>
      <Plot points={points} currency={account.currency} digits={digits} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.scroll} tabIndex={0} aria-label="Table of the entries">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Amount</th>
              <th scope="col">Balance</th>
            </tr>
          </thead>
          <tbody>
            {last
              .slice(-100)
              .reverse()
              .map(({ id, at, kind, amount, currency, transfer, balance }) => (
                <tr key={id}>
                  <td>
                    <time dateTime={at}>{dayTimeOf(at)}</time>
                  </td>
                  <td>{`${kindNames[kind]} ${transfer}`}</td>
                  <td data-sign={amount.startsWith('-') ? 'minus' : 'plus'}>{signedSum(amount, currency)}</td>
                  <td>{figureOf(balance.toFixed(digits))}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
