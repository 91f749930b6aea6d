import type { HttpRequest } from '../../../kernel/index.ts'
import { isMailAddress } from '../../../mail/index.ts'
import { otpSender } from '../world.ts'
import type { GatewayOperation, OnePipeApp, OnePipeContext, SmsOutcome } from './config.ts'
import { readSendEmail, readSendSms } from './message-schema.ts'
import { readBody } from './schema.ts'
import { insertTransaction, keepTransaction, transactionByRef } from './tables.ts'
import {
  badField,
  closedTransaction,
  type Envelope,
  failedAs,
  messageFailed,
  messageSent,
  statusUnknown,
  unknownTransaction,
  wrongOperation,
} from './wording.ts'

export type MessageServiceName = 'send_sms' | 'send_email'

/** A message that an app sends. */
interface Sending {
  ref: string
  provider: string
  /** @param id unique per message */
  send(id: string): Promise<SmsOutcome>
}

/**
 * OnePipe's Send SMS and Send Email, which providers call to send their OTP: an SMS is sent like any other, an e-mail is
 * put into its mailbox. Both happen at once, in any mock mode.
 */
export class MessageGateway {
  readonly #context: OnePipeContext

  constructor(context: OnePipeContext) {
    this.#context = context
  }

  /** @throws Refusal */
  async answer(
    app: OnePipeApp,
    service: MessageServiceName,
    { operation, json, request }: { operation: GatewayOperation; json: unknown; request: HttpRequest },
  ): Promise<Envelope> {
    if (operation === 'query') return this.#query(app, service, { json, request })
    if (operation !== 'transact') {
      throw wrongOperation(`${service} is done at once: only /v2/transact and /v2/transact/query are there.`)
    }
    const sending = service === 'send_sms' ? this.#sms(json, request) : this.#email(json, request)
    return this.#send(app, { service, sending, request })
  }

  #sms(json: unknown, request: HttpRequest): Sending {
    const { auth, transaction } = readSendSms(json)
    const { message_body: text, sender_id: from } = transaction.details
    const { trace } = request
    const sms = { to: transaction.customer.customer_ref, text, trace, ...(from ? { from } : {}) }
    request.phone = sms.to
    const { messaging } = this.#context
    return {
      ref: transaction.transaction_ref,
      provider: auth.auth_provider,
      send: () => messaging.send(sms),
    }
  }

  #email(json: unknown, { trace }: HttpRequest): Sending {
    const { auth, transaction } = readSendEmail(json)
    const { template_info: info, sender_email: sender } = transaction.details
    const { customer_ref, email } = transaction.customer
    const given = [info.recipient?.recipientEmail, email, customer_ref].filter(
      (one) => typeof one === 'string',
    )
    const to = given.find(isMailAddress)
    if (to === undefined) {
      throw badField('transaction.customer.email is not valid; it must be the address of the recipient.')
    }
    const { subject, body: text } = info.message
    const from = sender || info.sender?.fromEmailAddress || otpSender
    const { mail } = this.#context
    return {
      ref: transaction.transaction_ref,
      provider: auth.auth_provider,
      send: (id) => mail.deliver({ id, from, to, subject, text, trace }),
    }
  }

  async #send(
    app: OnePipeApp,
    {
      service,
      sending: { ref, provider, send },
      request,
    }: { service: MessageServiceName; sending: Sending; request: HttpRequest },
  ): Promise<Envelope> {
    const { kernel, config } = this.#context
    const { id, reference } = await kernel.transact(async (tx) => {
      if (await tx.first(transactionByRef, { app: app.name, ref })) throw closedTransaction(ref)
      const row = { app: app.name, ref, service, provider, now: tx.now, trace: tx.trace }
      return { id: await tx.insert(insertTransaction, row), reference: tx.random.digits(30) }
    }, request)
    const outcome = await send(reference)
    const price = config.prices[service]?.price
    const cost = price === undefined ? null : String(price)
    const status = outcome.ok ? 'delivered' : outcome.kind === 'unknown' ? 'pending' : 'failed'
    const details = { delivery_status: status, cost, reference, meta: {} }
    const reason = outcome.ok ? '' : outcome.reason
    const answer =
      status === 'failed' ? messageFailed(provider, reason, details) : messageSent(provider, service, details)
    await kernel.transact((tx) =>
      tx.change(keepTransaction, {
        id,
        status: status === 'failed' ? 'failed' : 'successful',
        code: answer.data.error?.code ?? null,
        message: answer.data.error?.message ?? null,
        reference,
      }),
    )
    return answer
  }

  async #query(
    app: OnePipeApp,
    service: MessageServiceName,
    { json, request }: { json: unknown; request: HttpRequest },
  ): Promise<Envelope> {
    const ref = readBody('query', json).transaction.transaction_ref
    const row = await this.#context.kernel.read((rx) => rx.first(transactionByRef, { app: app.name, ref }))
    if (row?.service !== service) throw unknownTransaction(ref)
    request.trace = row.trace ?? request.trace
    const { status, provider, code, message, reference } = row
    // The simulator died before it had the outcome.
    if (status === 'forwarded') throw statusUnknown(ref)
    if (status === 'failed') return failedAs({ code, message }, provider)
    return messageSent(provider, service, { reference, meta: {} })
  }
}
