import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { auditSchema } from '../../terms/sim/audit.ts'
import { accountSchema, ledgerEntrySchema } from '../../terms/sim/ledger.ts'

const section = 'Ledger'

/** What documents say of `/ledger`. */
export const ledger = {
  listAccounts: {
    summary: 'Every account with its balance',
    description: 'Amounts are decimal strings.',
    section,
    answers: { 200: z.array(accountSchema) },
  },
  listLedgerEntries: {
    summary: 'The entries of one account, oldest first',
    section,
    answers: { 200: z.array(ledgerEntrySchema) },
  },
  auditLedger: {
    summary: 'Add up the whole ledger again',
    section,
    answers: { 200: auditSchema },
  },
} satisfies Record<string, ControlDescription>
