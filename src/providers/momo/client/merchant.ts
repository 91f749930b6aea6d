import {
  aboutSent,
  anything,
  type CallbackSinks,
  type CallOptions,
  checkOptions,
  oneOf,
  type PortRequest,
  type PortResponse,
  signal as signalCheck,
  text,
  type Wire,
  yesOrNo,
} from '../../../client/parts.ts'
import { type Statement, statementSchema } from '../terms/index.ts'
import type { Product } from './access.ts'
import { askConsent, type Consent } from './consent.ts'
import { secondsOf } from './durations.ts'
import { Invoice } from './invoice.ts'
import { MerchantAccess, type MerchantOptions } from './merchant-access.ts'
import { Order } from './order.ts'
import { momoParty, type Party, partyPath } from './party.ts'
import { BillPayment, CashTransfer, Deposit, Refund, Transfer } from './payouts.ts'
import { cancelPreApproval, listPreApprovals, PreApproval } from './pre-approval.ts'
import type { Sending } from './reference.ts'
import {
  accountBalanceSchema,
  activeSchema,
  type PreApprovalDetails,
  type UserInfo,
  userInfoSchema,
} from './schema.ts'
import { type StatementOptions, statementPath, statementWords } from './statement.ts'
import { Withdrawal } from './withdrawal.ts'

interface Referenced {
  /** A UUID version 4; a new one by default. */
  referenceId?: string
}

interface Paid extends Referenced {
  /** A decimal string such as `12.50`. */
  amount: string
  /** ISO 4217; the merchant's currency by default. */
  currency?: string
  message?: string
  note?: string
  externalId?: string
}

export interface RequestToPay extends Paid {
  payer: Party
}

export interface NewPreApproval extends Referenced {
  payer: Party
  /** ISO 4217; the merchant's currency by default. */
  currency?: string
  /** Counted from acceptance: whole seconds, or an ISO 8601 duration such as `P30D`. No end by default. */
  validity?: number | string
  /** Shown to the payer. */
  message?: string
}

export interface NewTransfer extends Paid {
  payee: Party
  /** The product whose account pays; `disbursement` by default. */
  product?: 'disbursement' | 'remittance'
}

/** A call of any operation; `path` begins with that of a product, or with `/v1_0/apiuser`. */
export interface MerchantCall extends PortRequest {
  /** Sent as the X-Reference-Id of a POST: a UUID version 4, a new one by default. */
  referenceId?: string
}

/** By version 2 of MTN's operation callbacks are PUT; by version 1, the default, POST. */
interface Versioned {
  version?: 1 | 2
}

export interface NewDeposit extends Paid, Versioned {
  payee: Party
}

export interface NewRefund extends Omit<Paid, 'currency'>, Versioned {
  /** The request to pay that was paid, or its reference id. */
  of: Order | string
  /** ISO 4217; the merchant's currency by default. */
  currency?: string
}

/** What a cash transfer says of who paid it in, for compliance. MTN checks the form of each. */
interface CashSender {
  firstName?: string
  surName?: string
  /** ISO 639, such as `sv`. */
  language?: string
  email?: string
  msisdn?: string
  /** `M` or `F`, or the codes of ISO 20022. */
  gender?: string
  /** Such as `PASS` for a passport, and its number. */
  identificationType?: string
  identificationNumber?: string
  identity?: string
}

export interface NewCashTransfer extends Paid {
  payee: Party
  /** ISO 3166, such as `SE`. */
  country?: string
  /** What was paid in, before the exchange. */
  original?: { amount: string; currency: string }
  sender?: CashSender
}

export interface NewBillPayment extends Paid {
  /** The service provider's user name, such as `Electricity Inc.`. */
  provider: string
  /** What the provider knows its customer by, such as a phone number. */
  customer: string
  /** The fee is part of the amount, not on top of it. */
  feeIncluded?: boolean
}

const oneOrTwo = (value: unknown) => (value === 1 || value === 2 ? undefined : 'it is 1 or 2')

