import type { Kernel, Tx } from '../kernel/index.ts'
import type { WalletConfig } from './config.ts'
import { type Disbursements, disbursementDue } from './disbursement/actions.ts'
import { createFromIncoming, incomingKind } from './incoming.ts'
import { type PreApprovals, preApprovalDeadlines } from './pre-approval/actions.ts'
import { type RequestsToPay, requestDeadlines } from './request-to-pay/actions.ts'

/** What the wallet does when its deadlines fall due. */
export function registerDeadlines(
  { deadlines }: Kernel,
  {
    requests,
    preApprovals,
    disbursements,
    config,
  }: {
    requests: RequestsToPay
    preApprovals: PreApprovals
    disbursements: Disbursements
    config: WalletConfig
  },
): void {
  const on = (kind: string, work: (tx: Tx, id: number) => Promise<void>) =>
    deadlines.on(kind, (tx, ref) => work(tx, Number(ref)))
  on(requestDeadlines.expiry, (tx, id) => requests.expire(tx, id))
  on(requestDeadlines.refusal, (tx, id) => requests.refuseUnknownPayer(tx, id))
  on(requestDeadlines.answer, (tx, id) => requests.answer(tx, id))
  on(preApprovalDeadlines.expiry, (tx, id) => preApprovals.expire(tx, id))
  on(preApprovalDeadlines.refusal, (tx, id) => preApprovals.refuseUnknownPayer(tx, id))
  on(preApprovalDeadlines.answer, (tx, id) => preApprovals.answer(tx, id))
  on(preApprovalDeadlines.end, (tx, id) => preApprovals.runOut(tx, id))
  on(disbursementDue, (tx, id) => disbursements.perform(tx, id))
  on(incomingKind, (tx, id) => createFromIncoming(tx, id, { requests, config }))
}
