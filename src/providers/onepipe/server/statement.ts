import { csvOf, exponentOf } from '../../../kernel/index.ts'
import type { OnePipeStatement } from '../terms/index.ts'
import type { CountedCalls } from './calls.ts'
import { divided } from './shares.ts'

/** The price of one service, and the share of each party. */
export interface ServicePrice {
  /** The price of one call, in minor units. */
  price: number
  currency: string
  /** By party, such as `60%`; together 100 %. Empty where no party is named. */
  shares: Readonly<Record<string, string>>
}

type ServiceTotal = OnePipeStatement['services'][number]

/** The status of a call without an answer, because the simulator died. It is not charged. */
const unanswered = 'Unanswered'

const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString())

/** The statement of one app, from its calls in a period and the prices of the world. */
export function statementOf(
  app: string,
  { from, to }: { from: number | undefined; to: number | undefined },
  { calls, prices }: { calls: readonly CountedCalls[]; prices: Readonly<Record<string, ServicePrice>> },
): OnePipeStatement {
  const counted = calls.map((line) => ({ ...line, status: line.status ?? unanswered }))
  const services = [...new Set(counted.map(({ service }) => service))].sort()
  const totals = new Map<string, bigint>()
  const perService = services.map((service): ServiceTotal => {
    const own = counted.filter((line) => line.service === service)
    const charged = sum(own.filter(({ status }) => status !== unanswered))
    const priced = prices[service]
    const head = { service, calls: sum(own), charged }
    if (!priced) return { ...head, price: null, amount: null, currency: null, shares: [] }
    const { currency, shares } = priced
    const amount = BigInt(priced.price) * BigInt(charged)
    totals.set(currency, (totals.get(currency) ?? 0n) + amount)
    const parts = divided(amount, shares)
    return {
      ...head,
      price: amountText(BigInt(priced.price), currency),
      amount: amountText(amount, currency),
      currency,
      shares: Object.entries(shares).map(([party, share]) => ({
        party,
        share,
        amount: amountText(parts[party] ?? 0n, currency),
      })),
    }
  })
  return {
    app,
    from: iso(from),
    to: iso(to),
    lines: counted.map(({ service, operation, status, calls }) => {
      const priced = prices[service]
      const line = { service, operation, status, calls }
      if (!priced) return { ...line, price: null, amount: null, currency: null }
      const price = BigInt(priced.price)
      const amount = status === unanswered ? 0n : price * BigInt(calls)
      const { currency } = priced
      return { ...line, price: amountText(price, currency), amount: amountText(amount, currency), currency }
    }),
    services: perService,
    totals: [...totals].map(([currency, amount]) => ({ currency, amount: amountText(amount, currency) })),
  }
}

function sum(lines: ReadonlyArray<{ calls: number }>): number {
  return lines.reduce((total, { calls }) => total + calls, 0)
}

/** A bigint: sums of many calls can be too large for an exact number. */
function amountText(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency) ?? 0
  const digits = String(minor).padStart(exponent + 1, '0')
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

const columns = [
  'line',
  'app',
  'from',
  'to',
  'service',
  'operation',
  'status',
  'party',
  'share',
  'calls',
  'currency',
  'price',
  'amount',
] as const

/**
 * Statements as one table: `calls` for each line, `share` for a party's share of a service, `total` for each currency.
 * The names of apps and parties come from the world file.
 */
export function statementsCsv(statements: readonly OnePipeStatement[]): Promise<string> {
  const rows = statements.flatMap(({ app, from, to, lines, services, totals }) => [
    ...lines.map((line) => ({ ...line, line: 'calls', app, from, to })),
    ...services.flatMap(({ service, currency, shares }) =>
      shares.map((share) => ({ ...share, line: 'share', app, from, to, service, currency })),
    ),
    ...totals.map((total) => ({ ...total, line: 'total', app, from, to })),
  ])
  return csvOf(columns, rows, ['app', 'party'])
}
