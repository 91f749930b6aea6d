import { useMemo, useState } from 'react'
import type { Audit } from '../../terms/sim/audit.ts'
import type { Account, LedgerEntry } from '../../terms/sim/ledger.ts'
import { kindNames } from '../kind-names.ts'
import { useNeeded, useNeededList } from '../live/use-live.ts'
import { figureOf, signedSum } from '../parts/figures.ts'
import { Badge, parts } from '../parts/parts.tsx'
import { When } from '../parts/when.tsx'
import { t } from '../words/words.ts'
import styles from './ledger.module.css'
import { Plot } from './plot.tsx'

/** The accounts of the world, the entries of one account, and the audit. */
export function Ledger() {
  const accounts = useNeededList<Account>('/ledger/accounts')
  const [all, setAll] = useState(false)
  const [chosen, setChosen] = useState<number>()
  if (!accounts) return <p className={parts.empty}>{t('Opening the ledger…')}</p>
  const shown = all ? accounts : accounts.filter(({ kind }) => kind === 'person')
  const account = accounts.find(({ id }) => id === chosen) ?? shown[0]
  return (
    <div className={`${parts.panel} ${styles.ledger}`}>
      <AuditLine />
      <label className={styles.all}>
        <input type="checkbox" checked={all} onChange={({ target }) => setAll(target.checked)} />
        {t('Merchants and the simulator’s own accounts too')}
      </label>
      <ul className={styles.accounts} aria-label={t('Accounts')}>
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
  const audit = useNeeded<Audit>('/ledger/audit')
  if (!audit) return null
  return (
    <div className={parts.row}>
      <Badge tone={audit.ok ? 'good' : 'bad'}>{audit.ok ? t('Adds up') : t('Does not add up')}</Badge>
      <span className={parts.lead}>
        {t('{transfers} transfers over {accounts} accounts, added up again', {
          transfers: figureOf(audit.transfers),
          accounts: figureOf(audit.accounts),
        })}
      </span>
      {audit.problems.map((problem) => (
        <p key={problem} className={parts.error}>
          {problem}
        </p>
      ))}
    </div>
  )
}

function Entries({ account }: { account: Account }) {
  const entries = useNeededList<LedgerEntry>(`/ledger/entries?account=${account.id}&limit=10000`)
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
    <section className={parts.card} aria-label={t('Entries of {name}', { name: account.name })}>
      <h2>{account.name}</h2>
      <Plot points={points} currency={account.currency} digits={digits} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('Table of the entries')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('When')}</th>
              <th scope="col">{t('What')}</th>
              <th scope="col">{t('Amount')}</th>
              <th scope="col">{t('Balance')}</th>
            </tr>
          </thead>
          <tbody>
            {last
              .slice(-100)
              .reverse()
              .map(({ id, at, kind, amount, currency, transfer, balance }) => (
                <tr key={id}>
                  <td>
                    <When at={at} />
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
