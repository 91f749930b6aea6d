import { randomUUID } from 'node:crypto'

/** Everything but `waiting` is final. */
export type OrderState = 'waiting' | 'paid' | 'rejected' | 'expired' | 'not enough money' | 'failed'

export interface Order {
  id: string
  goods: string
  amount: string
  currency: string
  /** Whose wallet pays, as `+46733000001`. */
  phone: string
  state: OrderState
  /** The reference id of the request to pay; null until MoMo has taken it. */
  payment: string | null
}

export const prices: Readonly<Record<string, string>> = { mangoes: '12.50', coffee: '4.20' }

export class Orders {
  readonly #orders = new Map<string, Order>()

  add({ goods, phone }: { goods: string; phone: string }): Order {
    const amount = prices[goods]
    if (amount === undefined) throw new Error(`There is no ${goods} in this shop.`)
    const order: Order = {
      id: randomUUID(),
      goods,
      amount,
      currency: 'EUR',
      phone,
      state: 'waiting',
      payment: null,
    }
    this.#orders.set(order.id, order)
    return order
  }

  get(id: string): Order | undefined {
    return this.#orders.get(id)
  }

  waiting(): Order[] {
    return [...this.#orders.values()].filter(({ state }) => state === 'waiting')
  }
}
