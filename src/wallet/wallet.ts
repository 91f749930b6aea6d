import { exponentOf, type Kernel, parseAmount, type Rx, type Tx } from '../kernel/index.ts'
import type { Audit } from '../terms/sim/audit.ts'
import type { HolderView, NewPerson, Party, Profile } from './account-holder.ts'
import { AccountHolders } from './account-holders.ts'
import { auditLedger } from './audit.ts'
import { type Environment, environmentOf, type WalletConfig } from './config.ts'
import { Disbursements } from './disbursement/actions.ts'
import { disbursementById, disbursementByReference } from './disbursement/rows.ts'
import type { Disbursement, DisbursementOutcome, NewDisbursement } from './disbursement/types.ts'
import { type HistoryItem, readHistory } from './history.ts'
import { fund } from './ledger.ts'
import { type MerchantAccount, merchantBalance, type NewMerchant, openMerchant } from './merchants.ts'
import { eventsOfPending } from './pending-events.ts'
import { type BalanceView, type PersonView, readBalances, readPeople } from './people.ts'
import { type PinRefusal, Pins } from './pin.ts'
import { PreApprovals } from './pre-approval/actions.ts'
import { activePreApprovals, preApprovalById, preApprovalByReference } from './pre-approval/rows.ts'
import type {
  AcceptOutcome,
  CancelOutcome,
  DeclineOutcome,
  NewPreApproval,
  PreApproval,
  PreApprovalOutcome,
} from './pre-approval/types.ts'
import type { Reference } from './reference.ts'
import { type ReferenceOwner, referenceOwners } from './reference-owners.ts'
import { RequestsToPay } from './request-to-pay/actions.ts'
import { requestById, requestByReference } from './request-to-pay/rows.ts'
import type {
  ApprovalOutcome,
  NewRequestToPay,
  RejectionOutcome,
  RequestToPay,
  RequestToPayOutcome,
} from './request-to-pay/types.ts'
import { readStatement, type Statement, type StatementWanted } from './statement.ts'
import type { Language } from './tables.ts'
import { countWaiting, readWaiting, type WaitingItem } from './waiting.ts'
import { registerDeadlines } from './wallet-deadlines.ts'

/**
 * The wallet platform: account holders, their accounts, the ledger, requests to pay, pre-approvals and
 * disbursements. It returns outcomes and reasons; the rooms above put them in each vendor's words.
 */
export class Wallet {
  readonly #holders: AccountHolders
  readonly #requests: RequestsToPay
  readonly #preApprovals: PreApprovals
  readonly #disbursements: Disbursements
  readonly #config: WalletConfig

  constructor({ kernel, config }: { kernel: Kernel; config: WalletConfig }) {
    this.#config = config
    kernel.retention.guard(eventsOfPending)
    this.#holders = new AccountHolders(new Pins(kernel), config)
    this.#requests = new RequestsToPay(this.#holders, config)
    this.#preApprovals = new PreApprovals(this.#holders, config)
    this.#disbursements = new Disbursements(this.#holders, config)
    registerDeadlines(kernel, {
      requests: this.#requests,
      preApprovals: this.#preApprovals,
      disbursements: this.#disbursements,
      config,
    })
  }

