import styles from './ledger.module.css'

const width = 560
const height = 130
const edge = { top: 12, right: 10, bottom: 22, left: 10 }

/** A balance over time, in steps: it is constant between two entries. */
export function Plot({
  points,
  currency,
}: {
  points: Array<{ at: number; balance: number }>
  currency: string
}) {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last) return null
  const balances = points.map(({ balance }) => balance)
  const highest = Math.max(...balances, 0)
  const lowest = Math.min(...balances, 0)
  const x = (at: number) =>
    edge.left + ((at - first.at) / (last.at - first.at || 1)) * (width - edge.left - edge.right)
  const y = (balance: number) =>
    edge.top + ((highest - balance) / (highest - lowest || 1)) * (height - edge.top - edge.bottom)
  const steps = points.map(({ at, balance }, index) => {
    const to = `${x(at).toFixed(1)} ${y(balance).toFixed(1)}`
    return index === 0 ? `M ${to}` : `H ${x(at).toFixed(1)} V ${y(balance).toFixed(1)}`
  })
  const line = `${steps.join(' ')} H ${width - edge.right}`
  const base = y(0).toFixed(1)
  return (
    <svg
      className={styles.plot}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Balance over time: from ${first.balance} to ${last.balance} ${currency}, highest ${highest}`}
    >
      <path className={styles.area} d={`${line} V ${base} H ${x(first.at).toFixed(1)} Z`} />
      <line className={styles.base} x1={edge.left} x2={width - edge.right} y1={base} y2={base} />
      <path className={styles.line} d={line} />
      <circle cx={width - edge.right} cy={y(last.balance)} r="4" />
      <text x={edge.left} y={height - 6}>
        {new Date(first.at).toISOString().slice(0, 16).replace('T', ' ')}
      </text>
      <text x={width - edge.right} y={height - 6} textAnchor="end">
        {new Date(last.at).toISOString().slice(0, 16).replace('T', ' ')}
      </text>
    </svg>
  )
}
