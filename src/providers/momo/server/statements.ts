import {
  csvOf,
  exponentOf,
  type Kernel,
  NotFoundError,
  periodOf,
  screenAmount,
} from '../../../kernel/index.ts'
import type { Statement, StatementLine, Wallet } from '../../../wallet/index.ts'
import { type ControlRoute, controlRoute } from '../../control-route.ts'
import { merchantStatementQuery, type Statement as StatementView } from '../terms/index.ts'
import type { Momo } from './momo.ts'

const { currency } = merchantStatementQuery.shape
const statementQuery = merchantStatementQuery.extend({
  currency: currency.refine(
    (code) => code === undefined || exponentOf(code) !== undefined,
    'is not a currency of ISO 4217',
  ),
})

/** The columns of the CSV, in order: programs read them by name. */
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

/** The movements on a merchant's accounts, which a shop compares with its own books. */
export function statementRoute({
  kernel,
  wallet,
  momo,
}: {
  kernel: Kernel
  wallet: Wallet
  momo: Momo
}): ControlRoute {
  return controlRoute({
    operation: 'getMerchantStatement',
    describe: async () => (await import('./control-openapi.ts')).merchantStatement,
    method: 'GET',
    path: '/merchants/{apiUser}/statement',
    query: statementQuery,
    async answer({ params: { apiUser: id = '' }, query: { format, currency, ...query }, prefersCsv }) {
      const period = periodOf(query)
      const found = await kernel.read(async (rx) => {
        const user = await momo.apiUser(rx, id)
        if (!user) return undefined
        const { merchantId, ...rest } = user
        return { ...rest, statement: await wallet.ledger.statement(rx, { merchantId, currency, ...period }) }
      })
      if (!found)
        throw new NotFoundError(
          `No API user ${id}. GET /_sim/world lists those of this world.`,
          { apiUser: id },
          { problem: 'unknown-api-user' },
        )
      const { statement, ...user } = found
      const asCsv = format === undefined ? prefersCsv : format === 'csv'
      if (!asCsv) return { json: { ...user, ...viewOf(statement) } satisfies StatementView }
      const csv = await csvOf(columns, statement.lines.map(rowOf), ['external_id', 'party', 'note'])
      return { csv, file: `statement-${user.apiUser}.csv` }
    },
  })
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

function rowOf(line: StatementLine) {
  const { currency, referenceId, externalId, financialTransactionId, party, ...rest } = line
  return {
    ...rest,
    time: new Date(line.at).toISOString(),
    reference_id: referenceId,
    financial_transaction_id: financialTransactionId,
    external_id: externalId,
    party_type: party?.type,
    party: party?.id,
    amount: screenAmount(line.amount, currency),
    fee: screenAmount(line.fee, currency),
    balance: screenAmount(line.balance, currency),
    currency,
  }
}
