import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Provider } from '../providers/index.ts'
import { healthSchema } from '../terms/sim/health.ts'
import type { SimulatorClient } from './index.ts'
import type { ClientParts } from './parts.ts'
import { Watched } from './watched.fixture.ts'

class Shop {
  readonly parts: ClientParts

  constructor(parts: ClientParts) {
    this.parts = parts
  }

  async opensAt(): Promise<string> {
    return (await this.parts.wire.get(healthSchema, '/_sim/health')).status
  }
}

function shops(): Provider<'shops', object, Shop> & { loaded: number } {
  return {
    name: 'shops',
    title: 'Shops',
    loaded: 0,
    async client() {
      this.loaded += 1
      return { open: (parts) => new Shop(parts) }
    },
  }
}

describe('the objects of a provider from outside', () => {
  let world: Watched
  let sim: SimulatorClient
  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
  })
  afterEach(() => world.end())

  it('are made once for each client, with its requests and its phones', async () => {
    const provider = shops()
    const [shop, again] = await Promise.all([sim.client(provider), sim.client(provider)])
    expect(again).toBe(shop)
    expect(provider.loaded).toBe(1)
    expect(await shop.opensAt()).toBe('ok')
    expect(world.paths()).toEqual(['GET /_sim/health'])
    expect(shop.parts.phone('+46733000001')).toBe(sim.phone('+46733000001'))
  })

  it('are tried again if they could not be loaded', async () => {
    const provider = shops()
    const { client } = provider
    provider.client = () => Promise.reject(new Error('the disk is full'))
    await expect(sim.client(provider)).rejects.toThrow('the disk is full')
    if (client) provider.client = client
    expect(await sim.client(provider)).toBeInstanceOf(Shop)
  })

  it('are refused where the provider has none', async () => {
    await expect(sim.client({ name: 'bare' })).rejects.toThrow('The provider bare has no objects for tests.')
  })
})
