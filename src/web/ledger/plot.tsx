import { useEffect, useId, useRef, useState } from 'react'
import { figureOf } from '../parts/figures.ts'
import { momentOf } from '../parts/times.ts'
import { t } from '../words/words.ts'
import styles from './ledger.module.css'
import { amountTicks, timeLabel, timeTicks } from './ticks.ts'

const height = 210
const edge = { top: 26, right: 24, bottom: 28 }
const letter = 7.2
/** What the label of a time needs, with the room beside it. */
const timeRoom = 84

/** A balance over time, in steps: it is constant between two entries. */
export function Plot({
  points,
  currency,
  digits,
}: {
  points: Array<{ at: number; balance: number }>
  currency: string
  /** The decimals of the currency. */
  digits: number
}) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  return (
    <div ref={frame} className={styles.plot}>
      {width > 0 && points.length > 0 && <Steps {...{ points, currency, digits, width }} />}
    </div>
  )
}

function Steps({
  points,
  currency,
  digits,
  width,
}: {
  points: Array<{ at: number; balance: number }>
  currency: string
  digits: number
  width: number
}) {
  const id = useId()
  const first = points[0] as { at: number; balance: number }
  const last = points.at(-1) as { at: number; balance: number }
  const balances = points.map(({ balance }) => balance)
  const highest = Math.max(...balances, 0)
  const lowest = Math.min(...balances, 0)
  const sum = (balance: number) => figureOf(balance.toFixed(digits))
  const amounts = amountTicks(lowest, highest, 4)
  const top = amounts.at(-1) ?? highest
  const bottom = amounts[0] ?? lowest
  const decimals = (amounts[1] ?? 1) - bottom < 1 ? digits : 0
  const said = amounts.map((amount) => figureOf(amount.toFixed(decimals)))
  const left = Math.max(...said.map(({ length }) => length)) * letter + 12
  const x = (at: number) => left + ((at - first.at) / (last.at - first.at || 1)) * (width - left - edge.right)
  const y = (balance: number) =>
    edge.top + ((top - balance) / (top - bottom || 1)) * (height - edge.top - edge.bottom)
  const times = timeTicks(first.at, last.at, Math.floor((width - left) / timeRoom))
  const steps = points.map(({ at, balance }, index) => {
    const to = `${x(at).toFixed(1)} ${y(balance).toFixed(1)}`
    return index === 0 ? `M ${to}` : `H ${x(at).toFixed(1)} V ${y(balance).toFixed(1)}`
  })
  const line = `${steps.join(' ')} H ${width - edge.right}`
  const base = y(0).toFixed(1)
  const on = (at: number) => momentOf(new Date(at).toISOString())
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-desc`}
    >
      <title id={`${id}-title`}>{t('Balance over time, in {currency}', { currency })}</title>
      <desc id={`${id}-desc`}>
        {t(
          'From {begin} on {beginDate} to {end} on {endDate}. Highest {highest}, lowest {lowest}. The table below has each balance.',
          {
            begin: sum(first.balance),
            beginDate: on(first.at),
            end: sum(last.balance),
            endDate: on(last.at),
            highest: sum(highest),
            lowest: sum(Math.min(...balances)),
          },
        )}
      </desc>
      <text className={styles.unit} x={0} y={12}>
        {t('Balance, {currency}', { currency })}
      </text>
      {amounts.map((amount, index) => (
        <g key={amount}>
          <line className={styles.base} x1={left} x2={width - edge.right} y1={y(amount)} y2={y(amount)} />
          <text x={left - 8} y={y(amount) + 4} textAnchor="end">
            {said[index]}
          </text>
        </g>
      ))}
      {times.map((at) => (
        <g key={at}>
          <line className={styles.axis} x1={x(at)} x2={x(at)} y1={y(bottom)} y2={y(bottom) + 5} />
          <text x={x(at)} y={height - 8} textAnchor={x(at) > width - 40 ? 'end' : 'middle'}>
            {timeLabel(at, times)}
          </text>
        </g>
      ))}
      <text className={styles.unit} x={width} y={12} textAnchor="end">
        {t('Time, UTC')}
      </text>
      <line className={styles.axis} x1={left} x2={width - edge.right} y1={y(bottom)} y2={y(bottom)} />
      <path className={styles.area} d={`${line} V ${base} H ${x(first.at).toFixed(1)} Z`} />
      <path className={styles.line} d={line} />
      <circle cx={last.at === first.at ? x(first.at) : width - edge.right} cy={y(last.balance)} r="4" />
    </svg>
  )
}

function useWidth(frame: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!frame.current) return
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    watch.observe(frame.current)
    return () => watch.disconnect()
  }, [frame])
  return width
}
