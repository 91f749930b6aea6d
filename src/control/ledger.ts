import { type Kernel, screenAmount } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import type { Audit } from '../terms/sim/audit.ts'
import { type Account, type LedgerEntry, ledgerEntriesQuery } from '../terms/sim/ledger.ts'
import { entriesOf, everyBalance, type Wallet } from '../wallet/index.ts'
import { json } from './answers.ts'

/** Accounts with their balances, the entries of one account, oldest first, and whether the books are right. */
export const ledgerRoutes = ({ kernel, wallet }: { kernel: Kernel; wallet: Wallet }): ControlRoute[] => [
  controlRoute({
    operation: 'auditLedger',
    method: 'GET',
    path: '/ledger/audit',
    answer: async () => json<Audit>(await kernel.read((rx) => wallet.ledger.audit(rx))),
  }),
  controlRoute({
    operation: 'listAccounts',
    method: 'GET',
    path: '/ledger/accounts',
    async answer() {
      const rows = await kernel.read(everyBalance)
      return json<Account[]>(
        rows.map(({ account_id, balance, currency, ...account }) => ({
          id: account_id,
          ...account,
          currency,
          balance: screenAmount(balance, currency),
        })),
      )
    },
  }),
  controlRoute({
    operation: 'listLedgerEntries',
    method: 'GET',
    path: '/ledger/entries',
    query: ledgerEntriesQuery,
    async answer({ query }) {
      const entries = await kernel.read((rx) => entriesOf(rx, query))
      return json<LedgerEntry[]>(
        entries.map(({ amount, currency, at, ...entry }) => ({
          ...entry,
          amount: screenAmount(amount, currency),
          currency,
          at: new Date(at).toISOString(),
        })),
      )
    },
  }),
]
