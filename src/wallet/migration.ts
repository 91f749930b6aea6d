import type { DbSchema, Migration } from '../kernel/index.ts'
import { disbursementLaws, disbursementTable } from './disbursement/migration.ts'
import { accountTables } from './migration-accounts.ts'
import { ledgerConsequences, ledgerLaws, ledgerTables, transfersOfAnyKind } from './migration-ledger.ts'
import { incomingLaws, incomingTable, walletViews } from './migration-views.ts'
import { preApprovalLaws, preApprovalTable } from './pre-approval/migration.ts'
import { requestToPayLaws, requestToPayTable } from './request-to-pay/migration.ts'
import { addByItself } from './stranger.ts'

/** Never change a step: data files have already run it. Add a new step. */
const migrations: readonly Migration[] = [
  {
    step: 2,
    name: 'wallet: account holders, ledger, requests to pay, pre-approvals, disbursements',
    sql: `${accountTables}${requestToPayTable}${preApprovalTable}${disbursementTable}${ledgerTables}${incomingTable}`,
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
]

/** The wallet's tables, with the laws of the ledger, and the views for other programs. */
export const walletDbSchema: DbSchema = {
  migrations,
  laws: [...ledgerLaws, ...requestToPayLaws, ...disbursementLaws, ...preApprovalLaws, ...incomingLaws],
  consequences: ledgerConsequences,
  views: walletViews,
}
