import { dayOf, jsonOf, t } from '../../../web/parts.ts'
import type { Order } from './orders.ts'
import styles from './shared-data.module.css'

/** What a payer shares with the merchant, by the names that OpenID Connect has for it. */
export function SharedData({ order: { seen } }: { order: Order }) {
  const data = (jsonOf(seen.at(-1)?.exchange.answer ?? '') ?? {}) as Record<string, unknown>
  return (
    <dl className={styles.data} aria-label={t('Shared data')}>
      {Object.entries(data).map(([name, value]) => (
        <div key={name}>
          <dt>{name.replaceAll('_', ' ')}</dt>
          <dd>{textOf(name, value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no')
  // Epoch seconds.
  if (name === 'updated_at') return dayOf(new Date(Number(value) * 1_000).toISOString())
  // An address has its own text.
  const { formatted = value } = Object(value) as { formatted?: unknown }
  return String(formatted)
}
