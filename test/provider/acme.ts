import { z } from 'zod'
import { jsonApi, jsonOperation, NotFoundError, type Provider, parseAmount } from '../../src/provider.ts'
import type { Acme } from './acme-words.ts'

declare module '../../src/events/index.ts' {
  interface Events {
    'acme.charged': { charge: string; shop: string; amount: string }
  }
}

const charge = z.strictObject({ shop: z.string(), phone: z.string(), amount: z.string() })
const host = 'api.acme.example'

/** A provider from outside, as docs/providers.md shows it. */
const acme: Provider<'acme', { shops: string[] }, Acme> = {
  name: 'acme',
  title: 'Acme Pay',
  hosts: { domains: ['acme.example'], answered: [host], known: [host] },
  quirks: [{ name: 'acme-created', values: ['201', '200'], default: '201', source: 'guide and SDK differ' }],
  world: { schema: z.strictObject({ shops: z.array(z.string().min(1)) }), builtIn: { shops: ['Corner'] } },
  connect:
    async () =>
    ({ url, world }) => {
      const [shop = 'Corner'] = (world.acme as { shops: string[] }).shops
      const body = JSON.stringify({ shop, phone: world.phones[0]?.msisdn, amount: '12.50' })
      const text = `curl -s ${url}/acme/charges -H 'Content-Type: application/json' -d '${body}'\n`
      return {
        baseUrl: `${url}/acme`,
        as: shop,
        keys: [{ name: 'Shop', value: shop }],
        outcome: 'It prints the id of the charge.',
        programs: [{ language: 'curl', file: 'charge.sh', run: 'sh charge.sh', text }],
        documents: [{ title: 'Acme’s operations here', url: `${url}/docs` }],
      }
    },
  guide: (url) => [['Acme Pay', `${url}/acme/charges`]],
  server: async () => ({
    open: ({ kernel, wallet, records }, { world, quirks }) => ({
      api: jsonApi('acme', kernel, [
        jsonOperation({
          operation: 'createCharge',
          summary: 'Ask a phone to pay a shop',
          method: 'POST',
          path: '/acme/charges',
          body: charge,
          response: z.object({ id: z.string() }),
          success: Number(quirks['acme-created']),
          answer: ({ body: { shop, phone, amount }, http }) =>
            kernel.transact(async (tx) => {
              const merchantId = await records.get(tx, shop)
              if (typeof merchantId !== 'number') throw new NotFoundError(`Acme has no shop ${shop}.`)
              const id = tx.random.uuid()
              const of = { environment: 'sandbox', product: 'acme', currency: 'EUR', externalId: null }
              const payer = { type: 'MSISDN' as const, id: phone }
              const texts = { payerMessage: null, payeeNote: null }
              const asked = { ...of, ...texts, merchantId, referenceId: id, payer }
              await wallet.paymentRequests.create(tx, { ...asked, amount: parseAmount(amount, 'EUR') })
              await records.put(tx, id, merchantId)
              await tx.emit({ kind: 'acme.charged', phone, data: { charge: id, shop, amount } })
              return { body: { id } }
            }, http),
        }),
        jsonOperation({
          operation: 'getCharge',
          method: 'GET',
          path: '/acme/charges/{id}',
          answer: ({ params: { id = '' } }) =>
            kernel.read(async (rx) => {
              const merchantId = await records.get(rx, id)
              if (typeof merchantId !== 'number') throw new NotFoundError(`Acme has no charge ${id}.`)
              const found = await wallet.paymentRequests.byReference(rx, { merchantId, referenceId: id })
              return { body: { status: found?.status } }
            }),
        }),
      ]),
      async fill(tx) {
        for (const name of world.shops) {
          const opened = wallet.merchants.open(tx, { name, environment: 'sandbox', products: ['acme'] })
          await records.put(tx, name, await opened)
        }
      },
      view: () => world,
    }),
  }),
  panel: { title: 'Acme', file: new URL('./acme-panel.js', import.meta.url) },
  client: async () => (await import('./acme-words.ts')).client,
  steps: async () => (await import('./acme-words.ts')).steps,
}

export default acme
