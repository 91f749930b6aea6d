import { timingSafeEqual } from 'node:crypto'
import { ConflictError, NotFoundError, type Tx } from '../../../kernel/index.ts'
import { type Challenge, challenges } from './challenge.ts'
import { type Code, deadlineKind, eraseRequest, hashOf, whose } from './challenge-effects.ts'
import type { OnePipeContext } from './config.ts'
import type { ChallengeContext, ChallengeEvent } from './otp-challenge.ts'
import { countWrongAnswer, isBlocked, type Receivers } from './source.ts'
import {
  type BalanceRequestRow,
  balanceRequestById,
  balanceRequestByRef,
  balanceRequestsByRef,
  type OnePipeTables,
  standBalanceRequest,
} from './tables.ts'

type State = BalanceRequestRow['state']

export type NewBalanceRequest = {
  /** The name of the app. */
  client: string
  ref: string
  reference: string
  response: object
  /** Keyed hash. */
  source: string
  phone: string
} & ({ asks: null } | { asks: 'pin'; pin: string } | { asks: 'otp'; demo: boolean; to: Receivers })

/** Balances that were read and wait for their owners' OTP or PIN. */
export class BalanceRequests {
  readonly #context: OnePipeContext

  constructor(context: OnePipeContext) {
    this.#context = context
    context.kernel.deadlines.on(deadlineKind, (tx, ref) => this.#expire(tx, Number(ref)))
  }

  /** Stores a response behind a challenge, and returns the code to send, if one is needed. */
  async open(tx: Tx, wanted: NewBalanceRequest): Promise<Code | undefined> {
    const { otp } = this.#context.config
    const { client, ref, reference, response, source, phone, asks } = wanted
    const challenge =
      asks === null
        ? undefined
        : challenges.begin('otp-challenge', {
            at: tx.now,
            lifeMs: otp.lifeSeconds * 1000,
            cooldownMs: otp.resendSeconds * 1000,
            tries: otp.tries,
            issues: asks === 'otp' ? otp.resends + 1 : 0,
          }).machineState
    const kept = challenge && {
      snapshot: challenges.pack(challenge),
      response: JSON.stringify(response),
      source,
      phone,
    }
    const row = await tx
      .db<OnePipeTables>()
      .insertInto('onepipe_balance_requests')
      .values({
        client,
        transaction_ref: ref,
        state: challenge ? 'waiting' : 'verified',
        asks,
        reference,
        demo: Number(asks === 'otp' && wanted.demo),
        created_at: tx.now,
        trace: tx.trace,
        ...kept,
        ...(asks === 'otp' && { email: wanted.to.email, by_sms: Number(wanted.to.phone !== null) }),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await tx.emit({
      kind: asks === null ? 'balance-request.answered' : 'balance-request.opened',
      phone,
      data: whose(row),
    })
    if (!challenge) return undefined
    await tx.setDeadline(deadlineKind, String(row.id), challenge.context.expiresAt)
    if (asks !== 'pin') return (await this.#step(tx, row, challenge, { type: 'issue', at: tx.now })).code
    const answerHash = hashOf(this.#context.kernel, row, wanted.pin)
    await tx.change(standBalanceRequest, { id: row.id, snapshot: row.snapshot, answerHash })
    return undefined
  }

  /** Compares the answer. The try is counted in the same unit, so that simultaneous guesses gain nothing. */
  async answer(
    tx: Tx,
    row: BalanceRequestRow,
    typed: string,
  ): Promise<{ state: State; triesLeft: number; response: object | null; source: string }> {
    const { kernel, config } = this.#context
    const source = row.source ?? ''
    const right = sameHash(row.answer_hash, hashOf(kernel, row, typed))
    if (!right) await countWrongAnswer(tx, source)
    const used = await isBlocked(tx, config, source)
    const event: ChallengeEvent = { type: 'answer', at: tx.now, right, blocked: used }
    const { state, context } = await this.#stepStored(tx, row, event)
    if (state === 'waiting') {
      await tx.emit({
        kind: 'balance-request.wrong-answer',
        phone: row.phone ?? undefined,
        trace: row.trace,
        data: { ...whose(row), triesLeft: context.triesLeft },
      })
    }
    const response: object | null = state === 'verified' ? JSON.parse(row.response ?? 'null') : null
    return { state, triesLeft: context.triesLeft, response, source }
  }

  /** The state at this time. */
  async look(tx: Tx, row: BalanceRequestRow): Promise<State> {
    if (row.state !== 'waiting') return row.state
    return (await this.#stepStored(tx, row, { type: 'expire', at: tx.now })).state
  }

  async reverse(tx: Tx, row: BalanceRequestRow): Promise<State> {
    return (await this.#stepStored(tx, row, { type: 'reverse', at: tx.now })).state
  }

  /** The network refused the code. */
  async refuse(tx: Tx, id: number): Promise<void> {
    const row = await tx.first(balanceRequestById, { id })
    if (row?.state === 'waiting') await this.#stepStored(tx, row, { type: 'refuse', at: tx.now })
  }

  /**
   * Makes a new code instead of the old one.
   *
   * @throws NotFoundError where no open transaction waits for an OTP, ConflictError where it is too soon or too often
   */
  async reissue(tx: Tx, ref: string, client: string | undefined): Promise<Code> {
    const rows = await tx.run(balanceRequestsByRef, { ref })
    const found = client === undefined ? rows : await tx.run(balanceRequestByRef, { client, ref })
    const [row] = found
    if (found.length > 1) {
      throw new ConflictError(
        `Several apps have a transaction ${ref}. Name the app too.`,
        { transactionRef: ref },
        { problem: 'several-transactions' },
      )
    }
    if (!row)
      throw new NotFoundError(
        `No balance request ${ref}.`,
        { transactionRef: ref },
        { problem: 'unknown-transaction' },
      )
    const notOpen = () =>
      new ConflictError(
        `The balance request ${ref} does not wait for an OTP.`,
        { transactionRef: ref },
        { problem: 'no-otp-awaited' },
      )
    if (row.state !== 'waiting' || row.asks !== 'otp') throw notOpen()
    const { state, context, code } = await this.#stepStored(tx, row, { type: 'issue', at: tx.now })
    if (code) return code
    if (state !== 'waiting') throw notOpen()
    if (context.issuesLeft === 0) {
      throw new ConflictError(
        `The OTP of ${ref} was sent as often as it may be.`,
        { transactionRef: ref },
        { problem: 'otp-sent-too-often' },
      )
    }
    const seconds = Math.ceil((context.nextIssueAt - tx.now) / 1000)
    throw new ConflictError(
      `The OTP of ${ref} was sent just now. Send it again in ${seconds} s.`,
      {
        transactionRef: ref,
        retryAfterSeconds: seconds,
      },
      { problem: 'otp-sent-just-now' },
    )
  }

  /** Called at the deadline; a newer code has moved the time. */
  async #expire(tx: Tx, id: number): Promise<void> {
    const row = await tx.first(balanceRequestById, { id })
    if (row?.state === 'waiting') await this.#stepStored(tx, row, { type: 'expire', at: tx.now })
  }

  /** A stored challenge that this version cannot read ends; its state is never guessed. */
  async #stepStored(
    tx: Tx,
    row: BalanceRequestRow,
    event: ChallengeEvent,
  ): Promise<{
    state: State
    context: { triesLeft: number; issuesLeft: number; nextIssueAt: number }
    code?: Code
  }> {
    const challenge = challenges.unpack(row.snapshot ?? '')
    if (challenge) return this.#step(tx, row, challenge, event)
    await eraseRequest(tx, row, 'unreadable')
    return { state: 'unreadable', context: { triesLeft: 0, issuesLeft: 0, nextIssueAt: 0 } }
  }

  async #step(
    tx: Tx,
    row: BalanceRequestRow,
    before: Challenge,
    event: ChallengeEvent,
  ): Promise<{ state: State; context: ChallengeContext; code?: Code }> {
    const { machineState: after, effects } = challenges.advance(before, event)
    let code: Code | undefined
    let answerHash = row.answer_hash
    for (const effect of effects) {
      const sent = await challenges.perform(effect, this.#context.kernel, tx, row, after)
      if (sent) ({ code, answerHash } = sent)
    }
    if (!after.over) {
      await tx.change(standBalanceRequest, { id: row.id, snapshot: challenges.pack(after), answerHash })
    }
    return { state: after.value, context: after.context, ...(code && { code }) }
  }
}

function sameHash(stored: string | null, given: string): boolean {
  return timingSafeEqual(Buffer.from(stored ?? ''.padEnd(64)), Buffer.from(given))
}
