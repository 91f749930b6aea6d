import { exponentOf, type Kernel, parseAmount, type Tx } from '../kernel/index.ts'
import type { NewPerson } from './account-holder.ts'
import { AccountHolders } from './account-holders.ts'
import { countWaiting, readWaiting } from './approval/queue.ts'
import { auditLedger } from './audit.ts'
import type { Environment, WalletConfig } from './config.ts'
import { Disbursements } from './disbursement/actions.ts'
import { readHistory } from './history.ts'
import { createFromIncoming, incomingKind } from './incoming.ts'
import { fund } from './ledger.ts'
import { Merchants } from './merchants.ts'
import { eventsOfPending } from './pending-events.ts'
import { Pins } from './pin.ts'
import { PreApprovals } from './pre-approval/actions.ts'
import { RequestsToPay } from './request-to-pay/actions.ts'
import { readStatement } from './statement.ts'

/**
 * The wallet platform: account holders, their accounts, the ledger, requests to pay, pre-approvals and
 * disbursements. It returns outcomes and reasons; the rooms above put them in each vendor's words.
 *
 * @example
 * const asked = await kernel.transact((tx) => wallet.requestsToPay.create(tx, order))
 * const { ok, problems } = await kernel.read((rx) => wallet.ledger.audit(rx))
 */
export class Wallet {
  /** By their names, in the order of the configuration. */
  readonly environments: ReadonlyMap<string, Environment>
  readonly holders: AccountHolders
  readonly merchants: Merchants
  readonly requestsToPay: RequestsToPay
  readonly preApprovals: PreApprovals
  readonly disbursements: Disbursements
  /** The requests to pay and pre-approvals that wait for a payer's answer. */
  readonly approvals = { waiting: readWaiting, countWaiting }
  readonly ledger = { history: readHistory, statement: readStatement, audit: auditLedger }

  constructor({ kernel, config }: { kernel: Kernel; config: WalletConfig }) {
    kernel.retention.guard(eventsOfPending)
    this.environments = new Map(Object.entries(config.environments))
    this.holders = new AccountHolders(new Pins(kernel), config)
    this.merchants = new Merchants(config)
    const parts = { kernel, holders: this.holders, config }
    this.requestsToPay = new RequestsToPay(parts)
    this.preApprovals = new PreApprovals(parts)
    this.disbursements = new Disbursements(parts)
    const incoming = { requests: this.requestsToPay, config }
    kernel.deadlines.on(incomingKind, (tx, ref) => createFromIncoming(tx, Number(ref), incoming))
  }

  /** Opens a person's wallet with the given balances: decimal strings, or `0`. */
  async openPerson(
    tx: Tx,
    person: NewPerson & { environment: string; balances: Array<{ currency: string; amount: string }> },
  ): Promise<number> {
    const holderId = await this.holders.open(tx, person)
    for (const { currency, amount } of person.balances) {
      const minor =
        /^0+(\.0+)?$/.test(amount) && exponentOf(currency) !== undefined ? 0 : parseAmount(amount, currency)
      await fund(tx, { holderId, environment: person.environment, currency, product: '' }, minor)
    }
    return holderId
  }
}
