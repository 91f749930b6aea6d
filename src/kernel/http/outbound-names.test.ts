import { expect, it, vi } from 'vitest'
import { Outbound } from './outbound.ts'

vi.mock('node:dns/promises', () => ({
  lookup: async (name: string) => {
    const address = name === 'six.example' ? 'fd00:ec2::254' : '169.254.169.254'
    const rest = name === 'both.example' ? [{ address: '127.0.0.1', family: 4 }] : []
    return [...rest, { address, family: address.includes(':') ? 6 : 4 }]
  },
}))

it.each(['four.example', 'six.example', 'both.example'])(
  'a request does not go to %s, which resolves to the address of a cloud’s metadata',
  async (name) => {
    const outbound = new Outbound()
    await expect(
      outbound.send({
        method: 'POST',
        url: `http://${name}/`,
        headers: {},
        timeoutMs: 5_000,
        purpose: 'callback',
        trace: null,
      }),
    ).rejects.toMatchObject({ reason: 'forbidden' })
    await outbound.close()
  },
)
