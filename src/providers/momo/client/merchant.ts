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
} from '../../../client/parts.ts'
import { type Statement, statementSchema } from '../terms/index.ts'
import type { Product } from './access.ts'
import { secondsOf } from './durations.ts'
import { MerchantAccess, type MerchantOptions } from './merchant-access.ts'
import { Order } from './order.ts'
import { momoParty, type Party, partyPath } from './party.ts'
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
import { Transfer } from './transfer.ts'

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

/** What a payment takes; an amount may be any text, so that a test can check MTN's refusal of it. */
const paid = {
  referenceId: text,
  amount: text,
  currency: text,
  message: text,
  note: text,
  externalId: text,
}

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
      validity: (value) => (typeof value === 'number' ? undefined : text(value)),
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
