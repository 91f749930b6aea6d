import { z } from 'zod'
import {
  consentStandings,
  type Invoice,
  type Order,
  type Payment,
  type PreApproval,
  type Withdrawal,
} from '../../../client/index.ts'
import {
  calling,
  expectation,
  expectCallbacks,
  expectedCallbacks,
  type Scene,
  StepFailure,
  written,
} from '../../../sessions/parts.ts'
import { preApprovalStatuses, requestStatuses } from '../../../terms/sim/statuses.ts'
import {
  billPayments,
  cashTransfers,
  consents,
  deposits,
  invoices,
  orders,
  type Payout,
  preApprovals,
  refunds,
  transfers,
  withdrawals,
} from './actions.ts'

const ofOrders = { reason: written, callbacks: expectedCallbacks }
/** Names of MTN's claims with their values; an object such as the address is not compared. */
const shares = z.record(z.string(), z.union([written, z.int(), z.boolean()]))
/** Claims that must not be there. */
const withholds = z.array(z.string()).min(1)
const listed = z.enum(preApprovalStatuses).exclude(['FAILED'])

interface ExpectedOrder {
  status: string
  reason?: string | undefined
  callbacks?: z.infer<typeof expectedCallbacks> | undefined
}

export const expectations = {
  request: expectation({
    of: 'request-to-pay',
    statuses: requestStatuses,
    words: ofOrders,
    check: (scene, name, expected) => expectStatus(scene, name, scene.made(orders, name), expected),
  }),
  withdrawal: expectation({
    of: 'withdrawal',
    statuses: requestStatuses,
    words: ofOrders,
    check: (scene, name, expected) => expectStatus(scene, name, scene.made(withdrawals, name), expected),
  }),
  invoice: expectation({
    of: 'invoice',
    statuses: requestStatuses,
    words: ofOrders,
    check: (scene, name, expected) => expectStatus(scene, name, scene.made(invoices, name), expected),
  }),
  'pre-approval': expectation({
    of: 'pre-approval',
    statuses: requestStatuses,
    words: { ...ofOrders, listed },
    async check(scene, name, expected) {
      const preApproval = scene.made(preApprovals, name)
      await expectStatus(scene, name, preApproval, expected)
      if (expected.listed !== undefined) await expectListed(scene, name, preApproval, expected.listed)
    },
  }),
  consent: expectation({
    of: 'consent',
    statuses: consentStandings,
    words: { shares, withholds },
    async check(scene, name, { status, shares: wanted = {}, withholds: unwanted = [] }) {
      const consent = scene.made(consents, name)
      const seen = await calling(scene, (options) => consent.standing(options))
      if (seen !== status) throw new StepFailure({ expected: `${name} ${status}`, seen, path: ['status'] })
      if (Object.keys(wanted).length + unwanted.length > 0) {
        const info = await calling(scene, (options) => consent.userInfo(options))
        expectShared(name, info, { wanted, unwanted })
      }
      scene.say({ kind: 'checked', text: `${name} is ${seen}` })
    },
  }),
  transfer: expectation({
    of: 'transfer',
    statuses: requestStatuses,
    words: ofOrders,
    check: (scene, name, expected) => expectStatus(scene, name, scene.made(transfers, name), expected),
  }),
  deposit: expectation({
    of: 'deposit',
    statuses: requestStatuses,
    words: ofOrders,
    check: (scene, name, expected) => expectStatus(scene, name, scene.made(deposits, name), expected),
  }),
  refund: expectation({
    of: 'refund',
    statuses: requestStatuses,
    words: ofOrders,
    check: (scene, name, expected) => expectStatus(scene, name, scene.made(refunds, name), expected),
  }),
  'cash-transfer': expectation({
    of: 'cash-transfer',
    statuses: requestStatuses,
    words: ofOrders,
    check: (scene, name, expected) => expectStatus(scene, name, scene.made(cashTransfers, name), expected),
  }),
  'bill-payment': expectation({
    of: 'pay-bill',
    statuses: requestStatuses,
    words: ofOrders,
    check: (scene, name, expected) => expectStatus(scene, name, scene.made(billPayments, name), expected),
  }),
}

function expectShared(
  name: string,
  info: Readonly<Record<string, unknown>>,
  { wanted, unwanted }: { wanted: Readonly<Record<string, unknown>>; unwanted: readonly string[] },
): void {
  const claims = Object.keys(info).join(', ')
  for (const [claim, value] of Object.entries(wanted)) {
    if (info[claim] === value) continue
    const seen = Object.hasOwn(info, claim) ? `${claim} ${JSON.stringify(info[claim])}` : `only ${claims}`
    throw new StepFailure({
      expected: `${name} to share ${claim} ${JSON.stringify(value)}`,
      seen,
      path: ['shares', claim],
    })
  }
  const shown = unwanted.findIndex((claim) => Object.hasOwn(info, claim))
  if (shown < 0) return
  throw new StepFailure({
    expected: `${name} to withhold ${unwanted[shown]}`,
    seen: claims,
    path: ['withholds', String(shown)],
  })
}

async function expectStatus(
  scene: Scene,
  name: string,
  made: Invoice | Order | PreApproval | Payout | Withdrawal,
  { status, reason, callbacks }: ExpectedOrder,
): Promise<void> {
  // Everything due was attempted before this step: a callback that is not there will not come.
  const payment = await calling(scene, (options) => made.status({ callbackWaitMs: 0, ...options }))
  const seenReason = reasonOf(payment)
  const seen = `${payment.status}${seenReason === undefined ? '' : ` ${seenReason}`}`
  if (payment.status !== status) {
    throw new StepFailure({ expected: `${name} ${status}`, seen, path: ['status'] })
  }
  if (reason !== undefined && seenReason !== reason) {
    throw new StepFailure({ expected: `${name} ${status} ${reason}`, seen, path: ['reason'] })
  }
  const called = callbacks === undefined ? '' : await expectCallbacks(scene, made.callbacks, callbacks)
  scene.say({ kind: 'checked', text: `${name} is ${seen}${called}` })
}

/** The status by reference stays as decided; only the list shows how a pre-approval ended. */
async function expectListed(
  scene: Scene,
  name: string,
  preApproval: PreApproval,
  wanted: string,
): Promise<void> {
  const { status } = await calling(scene, (options) => preApproval.details(options))
  if (status !== wanted) {
    throw new StepFailure({ expected: `${name} listed as ${wanted}`, seen: status, path: ['listed'] })
  }
  scene.say({ kind: 'checked', text: `${name} is listed as ${wanted}` })
}

function reasonOf({ reason, errorReason }: Payment): string | undefined {
  if (errorReason !== undefined) return errorReason.code
  return typeof reason === 'object' ? reason.code : reason
}
