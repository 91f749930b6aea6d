import { z } from 'zod'
import {
  action,
  type ClientParts,
  expectation,
  type Kind,
  type ProviderClient,
  type StepsPart,
} from '../../src/provider.ts'

const made = z.object({ id: z.string() })
const state = z.object({ status: z.string() })

interface Wanted {
  shop: string
  phone: string
  amount: string
}

/** What a test does with Acme. */
export class Acme {
  readonly #wire: ClientParts['wire']

  constructor({ wire }: ClientParts) {
    this.#wire = wire
  }

  /** Asks a phone to pay. Returns the id of the charge. */
  async charge(wanted: Wanted): Promise<string> {
    return (await this.#wire.ask(made, 'POST', '/acme/charges', { ...wanted })).id
  }

  async status(id: string): Promise<string> {
    return (await this.#wire.get(state, `/acme/charges/${id}`)).status
  }
}

export const client: ProviderClient<Acme> = { open: (parts) => new Acme(parts) }

const provider = { name: 'acme', client: async () => client }
const charges: Kind<{ id: string }> = { idOf: ({ id }) => id }

export const steps: StepsPart = {
  provider: 'acme',
  actions: {
    'acme-charge': action({
      schema: z.strictObject({ as: z.string(), shop: z.string(), phone: z.string(), amount: z.string() }),
      makes: charges,
      async perform(scene, { as, ...wanted }) {
        const acme = await scene.client.client(provider)
        scene.make(charges, as, { id: await acme.charge(wanted) })
      },
    }),
  },
  expectations: {
    'acme-charge': expectation({
      of: 'acme-charge',
      statuses: ['PENDING', 'SUCCESSFUL', 'FAILED'],
      words: {},
      async check(scene, name, { status }) {
        const acme = await scene.client.client(provider)
        const seen = await acme.status(scene.made(charges, name).id)
        if (seen !== status) throw new Error(`The charge ${name} is ${seen}, not ${status}.`)
      },
    }),
  },
  record: {
    timed: ['acme.charged'],
    begin({ draft }) {
      let count = 0
      return {
        take(event) {
          if (event.kind !== 'acme.charged') return
          count += 1
          const words = event.words({ shop: 'shop', amount: 'amount' })
          draft.add({ 'acme-charge': { as: `charge-${count}`, phone: event.phone, ...words } })
        },
        finish() {
          for (let at = 1; at <= count; at++)
            draft.add({ expect: { 'acme-charge': `charge-${at}`, status: 'SUCCESSFUL' } })
        },
        mark: () => count,
        backTo: (mark) => {
          count = mark as number
        },
      }
    },
  },
}
