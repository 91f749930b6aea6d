import { Reference } from './reference.ts'

/** Money that an agent asks a payer for, to hand it out in cash, as the agent sees it. */
export class Withdrawal extends Reference {
  protected readonly title = 'Withdrawal'
  protected readonly remedy = "Approve or reject it on the payer's phone, or move the clock past its expiry."
  protected readonly path = '/v1_0/requesttowithdraw'
}
