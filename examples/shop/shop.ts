import express, { type Express, type Response } from 'express'
import { type Order, Orders, prices } from './orders.ts'
import { type MomoAccount, Payments } from './payments.ts'

export interface ShopOptions {
  momo: MomoAccount
  /** Where MoMo reaches this shop. */
  url: string
}

export interface Shop {
  app: Express
  /** Asks MoMo about every order that waits: callbacks come once, and some never do. Run it by a timer. */
  checkWaiting(): Promise<void>
}

export function createShop({ momo, url }: ShopOptions): Shop {
  const orders = new Orders()
  const payments = new Payments(momo)

  const check = async (order: Order) => {
    if (order.state !== 'waiting' || order.payment === null) return
    const state = await payments.stateOf(order.payment)
    if (order.state === 'waiting') order.state = state
  }

  const app = express()
  app.get('/', (_, response) => void response.type('html').send(frontPage))

  app.post('/orders', express.json(), express.urlencoded({ extended: false }), async (request, response) => {
    const { goods, phone } = request.body ?? {}
    if (!Object.hasOwn(prices, String(goods)) || !/^\+\d{8,15}$/.test(String(phone))) {
      response.status(400).json({ error: `Name goods (${Object.keys(prices).join(', ')}) and a phone.` })
      return
    }
    const order = orders.add({ goods, phone })
    order.payment = await payments.ask(order, `${url}/payments/${order.id}`)
    response.location(`/orders/${order.id}`)
    if (request.accepts(['json', 'html']) === 'html') response.status(303).end()
    else response.status(201).json(order)
  })

  app.get('/orders/:id', (request, response) => {
    const order = orders.get(request.params.id)
    if (!order) return notFound(response)
    response.format({
      json: () => response.json(order),
      html: () => response.send(orderPage(order)),
    })
  })

  // Anybody can send a callback: it only says that now is a good time to ask MoMo.
  app.all('/payments/:id', async (request, response) => {
    const order = orders.get(request.params.id)
    if (!order) return notFound(response)
    await check(order)
    response.status(200).end()
  })

  return {
    app,
    async checkWaiting() {
      await Promise.all(orders.waiting().map(check))
    },
  }
}

function notFound(response: Response): void {
  response.status(404).json({ error: 'There is no such order.' })
}

const page = (body: string, head = '') =>
  `<!doctype html><html lang="en"><head><title>Fruit and coffee</title>${head}</head><body>${body}</body></html>`

const frontPage = page(`<h1>Fruit and coffee</h1>
<form method="post" action="/orders">
  <select name="goods">${Object.entries(prices)
    .map(([name, price]) => `<option value="${name}">${name}, ${price} EUR</option>`)
    .join('')}</select>
  <label>Phone <input name="phone" type="tel" placeholder="+46733000001" required></label>
  <button>Pay by MoMo</button>
</form>`)

const orderPage = ({ goods, amount, currency, phone, state }: Order) =>
  page(
    `<h1>${goods}, ${amount} ${currency}</h1><p>Asked of ${phone}: <strong>${state}</strong></p>`,
    state === 'waiting' ? '<meta http-equiv="refresh" content="2">' : '',
  )
