import { Reference } from './reference.ts'

const remedy = 'Nobody answers it: await sim.settle(), or move the clock.'

/** Money that a merchant deposits to a payee, as the merchant sees it. */
export class Deposit extends Reference {
  protected readonly title = 'Deposit'
  protected readonly remedy = remedy
  protected readonly path = '/v1_0/deposit'
}

/** Money of a request to pay that goes back to who paid it. */
export class Refund extends Reference {
  protected readonly title = 'Refund'
  protected readonly remedy = remedy
  protected readonly path = '/v1_0/refund'
}

/** Cash that somebody paid in abroad. */
export class CashTransfer extends Reference {
  protected readonly title = 'Cash transfer'
  protected readonly remedy = remedy
  protected readonly path = '/v2_0/cashtransfer'
}

/** A bill, or airtime, that a merchant pays for a customer. */
export class BillPayment extends Reference {
  protected readonly title = 'Payment'
  protected readonly remedy = remedy
  protected readonly path = '/v2_0/payment'
}
