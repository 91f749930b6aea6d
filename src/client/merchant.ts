import { randomUUID } from 'node:crypto'
import { type Statement, statementSchema } from '../terms/sim/statement.ts'
import type { CallbackInbox, CallbackSinks } from './callback-sink.ts'
import { secondsOf } from './durations.ts'
import { anything, checkOptions, oneOf, text } from './known-options.ts'
import { MerchantAccess, type MerchantOptions } from './merchant-access.ts'
import type { MomoAccess, Product } from './momo-access.ts'
import {
  accountBalanceSchema,
  activeSchema,
  type PreApprovalDetails,
  type UserInfo,
  userInfoSchema,
} from './momo-schema.ts'
import { Order } from './order.ts'
import { momoParty, type Party, partyPath } from './party.ts'
import { cancelPreApproval, listPreApprovals, PreApproval } from './pre-approval.ts'
import { type StatementOptions, statementPath, statementWords } from './statement.ts'
import { Transfer } from './transfer.ts'
import type { Wire } from './wire.ts'

interface Referenced {
  /** A UUID version 4; a new one by default. */
  referenceId?: string
}

interface Paid extends Referenced {
  /** A decimal string such as `12.50`. */
  amount: string
  /** ISO 4217. By default the merchant's. */
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
  /** ISO 4217. By default the merchant's. */
  currency?: string
  /** Runs from acceptance: whole seconds, or an ISO 8601 duration such as `P30D`. No end by default. */
  validity?: number | string
  /** Shown to the payer. */
  message?: string
}

export interface NewTransfer extends Paid {
  payee: Party
  /** Whose account the money leaves; `disbursement` by default. */
  product?: 'disbursement' | 'remittance'
}

/** What a payment takes; an amount may be any text, since MTN's refusal of it may be what is tested. */
const paid = {
  referenceId: text,
  amount: text,
  currency: text,
  message: text,
  note: text,
  externalId: text,
}

/**
 * A merchant that speaks MTN's own routes, as an integration would. In the sandbox it provisions itself and is
 * called back at a sink of its own; in another environment it is one of the world's API users, and is called back
 * only where its callback host can be listened on.
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

  /** @throws ClientError with MTN's message and code where the request is refused */
  async requestToPay(request: RequestToPay): Promise<Order> {
    checkOptions('requestToPay', request, { ...paid, payer: anything })
    const { access, id, inbox } = await this.#create('collection', '/v1_0/requesttopay', request, {
      ...(await this.#payment(request)),
      payer: momoParty(request.payer),
    })
    return new Order(id, access, inbox)
  }

  /**
   * Asks a payer to be debited from now on without being asked.
   *
   * @example
   * const plan = await merchant.preApprove({ payer: ama, currency: 'EUR', validity: 'P30D', message: 'Gym' })
   * await ama.prompted()
   *
   * @throws ClientError with MTN's message and code where it is refused
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

  /** This merchant's pre-approvals with a payer, whatever became of them, as MTN lists them. */
  async preApprovals(payer: Party): Promise<PreApprovalDetails[]> {
    const { access } = await this.#access.to('collection')
    return listPreApprovals(access, momoParty(payer))
  }

  /**
   * Gives up an accepted pre-approval.
   *
   * @param preApprovalId as {@link preApprovals} has it; not the reference id
   * @throws ClientError with MTN's message and code where it is refused
   */
  async cancelPreApproval(preApprovalId: string): Promise<void> {
    const { access } = await this.#access.to('collection')
    await cancelPreApproval(access, preApprovalId)
  }

  /**
   * Sends money to a payee.
   *
   * @throws ClientError with MTN's message and code where it is refused
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
   * Who an account holder is.
   *
   * @throws ClientError with MTN's message and code where there is nobody
   */
  async userInfo(party: Party): Promise<UserInfo> {
    const { access } = await this.#access.to('collection')
    return access.get(userInfoSchema, `/v1_0/accountholder/${partyPath(momoParty(party))}/basicuserinfo`)
  }

  /** Whether money can be asked of, or sent to, an account holder. */
  async isActive(party: Party): Promise<boolean> {
    const { access } = await this.#access.to('collection')
    const path = `/v1_0/accountholder/${partyPath(momoParty(party))}/active`
    return (await access.get(activeSchema, path)).result
  }

  /**
   * What moved on this merchant's accounts, and the balance after each line.
   *
   * @example
   * const { lines } = await shop.statement({ from: '2026-01-05' })
   * lines.find(({ externalId }) => externalId === 'Order 17')?.amount // '12.50'
   *
   * @throws ClientError for a period or a currency that cannot be
   */
  async statement(options: StatementOptions = {}): Promise<Statement> {
    checkOptions('statement', options, statementWords)
    return this.#wire.get(statementSchema, statementPath(await this.#access.userId(), options))
  }

  /** The same as CSV, RFC 4180 with a header; a text that would be a formula in a spreadsheet begins with `'`. */
  async statementCsv(options: StatementOptions = {}): Promise<string> {
    checkOptions('statementCsv', options, statementWords)
    const path = statementPath(await this.#access.userId(), { ...options, format: 'csv' })
    return (await this.#wire.send({ method: 'GET', path })).text
  }

  async #create(
    product: Product,
    path: string,
    { referenceId: id = randomUUID() }: Referenced,
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
      // What is undefined is left out of the JSON.
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
