import { exponentOf, type Kernel, parseAmount, type Rx, type Tx } from '../kernel/index.ts'
import {
  AccountHolders,
  type HolderView,
  type NewPerson,
  type Party,
  type Profile,
} from './account-holder.ts'
import { type Audit, auditLedger } from './audit.ts'
import type { Environment, Limit, WalletConfig } from './config.ts'
import { type Disbursement, Disbursements, disbursementDue, type NewDisbursement } from './disbursement.ts'
import { type HistoryItem, readHistory } from './history.ts'
import { incomingKind, takeUpIncoming } from './incoming.ts'
import { fund } from './ledger.ts'
import { type PinRefusal, Pins } from './pin.ts'
import {
  type AcceptOutcome,
  type CancelOutcome,
  type DeclineOutcome,
  type NewPreApproval,
  type PreApproval,
  PreApprovals,
  preApprovalDeadlines,
} from './pre-approval.ts'
import {
  type ApprovalOutcome,
  deadlineKinds,
  type NewRequestToPay,
  type RejectionOutcome,
  RequestsToPay,
  type RequestToPay,
} from './request-to-pay.ts'
import type { Language, WalletTables } from './tables.ts'
import { countWaiting, readWaiting, type WaitingItem } from './waiting.ts'

export interface BalanceView {
  environment: string
  currency: string
  /** Minor units. */
  amount: number
}

/**
 * The wallet platform: account holders, their accounts, the ledger, requests to pay, pre-approvals and
 * disbursements. It speaks of outcomes and reasons; the vendors' words for them are the business of the rooms above.
 */
export class Wallet {
  readonly #holders: AccountHolders
  readonly #pins: Pins
  readonly #requests: RequestsToPay
  readonly #preApprovals: PreApprovals
  readonly #disbursements: Disbursements
  #config: WalletConfig

  constructor({ kernel, config }: { kernel: Kernel; config: WalletConfig }) {
    this.#config = config
    this.#pins = new Pins(kernel)
    this.#holders = new AccountHolders(this.#pins, config)
    this.#requests = new RequestsToPay(this.#holders, config)
    this.#preApprovals = new PreApprovals(this.#holders, config)
    this.#disbursements = new Disbursements(this.#holders, config)
    this.#registerDeadlines(kernel)
  }

