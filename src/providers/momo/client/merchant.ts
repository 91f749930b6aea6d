import {
  anything,
  type CallbackInbox,
  type CallbackSinks,
  checkOptions,
  oneOf,
  text,
  type Wire,
} from '../../../client/parts.ts'
import { type Statement, statementSchema } from '../../../terms/sim/statement.ts'
import type { MomoAccess, Product } from './access.ts'
import { secondsOf } from './durations.ts'
import { MerchantAccess, type MerchantOptions } from './merchant-access.ts'
import { Order } from './order.ts'
import { momoParty, type Party, partyPath } from './party.ts'
import { cancelPreApproval, listPreApprovals, PreApproval } from './pre-approval.ts'
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

  /** @throws ClientError with MTN's message and code if the request is refused */
  async requestToPay(request: RequestToPay): Promise<Order> {
    checkOptions('requestToPay', request, { ...paid, payer: anything })
    const { access, id, inbox } = await this.#create('collection', '/v1_0/requesttopay', request, {
      ...(await this.#payment(request)),
      payer: momoParty(request.payer),
    })
    return new Order(id, access, inbox)
  }

  /**
   * Asks a payer for permission to debit later without asking.
   *
   * @example
   * const plan = await merchant.preApprove({ payer: ama, currency: 'EUR', validity: 'P30D', message: 'Gym' })
   * await ama.prompted()
   *
   * @throws ClientError with MTN's message and code if it is refused
   */
  async preApprove(wanted: NewPreApproval): Promise<PreApproval> {
    checkOptions('preApprove', wanted, {
      ...{ referenceId: text, payer: anything, currency: text, message: text },
      validity: (value) => (typeof value === 'number' ? undefined : text(value)),
    })
    const terms = {
      payer: momoParty(wanted.payer),
      currency: wanted.currency ?? (await this.#currency()),
      message: wanted.message,
    }
    const { access, id, inbox } = await this.#create('collection', '/v2_0/preapproval', wanted, {
      payer: terms.payer,
      payerCurrency: terms.currency,
      payerMessage: terms.message,
      validityTime: wanted.validity === undefined ? undefined : secondsOf(wanted.validity),
    })
    return new PreApproval(id, access, inbox, terms)
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
   * @throws ClientError with MTN's message and code if it is refused
   */
  async transfer(wanted: NewTransfer): Promise<Transfer> {
    checkOptions('transfer', wanted, {
      ...{ ...paid, payee: anything },
      product: oneOf('disbursement', 'remittance'),
    })
    const { access, id, inbox } = await this.#create(
      wanted.product ?? 'disbursement',
      '/v1_0/transfer',
      wanted,
      {
        ...(await this.#payment(wanted)),
        payee: momoParty(wanted.payee),
      },
    )
    return new Transfer(id, access, inbox)
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

  async #create(
    product: Product,
    path: string,
    { referenceId: id = this.#wire.uuid() }: Referenced,
    body: Record<string, unknown>,
  ): Promise<{ access: MomoAccess; id: string; inbox: CallbackInbox | undefined }> {
    const { access, sink } = await this.#access.to(product)
    const callback = sink?.inboxFor(id)
    await access.send({
      method: 'POST',
      path,
      headers: {
        'X-Reference-Id': id,
        'Content-Type': 'application/json',
        ...(callback ? { 'X-Callback-Url': callback.url } : {}),
      },
      // JSON leaves out undefined values.
      body: JSON.stringify(body),
    })
    return { access, id, inbox: callback?.inbox }
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