export interface NewConsent {
  payer: Party
  /** What is to be shared, in MTN's words: `profile`, `email`, `phone`, `address`, `openid`, `all_info`. */
  scopes: readonly string[]
  /** `online` ends after an hour and cannot be renewed; `offline` by default. */
  access?: 'online' | 'offline'
  /** Counted from the payer's yes, of an offline consent: whole seconds, or an ISO 8601 duration. The world's by default. */
  validity?: number | string
  /** `collection` by default. */
  product?: Product
}

export interface NewWithdrawal extends Paid {
  payer: Party
  /** Of MTN's operation; they differ in how they call back. 1 by default. */
  version?: 1 | 2
}

export interface NewInvoice extends Referenced {
  payer: Party
  /** A decimal string such as `12.50`. */
  amount: string
  /** ISO 4217; the merchant's currency by default. */
  currency?: string
  /** How long it can be paid: whole seconds, or an ISO 8601 duration such as `P30D`. No end by default. */
  validity?: number | string
  /** Shown to the payer. */
  description?: string
  externalId?: string
}

/** What a payment takes; an amount may be any text, so that a test can check MTN's refusal of it. */
const paid = {
  referenceId: text,
  amount: text,
  currency: text,
  message: text,
  note: text,
  externalId: text,
}

const duration = (value: unknown) => (typeof value === 'number' ? undefined : text(value))

/**
 * A merchant that calls MTN's own routes, as an integration would. In the sandbox it provisions itself and gets
 * callbacks at its own sink; in another environment it is one of the world's API users, and gets callbacks
 * only if this process can listen on its callback host.
 */
export class Merchant {
  readonly environment: string
  readonly #wire: Wire
  readonly #access: MerchantAccess
  readonly #ownCurrency: string | undefined

  constructor(wire: Wire, sinks: CallbackSinks, options: MerchantOptions = {}) {
    checkOptions('merchant', options, { name: text, environment: text, currency: text })
    this.#wire = wire
    this.#access = new MerchantAccess(wire, sinks, options)
    this.#ownCurrency = options.currency
    this.environment = this.#access.environment
  }

