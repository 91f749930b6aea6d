import type { HttpRequest, Tx } from '../../../kernel/index.ts'
import { readBalance } from './balance.ts'
import type { BalanceRequests } from './balance-request.ts'
import { type Code, receiversOf } from './challenge-effects.ts'
import type { OnePipeContext } from './config.ts'
import type { AuthType } from './plaintext.ts'
import { Refusal } from './refusal.ts'
import { type ProviderCall, readAnswer, readSource } from './schema.ts'
import { sendOtp } from './send-otp.ts'
import {
  countWrongAnswer,
  findSource,
  forgetWrongAnswers,
  receivers,
  refuseBlocked,
  sourceToInspect,
} from './source.ts'
import { type BalanceRequestRow, balanceRequestByRef } from './tables.ts'
import {
  alreadyUsed,
  badField,
  closedTransaction,
  type Envelope,
  failedEnvelope,
  late,
  locked,
  maskedEmail,
  maskedPhone,
  notDelivered,
  openTransaction,
  otpText,
  pendingPin,
  reversal,
  reversed,
  successful,
  unknownTransaction,
  unreadableChallenge,
  waitingForOtp,
  wrongAnswer,
  wrongCardPin,
  wrongOperation,
} from './wording.ts'

/** The outcome of a new code; `phone` and `email` are masked. Without `email` none is sent there. */
export interface Resent {
  sent: boolean
  phone: string | null
  email?: string
  expiresAt: number
}

/** The request of a call; one about an earlier balance request joins its trace. */
type OfRequest = Pick<HttpRequest, 'trace'>

/** The result of a unit of the provider: an answer, and a code to send before the answer. */
interface Outcome {
  answer: Envelope
  code?: Code
}

/**
 * A bank's service behind the gateway: it reads the balance first, stores it, asks the owner of the source, and returns
 * it once (the page Get Balance, "Special notes for OTP override"). It accepts calls of any gateway like OnePipe's,
 * with `auth.secure` in clear.
 */
export class Provider {
  readonly #context: OnePipeContext
  readonly #requests: BalanceRequests

  constructor(context: OnePipeContext, requests: BalanceRequests) {
    this.#context = context
    this.#requests = requests
  }

  /** Answers a call of any `request_mode`, refusals included. */
  async take(call: ProviderCall, request: OfRequest): Promise<Envelope> {
    const provider = call.auth?.auth_provider ?? 'payersim'
    try {
      if (call.request_type !== 'get_balance') throw wrongOperation('This provider knows get_balance only.')
      const { answer, code } = await this.#context.kernel.transact(async (tx) => {
        try {
          return await this.#unit(tx, call, provider)
        } finally {
          request.trace = tx.trace
        }
      }, request)
      // The code is sent after the commit that binds it to its transaction; it is stored nowhere.
      if (code && !(await this.#send(code))) throw notDelivered()
      return answer
    } catch (error) {
      if (error instanceof Refusal) return failedEnvelope(error, provider)
      throw error
    }
  }

  /** Sends an open transaction a new code. @throws NotFoundError, ConflictError */
  async resend(ref: string, client: string | undefined): Promise<Resent> {
    const code = await this.#context.kernel.transact((tx) => this.#requests.reissue(tx, ref, client))
    const { phone, email } = code.to
    return {
      sent: await this.#send(code),
      phone: phone === null ? null : maskedPhone(phone),
      ...(email === null ? {} : { email: maskedEmail(email) }),
      expiresAt: code.expiresAt,
    }
  }

  /** A code that no channel accepts ends its transaction; one with an unknown outcome may have arrived. */
  async #send({ requestId, code, to, client, id, trace }: Code): Promise<boolean> {
    const { config, kernel } = this.#context
    const text = otpText(code, client, config.otp.lifeSeconds)
    const outcomes = await sendOtp(this.#context, { to, text, id, trace })
    for (const { channel, outcome } of outcomes) {
      if (outcome.ok) continue
      const { kind } = outcome
      const reason = outcome.reason.replaceAll(code, '…')
      kernel.logger.warn({ requestId, channel, kind, reason }, 'an OTP was not sent, as far as is known')
    }
    if (outcomes.some(({ outcome }) => outcome.ok || outcome.kind === 'unknown')) return true
    await kernel.transact((tx) => this.#requests.refuse(tx, requestId))
    return false
  }

  #unit(tx: Tx, call: ProviderCall, provider: string): Promise<Outcome> {
    switch (call.request_mode) {
      case 'transact':
        return this.#transact(tx, call, provider)
      case 'validate':
        return this.#validate(tx, call, provider)
      case 'query':
        return this.#query(tx, call, provider)
      case 'reverse':
        return this.#reverse(tx, call, provider)
    }
  }

