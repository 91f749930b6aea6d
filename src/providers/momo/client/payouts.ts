import { Reference } from './reference.ts'

/** Money that a merchant pays out; nobody is asked. */
abstract class Payout extends Reference {
  protected readonly remedy = 'Nobody answers it: await sim.settle(), or move the clock.'
}

/** Money that a merchant sends to a payee, as the merchant sees it. */
export class Transfer extends Payout {
  protected readonly title = 'Transfer'
  protected readonly path = '/v1_0/transfer'
}

/** Money that a merchant deposits to a payee, as the merchant sees it. */
export class Deposit extends Payout {
  protected readonly title = 'Deposit'
  protected readonly path = '/v1_0/deposit'
}

/** Money of a request to pay that goes back to who paid it. */
export class Refund extends Payout {
  protected readonly title = 'Refund'
  protected readonly path = '/v1_0/refund'
}

/** Cash that somebody paid in abroad. */
export class CashTransfer extends Payout {
  protected readonly title = 'Cash transfer'
  protected readonly path = '/v2_0/cashtransfer'
}

/** A bill, or airtime, that a merchant pays for a customer. */
export class BillPayment extends Payout {
  protected readonly title = 'Payment'
  protected readonly path = '/v2_0/payment'
}
