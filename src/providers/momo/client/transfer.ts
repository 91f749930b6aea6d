import { Reference } from './reference.ts'

/** Money that a merchant sends to a payee, as the merchant sees it. */
export class Transfer extends Reference {
  protected readonly title = 'Transfer'
  protected readonly remedy = 'Nobody answers a transfer: await sim.settle(), or move the clock.'
  protected readonly path = '/v1_0/transfer'
}
