import type { Migration } from '../kernel/index.ts'
import { accountTables } from './migration-accounts.ts'
import { disbursementLaws, disbursementTable } from './migration-disbursement.ts'
import { ledgerLaws, ledgerTables } from './migration-ledger.ts'
import { preApprovalLaws, preApprovalTable } from './migration-pre-approval.ts'
import { requestToPayLaws, requestToPayTable } from './migration-request-to-pay.ts'
import { incoming, incomingReferences, views } from './migration-views.ts'
import { addByItself } from './stranger.ts'

/**
 * The wallet's tables, with the laws of the ledger as triggers, and the views for other programs. Never change a step:
 * data files have already run it. Add a new step.
 */
export const walletMigrations: readonly Migration[] = [
  {
    step: 2,
    name: 'wallet: account holders, ledger, requests to pay, pre-approvals, disbursements',
    sql: `${accountTables}${requestToPayTable}${preApprovalTable}${disbursementTable}${ledgerTables}
${ledgerLaws}
${requestToPayLaws}
${disbursementLaws}
${preApprovalLaws}
${views}
${incoming}
    `,
  },
  {
    step: 8,
    name: 'wallet: reference ids of inserted requests',
    sql: incomingReferences,
  },
  {
    step: 13,
    name: 'wallet: who opened by itself',
    sql: addByItself,
  },
]
