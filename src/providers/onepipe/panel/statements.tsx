import { useState } from 'react'
import { downloadCsv, ErrorNote, figureOf, parts, t, useAction, useLive } from '../../../web/parts.ts'
import type { OnePipeStatement } from '../terms/index.ts'
import styles from './statements.module.css'

const path = '/onepipe/statements'

/** The calls that the host invoices each app for, so far; read when it is opened. */
export function Statements() {
  const [open, setOpen] = useState(false)
  return (
    <section className={parts.card} aria-label={t('Statements')}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{t('What the calls of each app cost')}</summary>
        {open && <Tables />}
      </details>
    </section>
  )
}

function Tables() {
  const statements = (useLive<OnePipeStatement[]>(path) ?? []).filter(({ lines }) => lines.length > 0)
  const { busy, error, run } = useAction()
  if (statements.length === 0) return <p className={parts.empty}>{t('No app has called yet.')}</p>
  return (
    <>
      <div className={parts.row}>
        <button
          type="button"
          className={parts.button}
          disabled={busy}
          onClick={() => void run(() => downloadCsv('onepipe-statements.csv', path))}
        >
          {t('Download CSV')}
        </button>
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
      {statements.map(({ app, lines, services }) => (
        <section key={app} className={styles.statement} aria-label={t('Calls of {app}', { app })}>
          <h3>{app}</h3>
          {services.map((service) => (
            <Service
              key={service.service}
              service={service}
              lines={lines.filter((line) => line.service === service.service)}
            />
          ))}
        </section>
      ))}
    </>
  )
}

/** The calls of one service, their total cost, and the share of each receiver. */
function Service({
  service: of,
  lines,
}: {
  service: OnePipeStatement['services'][number]
  lines: OnePipeStatement['lines']
}) {
  const { service, charged, price, amount, currency, shares } = of
  return (
    <div className={styles.service}>
      <table>
        <caption>{service}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Operation')}</th>
            <th scope="col">{t('Status')}</th>
            <th scope="col">{t('Calls')}</th>
            {price !== null && <th scope="col">{currency}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.operation} ${line.status}`}>
              <td>{line.operation}</td>
              <td>{line.status}</td>
              <td>{figureOf(line.calls)}</td>
              {price !== null && <td>{line.amount === null ? null : figureOf(line.amount)}</td>}
            </tr>
          ))}
        </tbody>
        {price !== null && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {t('Each {price}', { price: figureOf(price) })}
              </th>
              <td>{figureOf(charged)}</td>
              <td>{amount === null ? null : figureOf(amount)}</td>
            </tr>
            {shares.map((one) => (
              <tr key={one.party} data-share>
                <th scope="row" colSpan={2}>
                  {one.party}
                </th>
                <td>{one.share}</td>
                <td>{figureOf(one.amount)}</td>
              </tr>
            ))}
          </tfoot>
        )}
      </table>
      {price === null && <p className={parts.lead}>{t('The world file names no price.')}</p>}
    </div>
  )
}
