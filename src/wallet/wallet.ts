import { exponentOf, type Kernel, parseAmount, type Tx } from '../kernel/index.ts'
import type { NewPerson } from './account-holder.ts'
import { AccountHolders } from './account-holders.ts'
import { countWaiting, readWaiting } from './approval/queue.ts'
import { auditLedger } from './audit.ts'
import type { Environment, WalletConfig } from './config.ts'
import { readHistory } from './history.ts'
import { createFromIncoming, incomingKind } from './incoming.ts'
import { openFunded } from './ledger.ts'
import { Mandates } from './mandate/actions.ts'
import { Merchants } from './merchants.ts'
import { PaymentRequests } from './payment-request/actions.ts'
import { Payouts } from './payout/actions.ts'
import { eventsOfPending } from './pending-events.ts'
import { Pins } from './pin.ts'
import { readStatement } from './statement.ts'

/**
 * The wallet platform: account holders, their accounts, the ledger, payment requests, mandates and
 * payouts. It returns outcomes and reasons; the providers put them in their own words.
 *
 * @example
 * const asked = await kernel.transact((tx) => wallet.paymentRequests.create(tx, order))
 * const { ok, problems } = await kernel.read((rx) => wallet.ledger.audit(rx))
 */
export class Wallet {
  /** By their names, in the order of the configuration. */
  readonly environments: ReadonlyMap<string, Environment>
  readonly holders: AccountHolders
  readonly merchants: Merchants
  readonly paymentRequests: PaymentRequests
  readonly mandates: Mandates
  readonly payouts: Payouts
  /** The payment requests and mandates that wait for a payer's answer. */
  readonly approvals = { waiting: readWaiting, countWaiting }
  readonly ledger = { history: readHistory, statement: readStatement, audit: auditLedger }

  constructor({ kernel, config }: { kernel: Kernel; config: WalletConfig }) {
    kernel.retention.guard(eventsOfPending)
    this.environments = new Map(Object.entries(config.environments))
    this.holders = new AccountHolders(new Pins(kernel), config)
    this.merchants = new Merchants(config)
    const parts = { kernel, holders: this.holders, config }
    this.paymentRequests = new PaymentRequests(parts)
    this.mandates = new Mandates(parts)
    this.payouts = new Payouts(parts)
    const incoming = { requests: this.paymentRequests, config }
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
      await openFunded(tx, { holderId, environment: person.environment, currency, product: '' }, minor)
    }
    return holderId
  }
}