  environment(name: string): Environment | undefined {
    return environmentOf(this.#config, name)
  }

  /** The names of all environments. */
  environmentNames(): string[] {
    return Object.keys(this.#config.environments)
  }

  /** All orders with this reference id, of any merchant. */
  referenceOwners(rx: Rx, referenceId: string): Promise<ReferenceOwner[]> {
    return referenceOwners(rx, referenceId)
  }

  /** Opens a person's wallet with the given balances: decimal strings, or `0`. */
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
  openMerchant(tx: Tx, merchant: NewMerchant): Promise<number> {
    return openMerchant(tx, merchant, this.#config)
  }

  /**
   * The balance of a merchant's account; where it has none in this currency yet, the opening balance. Undefined where
   * the environment does not have the currency.
   */
  merchantBalance(
    rx: Rx,
    of: Omit<MerchantAccount, 'currency'> & { currency?: string },
  ): Promise<{ currency: string; amount: number } | undefined> {
    return merchantBalance(rx, of, this.#config)
  }

  /** Whether this party can be asked for money: in an open world, any number. */
  isActive(rx: Rx, environment: string, party: Party): Promise<boolean> {
    return this.#holders.isActive(rx, environment, party)
  }

  /**
   * The profile of a party. Undefined where the party is unknown or has no wallet in the environment. In an open world
   * a number that was never used is unknown too: a read creates nothing.
   */
  profile(rx: Rx, environment: string, party: Party): Promise<Profile | undefined> {
    return this.#holders.profile(rx, environment, party)
  }

  /** `phone` is `+` and digits. */
  holderByPhone(rx: Rx, phone: string): Promise<HolderView | undefined> {
    return this.#holders.byPhone(rx, phone)
  }

  setLanguage(tx: Tx, holderId: number, language: Language): Promise<void> {
    return this.#holders.setLanguage(tx, holderId, language)
  }

  /** Counts tries and locks as an approval does. */
  async checkPin(tx: Tx, holderId: number, pin: string): Promise<{ outcome: 'ok' } | PinRefusal> {
    return this.#holders.pins.check(tx, { holderId, pin, phone: await this.#holders.phone(tx, holderId) })
  }

  balances(rx: Rx, holderId: number): Promise<BalanceView[]> {
    return readBalances(rx, holderId)
  }

  /** Every person's wallet, in the order of opening. */
  people(rx: Rx): Promise<PersonView[]> {
    return readPeople(rx)
  }

  history(rx: Rx, holderId: number, page: { offset: number; limit: number }): Promise<HistoryItem[]> {
    return readHistory(rx, holderId, page)
  }

  /** The statement of a merchant's accounts, with the balance after each line. */
  statement(rx: Rx, wanted: StatementWanted): Promise<Statement> {
    return readStatement(rx, wanted)
  }

  /**
   * Asks a payer to pay. The caller has checked amount, currency and reference id. A request to an unknown payer is
   * accepted too, and fails soon after.
   */
  requestToPay(tx: Tx, wanted: NewRequestToPay): Promise<RequestToPayOutcome> {
    return this.#requests.create(tx, wanted)
  }

  findRequest(rx: Rx, of: Reference): Promise<RequestToPay | undefined> {
    return requestByReference(rx, of)
  }

  requestById(rx: Rx, id: number): Promise<RequestToPay | undefined> {
    return requestById(rx, id)
  }

  /** The requests to pay and pre-approvals that wait for this payer's answer, oldest first. */
  waiting(rx: Rx, holderId: number, page: { offset: number; limit: number }): Promise<WaitingItem[]> {
    return readWaiting(rx, holderId, page)
  }

  /** How many items wait for this payer's answer, at most `most`. */
  countWaiting(rx: Rx, holderId: number, most: number): Promise<number> {
    return countWaiting(rx, holderId, most)
  }

  /** Checks the PIN, moves the money and settles, in the caller's unit. A wrong PIN is an outcome, not an error. */
  approve(tx: Tx, approval: { requestId: number; holderId: number; pin: string }): Promise<ApprovalOutcome> {
    return this.#requests.approve(tx, approval)
  }

  reject(tx: Tx, rejection: { requestId: number; holderId: number }): Promise<RejectionOutcome> {
    return this.#requests.reject(tx, rejection)
  }

  /**
   * Asks a payer for permission to debit without asking each time. The caller has checked currency and reference id.
   * A pre-approval of an unknown payer is accepted too, and fails soon after.
   */
  preApprove(tx: Tx, wanted: NewPreApproval): Promise<PreApprovalOutcome> {
    return this.#preApprovals.create(tx, wanted)
  }

  findPreApproval(rx: Rx, of: Reference): Promise<PreApproval | undefined> {
    return preApprovalByReference(rx, of)
  }

  preApprovalById(rx: Rx, id: number): Promise<PreApproval | undefined> {
    return preApprovalById(rx, id)
  }

  /** The pre-approvals between one merchant and one payer, in any status, oldest first. */
  preApprovalsOf(
    rx: Rx,
    of: { merchantId: number; environment: string; payer: Party },
  ): Promise<PreApproval[]> {
    return this.#preApprovals.with(rx, of)
  }

  /** The pre-approvals in force for this payer, in the order of acceptance. */
  autoPayments(rx: Rx, holderId: number, page: { offset: number; limit: number }): Promise<PreApproval[]> {
    return activePreApprovals(rx, holderId, page)
  }

  /** The validity starts here. A wrong PIN is an outcome, not an error. */
  acceptPreApproval(tx: Tx, of: { id: number; holderId: number; pin: string }): Promise<AcceptOutcome> {
    return this.#preApprovals.accept(tx, of)
  }

  rejectPreApproval(tx: Tx, of: { id: number; holderId: number }): Promise<DeclineOutcome> {
    return this.#preApprovals.reject(tx, of)
  }

  /** The payer ends a pre-approval in force. */
  cancelPreApproval(
    tx: Tx,
    of: { id: number; holderId: number; pin: string },
  ): Promise<CancelOutcome | PinRefusal> {
    return this.#preApprovals.cancel(tx, of)
  }

  /** The merchant ends a pre-approval in force. */
  withdrawPreApproval(tx: Tx, of: { merchantId: number; publicId: string }): Promise<CancelOutcome> {
    return this.#preApprovals.withdraw(tx, of)
  }

  /**
   * Sends a merchant's money to a person. The money moves, or the order fails, after this unit has committed. The
   * caller has checked amount, currency and reference id.
   */
  disburse(tx: Tx, wanted: NewDisbursement): Promise<DisbursementOutcome> {
    return this.#disbursements.create(tx, wanted)
  }

  findDisbursement(rx: Rx, of: Reference): Promise<Disbursement | undefined> {
    return disbursementByReference(rx, of)
  }

  disbursementById(rx: Rx, id: number): Promise<Disbursement | undefined> {
    return disbursementById(rx, id)
  }

  audit(rx: Rx): Promise<Audit> {
    return auditLedger(rx)
  }
}