  async #transact(tx: Tx, call: ProviderCall, provider: string): Promise<Outcome> {
    const { kernel, config } = this.#context
    const { transaction_ref: ref, mock_mode: mode } = call.transaction
    const client = call.client.client_app_name
    const earlier = await tx.first(balanceRequestByRef, { client, ref })
    if (earlier) {
      const state = await this.#requests.look(tx, earlier)
      throw state === 'waiting' ? openTransaction(ref) : closedTransaction(ref)
    }
    const given = readSource(call)
    if (given.plaintext === null) return this.#inspect(tx, call, { provider, type: given.type })
    const { source, key, pin, wrongPin } = findSource(kernel, config, given)
    await refuseBlocked(tx, config, key)
    if (wrongPin) {
      // Returned, not thrown: a rollback would lose the count.
      await countWrongAnswer(tx, key)
      return { answer: failedEnvelope(wrongCardPin(), provider) }
    }
    const reference = tx.random.digits(30)
    const response = await readBalance(tx, this.#context, source, reference)
    const request = { client, ref, reference, response, source: key, phone: source.phone }
    if (config.apps.some(({ name, otpOverride }) => name === client && otpOverride)) {
      await this.#requests.open(tx, { ...request, asks: null })
      return { answer: successful(provider, response) }
    }
    if (pin !== null) {
      await this.#requests.open(tx, { ...request, asks: 'pin', pin })
      return { answer: pendingPin(provider) }
    }
    const demo = mode === 'inspect' && provider.toLowerCase() === 'demoprovider'
    const to = receivers(source, config)
    const code = await this.#requests.open(tx, { ...request, asks: 'otp', demo, to })
    const answer = waitingForOtp(provider, to, demo && code ? code.code : null)
    return code ? { answer, code } : { answer }
  }

  /** A balance for trying an app: without a source, and without asking an owner. */
  async #inspect(
    tx: Tx,
    call: ProviderCall,
    { provider, type }: { provider: string; type: AuthType | null },
  ): Promise<Outcome> {
    const { transaction_ref: ref, customer } = call.transaction
    const source = sourceToInspect(this.#context.config, { customer, type })
    const reference = tx.random.digits(30)
    const response = await readBalance(tx, this.#context, source, reference)
    const { client_app_name: client } = call.client
    const request = { client, ref, reference, response, source: '', phone: source.phone }
    await this.#requests.open(tx, { ...request, asks: null })
    return { answer: successful(provider, response) }
  }

  async #validate(tx: Tx, call: ProviderCall, provider: string): Promise<Outcome> {
    const row = await this.#find(tx, call)
    if (row.state !== 'waiting') throw endingOf(row)
    const typed = readAnswer(call)
    const { state, triesLeft, response, source } = await this.#requests.answer(tx, row, typed)
    if (state === 'verified') {
      await forgetWrongAnswers(tx, source)
      return { answer: successful(provider, response) }
    }
    const refusal =
      state === 'waiting'
        ? wrongAnswer(row.asks === 'pin' ? 'PIN' : 'OTP', triesLeft)
        : endingOf({ ...row, state })
    return { answer: failedEnvelope(refusal, provider) }
  }

  /** The current status, without the balance; past its time it is expired, even before the scheduler has run. */
  async #query(tx: Tx, call: ProviderCall, provider: string): Promise<Outcome> {
    const row = await this.#find(tx, call)
    const state = await this.#requests.look(tx, row)
    if (state === 'waiting') {
      const pin = row.asks === 'pin'
      return { answer: pin ? pendingPin(provider) : waitingForOtp(provider, receiversOf(row), null) }
    }
    if (state === 'verified') {
      return { answer: successful(provider, { reference: row.reference, meta: {} }) }
    }
    return { answer: failedEnvelope(endingOf({ ...row, state }), provider) }
  }

  /** There is nothing to undo; the stored response is erased. */
  async #reverse(tx: Tx, call: ProviderCall, provider: string): Promise<Outcome> {
    const row = await this.#find(tx, call)
    if (row.state !== 'waiting') throw endingOf(row)
    const state = await this.#requests.reverse(tx, row)
    if (state === 'reversed') return { answer: reversal(provider) }
    return { answer: failedEnvelope(endingOf({ ...row, state }), provider) }
  }

  async #find(tx: Tx, { client, transaction }: ProviderCall): Promise<BalanceRequestRow> {
    const ref = transaction.transaction_ref
    const row = await tx.first(balanceRequestByRef, { client: client.client_app_name, ref })
    if (!row) throw unknownTransaction(ref)
    tx.join(row.trace)
    return row
  }
}

/** The answer for a request that is over. */
function endingOf({
  state,
  transaction_ref: ref,
}: Pick<BalanceRequestRow, 'state' | 'transaction_ref'>): Refusal {
  switch (state) {
    case 'verified':
      return alreadyUsed(ref)
    case 'expired':
      return late()
    case 'locked':
      return locked()
    case 'reversed':
      return reversed()
    case 'undelivered':
      return notDelivered()
    case 'unreadable':
      return unreadableChallenge()
    case 'waiting':
      return badField('the transaction is still open.')
  }
}
