import type { DbSchema, Migration } from '../kernel/index.ts'
import { mandateLaws, mandatesOfKinds, mandateTable } from './mandate/migration.ts'
import { accountTables, detailsOfPersons } from './migration-accounts.ts'
import {
  ledgerConsequences,
  ledgerLaws,
  ledgerTables,
  transfersOfAnyKind,
  transfersOfOrders,
} from './migration-ledger.ts'
import { incomingLaws, incomingTable, walletViews } from './migration-views.ts'
import {
  paymentRequestLaws,
  paymentRequestsOfKinds,
  paymentRequestTable,
} from './payment-request/migration.ts'
import { payoutLaws, payoutsOfKinds, payoutTable } from './payout/migration.ts'
import { addByItself } from './stranger.ts'

/** Never change a step: data files have already run it. Add a new step. */
const migrations: readonly Migration[] = [
  {
    step: 2,
    name: 'wallet: account holders, ledger, requests to pay, pre-approvals, disbursements',
    sql: `${accountTables}${paymentRequestTable}${mandateTable}${payoutTable}${ledgerTables}${incomingTable}`,
  },
  {
    step: 8,
    name: 'wallet: laws of the reference ids of inserted requests',
    sql: '',
  },
  {
    step: 13,
    name: 'wallet: who opened by itself',
    sql: addByItself,
  },
  {
    step: 18,
    name: 'wallet: transfers of further kinds',
    sql: transfersOfAnyKind,
  },
  {
    step: 21,
    name: 'wallet: the traces of orders and transfers',
    sql: `
      ALTER TABLE requests_to_pay ADD COLUMN trace TEXT;
      ALTER TABLE pre_approval_items ADD COLUMN trace TEXT;
      ALTER TABLE disbursements ADD COLUMN trace TEXT;
      ALTER TABLE transfers ADD COLUMN trace TEXT;
    `,
  },
  {
    step: 25,
    name: 'wallet: withdrawals, invoices, deposits, refunds, cash transfers, payments of bills',
    sql: `${paymentRequestsOfKinds}${payoutsOfKinds}${transfersOfOrders}`,
  },
  {
    step: 27,
    name: 'wallet: consents, and the data of persons that they open',
    sql: `${mandatesOfKinds}${detailsOfPersons}`,
  },
  {
    step: 32,
    name: 'wallet: the end of a mandate in words of standard SQL',
    sql: '',
  },
]

/** The wallet's tables, with the laws of the ledger, and the views for other programs. */
export const walletDbSchema: DbSchema = {
  migrations,
  laws: [...ledgerLaws, ...paymentRequestLaws, ...payoutLaws, ...mandateLaws, ...incomingLaws],
  consequences: ledgerConsequences,
  views: walletViews,
}
