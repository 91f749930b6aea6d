import type { EffectTable, Kernel, Tx } from '../../../kernel/index.ts'
import type { ChallengeContext, ChallengeEffects, ChallengeState } from './otp-challenge.ts'
import type { Receivers } from './source.ts'
import { type BalanceRequestRow, eraseBalanceRequest } from './tables.ts'

export const deadlineKind = 'onepipe.balance-request-expiry'
/** The code of all demonstrations: https://docs.paywithaccount.com, provider DemoProvider, mock mode inspect. */
const demoCode = '12345678'
const codeDigits = 6

/** A code to send; it exists only here and in the message. */
export interface Code {
  requestId: number
  /** Unique per message. */
  id: string
  code: string
  to: Receivers
  client: string
  /** Epoch milliseconds of the business clock. */
  expiresAt: number
  trace: string | null
}

type Given = [
  kernel: Kernel,
  tx: Tx,
  row: BalanceRequestRow,
  after: { value: ChallengeState; context: ChallengeContext },
]

/** Performs each effect in the unit of its step. A challenge may ask for these alone. */
export const effects: EffectTable<
  ChallengeEffects,
  Given,
  Promise<{ code: Code; answerHash: string } | undefined>
> = {
  async sendCode(kernel, tx, row, { context: { expiresAt } }) {
    const { id: requestId, client, phone, email, trace } = row
    const code = row.demo === 1 ? demoCode : tx.random.digits(codeDigits)
    const id = tx.random.uuid()
    await tx.setDeadline(deadlineKind, String(requestId), expiresAt)
    await tx.emit({
      kind: 'balance-request.code-issued',
      phone: phone ?? undefined,
      trace,
      data: { ...whose(row), ...(email === null ? {} : { email }) },
    })
    return {
      code: { requestId, id, code, to: receiversOf(row), client, expiresAt, trace },
      answerHash: hashOf(kernel, row, code),
    }
  },

  async erase(_kernel, tx, row, { value }) {
    if (value !== 'waiting') await eraseRequest(tx, row, value)
    return undefined
  },
}

/** Ends a balance request: all but its outcome goes. */
export async function eraseRequest(
  tx: Tx,
  row: BalanceRequestRow,
  state: Exclude<BalanceRequestRow['state'], 'waiting'>,
): Promise<void> {
  await tx.change(eraseBalanceRequest, { id: row.id, state })
  await tx.clearDeadline(deadlineKind, String(row.id))
  const { phone, trace } = row
  await tx.emit({ kind: `balance-request.${state}`, phone: phone ?? undefined, trace, data: whose(row) })
  tx.scrub()
}

export function whose({ client, transaction_ref }: BalanceRequestRow) {
  return { app: client, transactionRef: transaction_ref }
}

/** Where the codes of an open request go. */
export function receiversOf({ phone, email, by_sms }: BalanceRequestRow): Receivers {
  return { phone: by_sms === 1 ? phone : null, email }
}

/** Bound to the transaction: the same code does not answer another one. */
export function hashOf(
  kernel: Kernel,
  { id, client, transaction_ref }: BalanceRequestRow,
  answer: string,
): string {
  return kernel.hmac('onepipe answer', `${id}\n${client}\n${transaction_ref}\n${answer}`)
}