  /**
   * @throws ClientError with MTN's message and code if the request is refused. Where the answer is lost, late, or a 5xx, its
   * `data.sent` is the order all the same: it may be sent `again()`
   */
  async requestToPay(request: RequestToPay, options: CallOptions = {}): Promise<Order> {
    checkOptions('requestToPay', request, { ...paid, payer: anything })
    const wanted = { ...request, product: 'collection', path: '/v1_0/requesttopay' } as const
    const body = async () => ({ ...(await this.#payment(request)), payer: momoParty(request.payer) })
    return this.#create(wanted, body, options, (sending) => new Order(sending))
  }

  /**
   * Asks a payer for money that an agent hands out in cash.
   *
   * @example
   * const cash = await sim.merchant({ name: 'agent.test' }).withdrawal({ payer: ama, amount: '20', currency: 'EUR' })
   * await ama.prompted()
   *
   * @throws ClientError with MTN's message and code if the request is refused; see {@link requestToPay}
   */
  async withdrawal(wanted: NewWithdrawal, options: CallOptions = {}): Promise<Withdrawal> {
    checkOptions('withdrawal', wanted, { ...paid, payer: anything, version: oneOrTwo })
    const path = `/v${wanted.version ?? 1}_0/requesttowithdraw`
    const body = async () => ({ ...(await this.#payment(wanted)), payer: momoParty(wanted.payer) })
    return this.#create(
      { ...wanted, product: 'collection', path },
      body,
      options,
      (sending) => new Withdrawal(sending),
    )
  }

  /**
   * Sends a payer an invoice, which is paid on the phone under Bills and invoices.
   *
   * @example
   * const bill = await merchant.invoice({ payer: ama, amount: '12.50', currency: 'EUR', validity: 'P30D' })
   * await ama.dial('*165#')
   * await ama.choose('Bills and invoices')
   *
   * @throws ClientError with MTN's message and code if it is refused; see {@link requestToPay}
   */
  async invoice(wanted: NewInvoice, options: CallOptions = {}): Promise<Invoice> {
    checkOptions('invoice', wanted, {
      ...{ referenceId: text, amount: text, currency: text, externalId: text },
      ...{ payer: anything, description: text, validity: duration },
    })
    const body = async () => ({
      externalId: wanted.externalId,
      amount: wanted.amount,
      currency: wanted.currency ?? (await this.#currency()),
      validityDuration: wanted.validity === undefined ? undefined : String(secondsOf(wanted.validity)),
      intendedPayer: momoParty(wanted.payer),
      description: wanted.description,
    })
    const to = { ...wanted, product: 'collection', path: '/v2_0/invoice' } as const
    return this.#create(to, body, options, (sending) => new Invoice(sending, () => this.#wire.uuid()))
  }

  /**
   * Asks a payer for permission to debit later without asking.
   *
   * @example
   * const plan = await merchant.preApprove({ payer: ama, currency: 'EUR', validity: 'P30D', message: 'Gym' })
   * await ama.prompted()
   *
   * @throws ClientError with MTN's message and code if it is refused; see {@link requestToPay}
   */
  async preApprove(wanted: NewPreApproval, options: CallOptions = {}): Promise<PreApproval> {
    checkOptions('preApprove', wanted, {
      ...{ referenceId: text, payer: anything, currency: text, message: text },
      validity: duration,
    })
    const terms = {
      payer: momoParty(wanted.payer),
      currency: wanted.currency ?? (await this.#currency()),
      message: wanted.message,
    }
    const body = async () => ({
      payer: terms.payer,
      payerCurrency: terms.currency,
      payerMessage: terms.message,
      validityTime: wanted.validity === undefined ? undefined : secondsOf(wanted.validity),
    })
    const to = { ...wanted, product: 'collection', path: '/v2_0/preapproval' } as const
    return this.#create(to, body, options, (sending) => new PreApproval(sending, terms))
  }

  /**
   * Asks a payer to share data with this merchant.
   *
   * @example
   * const consent = await merchant.consent({ payer: ama, scopes: ['profile', 'email'] })
   * await ama.prompted()
   * await ama.choose('Accept')
   * await ama.reply(ama.pin)
   * const { given_name } = await consent.userInfo()
   *
   * @throws ClientError with MTN's message and code if it is refused, such as UNSUPPORTED_SCOPE
   */
  async consent(wanted: NewConsent, options: CallOptions = {}): Promise<Consent> {
    checkOptions('consent', wanted, {
      ...{ payer: anything, scopes: anything },
      access: oneOf('online', 'offline'),
      validity: (value) => (typeof value === 'number' ? undefined : text(value)),
      product: oneOf('collection', 'disbursement', 'remittance'),
    })
    checkOptions('the call', options, { signal: signalCheck })
    const { payer, scopes, access: accessType = 'offline', validity, product = 'collection' } = wanted
    const { access } = await this.#access.to(product, options.signal)
    const terms = {
      payer: momoParty(payer),
      scopes,
      access: accessType,
      validity: validity === undefined ? undefined : secondsOf(validity),
    }
    return askConsent(access, terms, options.signal)
  }

  /** This merchant's pre-approvals with a payer, in any state, as MTN lists them. */
  async preApprovals(payer: Party): Promise<PreApprovalDetails[]> {
    const { access } = await this.#access.to('collection')
    return listPreApprovals(access, momoParty(payer))
  }

  /**
   * Cancels an accepted pre-approval.
   *
   * @param preApprovalId from {@link preApprovals}; not the reference id
   * @throws ClientError with MTN's message and code if it is refused
   */
  async cancelPreApproval(preApprovalId: string): Promise<void> {
    const { access } = await this.#access.to('collection')
    await cancelPreApproval(access, preApprovalId)
  }

  /**
   * Sends money to a payee.
   *
   * @throws ClientError with MTN's message and code if it is refused; see {@link requestToPay}
   */
  async transfer(wanted: NewTransfer, options: CallOptions = {}): Promise<Transfer> {
    checkOptions('transfer', wanted, {
      ...{ ...paid, payee: anything },
      product: oneOf('disbursement', 'remittance'),
    })
    const { product = 'disbursement' } = wanted
    const to = { ...wanted, product, path: '/v1_0/transfer' }
    const body = async () => ({ ...(await this.#payment(wanted)), payee: momoParty(wanted.payee) })
    return this.#create(to, body, options, (sending) => new Transfer(sending))
  }

  /**
   * Deposits money to a payee, as an agent does who was given cash.
   *
   * @throws ClientError with MTN's message and code if it is refused; see {@link requestToPay}
   */
  async deposit(wanted: NewDeposit, options: CallOptions = {}): Promise<Deposit> {
    checkOptions('deposit', wanted, { ...paid, payee: anything, version: oneOrTwo })
    const to = { ...wanted, product: 'disbursement', path: `/v${wanted.version ?? 1}_0/deposit` } as const
    const body = async () => ({ ...(await this.#payment(wanted)), payee: momoParty(wanted.payee) })
    return this.#create(to, body, options, (sending) => new Deposit(sending))
  }

  /**
   * Gives money of a request to pay back to who paid it, all or a part.
   *
   * @example
   * const refund = await merchant.refund({ of: order, amount: '5', message: 'Cup broken' })
   * await refund.settled() // FAILED where more is given back than was paid
   *
   * @throws ClientError with MTN's message and code if it is refused; see {@link requestToPay}
   */
  async refund(wanted: NewRefund, options: CallOptions = {}): Promise<Refund> {
    checkOptions('refund', wanted, { ...paid, of: anything, version: oneOrTwo })
    const to = { ...wanted, product: 'disbursement', path: `/v${wanted.version ?? 1}_0/refund` } as const
    const referenceIdToRefund = typeof wanted.of === 'string' ? wanted.of : wanted.of.id
    const body = async () => ({ ...(await this.#payment(wanted)), referenceIdToRefund })
    return this.#create(to, body, options, (sending) => new Refund(sending))
  }

  /**
   * Pays out cash that somebody paid in abroad.
   *
   * @throws ClientError with MTN's message and code if it is refused; see {@link requestToPay}
   */
  async cashTransfer(wanted: NewCashTransfer, options: CallOptions = {}): Promise<CashTransfer> {
    checkOptions('cashTransfer', wanted, {
      ...{ ...paid, payee: anything, country: text, original: anything, sender: anything },
    })
    const to = { ...wanted, product: 'remittance', path: '/v2_0/cashtransfer' } as const
    const { country, original, sender = {} } = wanted
    const body = async () => ({
      ...(await this.#payment(wanted)),
      payee: momoParty(wanted.payee),
      // The spelling is MTN's.
      orginatingCountry: country,
      originalAmount: original?.amount,
      originalCurrency: original?.currency,
      payerFirstName: sender.firstName,
      payerSurName: sender.surName,
      payerLanguageCode: sender.language,
      payerEmail: sender.email,
      payerMsisdn: sender.msisdn,
      payerGender: sender.gender,
      payerIdentificationType: sender.identificationType,
      payerIdentificationNumber: sender.identificationNumber,
      payerIdentity: sender.identity,
    })
    return this.#create(to, body, options, (sending) => new CashTransfer(sending))
  }

  /**
   * Pays a customer's bill, or airtime, at a service provider. `message` goes to this merchant's history, `note` to the
   * provider's and the customer.
   *
   * @throws ClientError with MTN's message and code if it is refused; see {@link requestToPay}
   */
  async payBill(wanted: NewBillPayment, options: CallOptions = {}): Promise<BillPayment> {
    checkOptions('payBill', wanted, {
      ...{ ...paid, provider: text, customer: text, feeIncluded: yesOrNo },
    })
    const to = { ...wanted, product: 'collection', path: '/v2_0/payment' } as const
    const body = async () => {
      const { amount, currency, externalId, payerMessage, payeeNote } = await this.#payment(wanted)
      return {
        externalTransactionId: externalId,
        money: { amount, currency },
        customerReference: wanted.customer,
        serviceProviderUserName: wanted.provider,
        senderNote: payerMessage,
        receiverMessage: payeeNote,
        includeSenderCharges: wanted.feeIncluded,
      }
    }
    return this.#create(to, body, options, (sending) => new BillPayment(sending))
  }

  /** The balance of a product's account; `amount` is a decimal string without trailing zeros. */
  async balance(product: Product = 'collection'): Promise<{ amount: string; currency: string }> {
    const { access } = await this.#access.to(product)
    const { availableBalance, currency } = await access.get(accountBalanceSchema, '/v1_0/account/balance')
    return { amount: availableBalance, currency }
  }

  /**
   * The basic information about an account holder.
   *
   * @throws ClientError with MTN's message and code if there is no such account holder
   */
  async userInfo(party: Party): Promise<UserInfo> {
    const { access } = await this.#access.to('collection')
    return access.get(userInfoSchema, `/v1_0/accountholder/${partyPath(momoParty(party))}/basicuserinfo`)
  }

  /** Whether an account holder can be asked for money, or be sent money. */
  async isActive(party: Party): Promise<boolean> {
    const { access } = await this.#access.to('collection')
    const path = `/v1_0/accountholder/${partyPath(momoParty(party))}/active`
    return (await access.get(activeSchema, path)).result
  }

  /**
   * Calls any operation of MTN's API with this merchant's subscription key, token and target environment.
   *
   * @example
   * const { text } = await shop.call({ method: 'GET', path: '/collection/v1_0/account/balance' })
   *
   * @returns the answer, whatever its HTTP status
   * @throws ClientError if no answer comes, or the merchant gets no token
   */
  async call({ referenceId, ...request }: MerchantCall): Promise<PortResponse> {
    checkOptions('call', request, {
      ...{ method: text, path: text, body: text },
      ...{ headers: anything, signal: signalCheck },
    })
    const id = request.method === 'POST' ? { 'X-Reference-Id': referenceId ?? this.#wire.uuid() } : {}
    const headers = { ...id, ...request.headers }
    return this.#access.call({ ...request, headers })
  }

  /**
   * The movements on this merchant's accounts, and the balance after each line.
   *
   * @example
   * const { lines } = await shop.statement({ from: '2026-01-05' })
   * lines.find(({ externalId }) => externalId === 'Order 17')?.amount // '12.50'
   *
   * @throws ClientError if the period or the currency is not valid
   */
  async statement(options: StatementOptions = {}): Promise<Statement> {
    checkOptions('statement', options, statementWords)
    return this.#wire.get(statementSchema, statementPath(await this.#access.userId(), options))
  }

  /** The same as CSV (RFC 4180 with a header); a text that a spreadsheet would read as a formula begins with `'`. */
  async statementCsv(options: StatementOptions = {}): Promise<string> {
    checkOptions('statementCsv', options, statementWords)
    const path = statementPath(await this.#access.userId(), { ...options, format: 'csv' })
    return (await this.#wire.send({ method: 'GET', path })).text
  }

  async #create<Made extends object>(
    { product, path, referenceId: id = this.#wire.uuid() }: Referenced & { product: Product; path: string },
    bodyOf: () => Promise<Record<string, unknown>>,
    options: CallOptions,
    make: (sending: Sending) => Made,
  ): Promise<Made> {
    checkOptions('the call', options, { signal: signalCheck })
    const body = await bodyOf()
    const { access, sink } = await this.#access.to(product, options.signal)
    const callback = sink?.inboxFor(id)
    const request = {
      method: 'POST',
      path,
      headers: {
        'X-Reference-Id': id,
        'Content-Type': 'application/json',
        ...(callback ? { 'X-Callback-Url': callback.url } : {}),
      },
      // JSON leaves out undefined values.
      body: JSON.stringify(body),
    }
    const post = (signal?: AbortSignal) => access.send({ ...request, signal })
    const made = make({ id, access, inbox: callback?.inbox, post })
    try {
      await post(options.signal)
    } catch (error) {
      throw aboutSent(error, made)
    }
    return made
  }

  async #payment({ amount, currency, externalId, message, note }: Paid) {
    const payment = { amount, currency: currency ?? (await this.#currency()) }
    return { ...payment, externalId, payerMessage: message, payeeNote: note }
  }

  async #currency(): Promise<string> {
    if (this.#ownCurrency !== undefined) return this.#ownCurrency
    return this.environment === 'sandbox' ? 'EUR' : (await this.balance()).currency
  }
}