  #registerDeadlines({ deadlines }: Kernel): void {
    const on = (kind: string, work: (tx: Tx, id: number) => Promise<void>) =>
      deadlines.on(kind, (tx, ref) => work(tx, Number(ref)))
    on(deadlineKinds.expiry, (tx, id) => this.#requests.expire(tx, id))
    on(deadlineKinds.refusal, (tx, id) => this.#requests.refuseUnknownPayer(tx, id))
    on(deadlineKinds.answer, (tx, id) => this.#requests.answer(tx, id))
    on(preApprovalDeadlines.expiry, (tx, id) => this.#preApprovals.expire(tx, id))
    on(preApprovalDeadlines.refusal, (tx, id) => this.#preApprovals.refuseUnknownPayer(tx, id))
    on(preApprovalDeadlines.answer, (tx, id) => this.#preApprovals.answer(tx, id))
    on(preApprovalDeadlines.end, (tx, id) => this.#preApprovals.runOut(tx, id))
    on(disbursementDue, (tx, id) => this.#disbursements.perform(tx, id))
    on(incomingKind, (tx, id) => takeUpIncoming(tx, id, { requests: this.#requests, config: this.#config }))
  }

  configure(config: WalletConfig): void {
    this.#config = config
    this.#holders.configure(config)
    this.#requests.configure(config)
    this.#preApprovals.configure(config)
    this.#disbursements.configure(config)
  }

  environment(name: string): Environment | undefined {
    return Object.hasOwn(this.#config.environments, name) ? this.#config.environments[name] : undefined
  }

  /** Opens a person's wallet with money in it. Balances are decimal strings, or `0`. */
  async openPerson(
    tx: Tx,
    person: NewPerson & { environment: string; balances: Array<{ currency: string; amount: string }> },
  ): Promise<number> {
    const holderId = await this.#holders.open(tx, person)
    for (const { currency, amount } of person.balances) {
      const minor =
        /^0+(\.0+)?$/.test(amount) && exponentOf(currency) !== undefined ? 0 : parseAmount(amount, currency)
      await fund(tx, { holderId, environment: person.environment, currency, product: '' }, minor)
    }
    return holderId
  }

  /** Opens a merchant's account holder, with a funded account for each product, and returns its id. */
  async openMerchant(
    tx: Tx,
    merchant: {
      name: string
      environment: string
      products: readonly string[]
      mayReceive?: boolean
      /** Its own, of what it pays out; none where left out. */
      limits?: readonly Limit[] | undefined
    },
  ): Promise<number> {
    const merchantId = await this.#holders.openMerchant(tx, merchant)
    const { environment } = merchant
    const currency = this.environment(environment)?.currencies[0]
    if (currency === undefined) return merchantId
    for (const product of merchant.products)
      await this.#holders.merchantAccount(tx, { merchantId, environment, product, currency })
    return merchantId
  }

  /**
   * What a merchant's account holds; in a currency that it has none in yet, what its account will open with. Undefined
   * where the environment does not have the currency.
   */
  async merchantBalance(
    rx: Rx,
    of: { merchantId: number; environment: string; product: string; currency?: string },
  ): Promise<{ currency: string; amount: number } | undefined> {
    const currencies = this.environment(of.environment)?.currencies ?? []
    const currency = of.currency ?? currencies[0]
    if (currency === undefined || !currencies.includes(currency)) return undefined
    return { currency, amount: await this.#holders.merchantBalance(rx, { ...of, currency }) }
  }

  /** Whether money can be asked of this party: in an open world, of any number. */
  isActive(rx: Rx, environment: string, party: Party): Promise<boolean> {
    return this.#holders.isActive(rx, environment, party)
  }

  /**
   * Who a party is. Undefined where there is nobody, or no wallet in the environment; for a number that an open world
   * has not met too, since reads create nothing.
   */
  profile(rx: Rx, environment: string, party: Party): Promise<Profile | undefined> {
    return this.#holders.profile(rx, environment, party)
  }

  /** `phone` is `+` and digits. */
  holderByPhone(rx: Rx, phone: string): Promise<HolderView | undefined> {
    return this.#holders.byPhone(rx, phone)
  }

  async setLanguage(tx: Tx, holderId: number, language: Language): Promise<void> {
    await tx
      .db<WalletTables>()
      .updateTable('account_holders')
      .set({ language })
      .where('id', '=', holderId)
      .execute()
  }

  /** Counts tries and locks as an approval does. */
  async checkPin(tx: Tx, holderId: number, pin: string): Promise<{ outcome: 'ok' } | PinRefusal> {
    return this.#pins.check(tx, { holderId, pin, phone: await this.#holders.phone(tx, holderId) })
  }

  async balances(rx: Rx, holderId: number): Promise<BalanceView[]> {
    return rx
      .db<WalletTables>()
      .selectFrom('accounts')
      .select(['environment', 'currency', 'balance as amount'])
      .where('holder_id', '=', holderId)
      .orderBy('id')
      .execute()
  }

  /** Every person's wallet, in the order they opened. */
  async people(rx: Rx): Promise<Array<HolderView & { balances: BalanceView[] }>> {
    const rows = await rx
      .db<WalletTables>()
      .selectFrom('account_holders as h')
      .innerJoin('aliases as a', (join) => join.onRef('a.holder_id', '=', 'h.id').on('a.type', '=', 'MSISDN'))
      .select(['h.id', 'h.name', 'h.language', 'h.locked', 'a.value'])
      .where('h.kind', '=', 'person')
      .orderBy('h.id')
      .execute()
    const people: Array<HolderView & { balances: BalanceView[] }> = []
    for (const { id, name, language, locked, value } of rows) {
      people.push({
        id,
        name,
        language,
        phone: value,
        pinLocked: locked === 1,
        balances: await this.balances(rx, id),
      })
    }
    return people
  }

  history(rx: Rx, holderId: number, page: { offset: number; limit: number }): Promise<HistoryItem[]> {
    return readHistory(rx, holderId, page)
  }

  /**
   * Asks a payer to pay. The caller has checked amount, currency and reference id. A payer nobody knows is accepted
   * like any other, and fails soon after.
   */
  requestToPay(
    tx: Tx,
    wanted: NewRequestToPay,
  ): Promise<{ outcome: 'accepted'; request: RequestToPay } | { outcome: 'duplicate' }> {
    return this.#requests.create(tx, wanted)
  }

  findRequest(rx: Rx, of: { merchantId: number; referenceId: string }): Promise<RequestToPay | undefined> {
    return this.#requests.byReference(rx, of)
  }

  requestById(rx: Rx, id: number): Promise<RequestToPay | undefined> {
    return this.#requests.byId(rx, id)
  }

  /** What waits for this payer's answer, requests to pay and pre-approvals, oldest first. */
  waiting(rx: Rx, holderId: number, page: { offset: number; limit: number }): Promise<WaitingItem[]> {
    return readWaiting(rx, holderId, page)
  }

  /** How many wait for this payer's answer; counted no further than `most`. */
  countWaiting(rx: Rx, holderId: number, most: number): Promise<number> {
    return countWaiting(rx, holderId, most)
  }

  /** PIN, funds, transfer, status and events in the caller's unit. A wrong PIN is an outcome, not an error. */
  approve(tx: Tx, approval: { requestId: number; holderId: number; pin: string }): Promise<ApprovalOutcome> {
    return this.#requests.approve(tx, approval)
  }

  reject(tx: Tx, rejection: { requestId: number; holderId: number }): Promise<RejectionOutcome> {
    return this.#requests.reject(tx, rejection)
  }

  /**
   * Asks a payer for leave to be debited without being asked. The caller has checked currency and reference id. A
   * payer nobody knows is accepted like any other, and fails soon after.
   */
  preApprove(
    tx: Tx,
    wanted: NewPreApproval,
  ): Promise<{ outcome: 'accepted'; preApproval: PreApproval } | { outcome: 'duplicate' }> {
    return this.#preApprovals.create(tx, wanted)
  }

  findPreApproval(rx: Rx, of: { merchantId: number; referenceId: string }): Promise<PreApproval | undefined> {
    return this.#preApprovals.byReference(rx, of)
  }

  preApprovalById(rx: Rx, id: number): Promise<PreApproval | undefined> {
    return this.#preApprovals.byId(rx, id)
  }

  /** Those of one merchant with one payer, whatever became of them, the oldest first. */
  preApprovalsOf(
    rx: Rx,
    of: { merchantId: number; environment: string; payer: Party },
  ): Promise<PreApproval[]> {
    return this.#preApprovals.with(rx, of)
  }

  /** Those in force for this payer, the oldest acceptance first. */
  autoPayments(rx: Rx, holderId: number, page: { offset: number; limit: number }): Promise<PreApproval[]> {
    return this.#preApprovals.active(rx, holderId, page)
  }

  /** Validity runs from here. A wrong PIN is an outcome, not an error. */
  acceptPreApproval(tx: Tx, of: { id: number; holderId: number; pin: string }): Promise<AcceptOutcome> {
    return this.#preApprovals.accept(tx, of)
  }

  rejectPreApproval(tx: Tx, of: { id: number; holderId: number }): Promise<DeclineOutcome> {
    return this.#preApprovals.reject(tx, of)
  }

  /** The payer ends one that is in force. */
  cancelPreApproval(
    tx: Tx,
    of: { id: number; holderId: number; pin: string },
  ): Promise<CancelOutcome | PinRefusal> {
    return this.#preApprovals.cancel(tx, of)
  }

  /** The merchant ends one that is in force. */
  withdrawPreApproval(tx: Tx, of: { merchantId: number; publicId: string }): Promise<CancelOutcome> {
    return this.#preApprovals.withdraw(tx, of)
  }

  /**
   * Sends a merchant's money to a person: it moves, or fails, after the unit that asks. The caller has checked amount,
   * currency and reference id.
   */
  disburse(
    tx: Tx,
    wanted: NewDisbursement,
  ): Promise<{ outcome: 'accepted'; disbursement: Disbursement } | { outcome: 'duplicate' }> {
    return this.#disbursements.create(tx, wanted)
  }

  findDisbursement(
    rx: Rx,
    of: { merchantId: number; referenceId: string },
  ): Promise<Disbursement | undefined> {
    return this.#disbursements.byReference(rx, of)
  }

  disbursementById(rx: Rx, id: number): Promise<Disbursement | undefined> {
    return this.#disbursements.byId(rx, id)
  }

  audit(rx: Rx): Promise<Audit> {
    return auditLedger(rx)
  }
}
