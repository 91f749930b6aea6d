import type { Router } from 'express'
import { z } from 'zod'
import { csvOf, exponentOf, InputError, type Kernel, NotFoundError, screenAmount } from '../kernel/index.ts'
import type { Momo } from '../momo/index.ts'
import type { Statement, StatementLine, Wallet } from '../wallet/index.ts'
import { instantMilliseconds, parse } from './schema.ts'

const statementQuery = z.strictObject({
  from: z.string().optional(),
  to: z.string().optional(),
  currency: z
    .string()
    .transform((code) => code.toUpperCase())
    .refine((code) => exponentOf(code) !== undefined, 'is not a currency of ISO 4217')
    .optional(),
  format: z.enum(['json', 'csv']).optional(),
})

/** The columns of the CSV, in their order: programs read them by name. */
const columns = [
  'time',
  'kind',
  'product',
  'reference_id',
  'financial_transaction_id',
  'external_id',
  'party_type',
  'party',
  'note',
  'amount',
  'fee',
  'balance',
  'currency',
] as const

/** What moved on a merchant's accounts, by which a shop compares its own books. */
export function statementRoutes(
  routes: Router,
  { kernel, wallet, momo }: { kernel: Kernel; wallet: Wallet; momo: Momo },
): void {
  routes.get('/merchants/:apiUser/statement', async (request, response) => {
    const { format, currency, ...period } = parse(statementQuery, request.query, 'query')
    const [from, to] = [period.from, period.to].map((text) => text && moment(text))
    if (from && to && from >= to)
      throw new InputError(`The period from ${period.from} to ${period.to} is empty: "to" is not part of it.`)
    const id = String(request.params.apiUser)
    const found = await kernel.read(async (rx) => {
      const user = await momo.apiUser(rx, id)
      if (!user) return undefined
      const { merchantId, ...rest } = user
      const wanted = { merchantId, from: from || undefined, to: to || undefined, currency }
      return { ...rest, statement: await wallet.statement(rx, wanted) }
    })
    if (!found)
      throw new NotFoundError(`No API user ${id}. GET /_sim/world lists those of this world.`, {
        apiUser: id,
      })
    const { statement, ...user } = found
    if ((format ?? request.accepts(['json', 'csv'])) !== 'csv') {
      response.json({ ...user, ...viewOf(statement) })
      return
    }
    response.attachment(`statement-${user.apiUser}.csv`)
    response.send(await csvOf(columns, statement.lines.map(rowOf), ['external_id', 'party', 'note']))
  })
}

/** A time with its zone, or a day, which begins at midnight UTC. */
function moment(text: string): number {
  return instantMilliseconds(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
}

function viewOf({ merchant, accounts, lines }: Statement) {
  return {
    merchant,
    accounts: accounts.map(({ product, currency, opening, closing }) => ({
      product,
      currency,
      opening: screenAmount(opening, currency),
      closing: screenAmount(closing, currency),
    })),
    lines: lines.map(({ at, amount, fee, balance, currency, ...line }) => ({
      at: new Date(at).toISOString(),
      ...line,
      amount: screenAmount(amount, currency),
      fee: screenAmount(fee, currency),
      balance: screenAmount(balance, currency),
      currency,
    })),
  }
}

function rowOf(line: StatementLine): Record<(typeof columns)[number], string> {
  const { currency } = line
  return {
    time: new Date(line.at).toISOString(),
    kind: line.kind,
    product: line.product,
    reference_id: line.referenceId ?? '',
    financial_transaction_id: line.financialTransactionId,
    external_id: line.externalId ?? '',
    party_type: line.party?.type ?? '',
    party: line.party?.id ?? '',
    note: line.note ?? '',
    amount: screenAmount(line.amount, currency),
    fee: screenAmount(line.fee, currency),
    balance: screenAmount(line.balance, currency),
    currency,
  }
}
