import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { findSimulator } from './simulator.ts'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const healthy = { status: 200, json: { status: 'ok' } }
const kiosk = {
  name: 'kiosk',
  title: 'Kiosk',
  hosts: { domains: ['kiosk.example'], answered: ['.api.kiosk.example'], known: ['api.kiosk.example'] },
  operations: [],
}
const kioskWith = (hosts: Record<string, string[]>) => ({ ...kiosk, hosts: { ...kiosk.hosts, ...hosts } })

/** A program that answers these paths, and 404 to others. */
async function answering(answers: Record<string, { status: number; json: unknown }>) {
  const asked: Record<string, IncomingHttpHeaders> = {}
  const server = createServer(({ url = '', headers }, response) => {
    asked[url] = headers
    const { status, json } = answers[url] ?? { status: 404, json: { status: 404 } }
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  const { port } = server.address() as AddressInfo
  return { url: new URL(`http://127.0.0.1:${port}`), asked }
}

const telling = (json: unknown) =>
  answering({ '/_sim/health': healthy, '/_sim/providers': { status: 200, json } })

describe('the simulator of a run', () => {
  it('tells the hosts of its providers', async () => {
    const { url } = await telling([kiosk])
    const vendors = await findSimulator(url)
    expect(vendors.domains).toEqual(['kiosk.example'])
    expect(vendors.vendorOf('v2.api.kiosk.example')?.title).toBe('Kiosk')
    expect(vendors.isVendorHost('api.onepipe.io')).toBe(false)
  })

  it('tells them from another machine, where it refuses its control routes', async () => {
    const { url, asked } = await answering({
      '/_sim/health': { status: 403, json: { status: 403 } },
      '/_sim/providers': { status: 200, json: [kiosk] },
    })
    expect((await findSimulator(url)).known).toEqual(['api.kiosk.example'])
    expect(asked['/_sim/providers']?.host).toBe('localhost')
  })

  it.each([
    ['has no such route', { status: 404, json: { status: 404 } }],
    ['refuses it with its control routes', { status: 403, json: { status: 403 } }],
  ])('is too old where it %s', async (_, providers) => {
    const { url } = await answering({ '/_sim/health': healthy, '/_sim/providers': providers })
    await expect(findSimulator(url)).rejects.toThrow(
      `The simulator at ${url.origin} does not tell which hosts it has (GET /_sim/providers: ${providers.status}): ` +
        'it is older than this payersim run. Use the same version of payersim for both.',
    )
  })

  it.each([
    ['a URL', kioskWith({ domains: ['https://kiosk.example'] }), '0.hosts.domains.0: is no host name'],
    ['a top-level domain', kioskWith({ domains: ['example'] }), '0.hosts.domains.0: is no host name'],
    ['a second line', kioskWith({ known: ['a.kiosk.example\n1.2.3.4 b.example'] }), '0.hosts.known.0: is no'],
    ['a star', kioskWith({ answered: ['*.kiosk.example'] }), '0.hosts.answered.0: is no host name'],
    ['no hosts at all', { ...kiosk, hosts: undefined }, '0.hosts: '],
  ])('is refused where it tells %s', async (_, provider, where) => {
    const { url } = await telling([provider])
    await expect(findSimulator(url)).rejects.toThrow(
      `The simulator at ${url.origin} tells hosts that cannot be redirected (GET /_sim/providers, ${where}`,
    )
  })

  it('is refused where it tells no domain: then the authority of the run would be believed for every name', async () => {
    for (const told of [[], [kioskWith({ domains: [] })]]) {
      const { url } = await telling(told)
      await expect(findSimulator(url)).rejects.toThrow('there is no domain')
    }
  })

  it.each([
    [
      'fails',
      { status: 503, json: { status: 'failing', detail: 'The disk is full.' } },
      'fails: The disk is full.',
    ],
    ['is another program', { status: 200, json: { hello: 'world' } }, 'another program does'],
  ])('is told of where it %s', async (_, health, message) => {
    const { url } = await answering({ '/_sim/health': health })
    await expect(findSimulator(url)).rejects.toThrow(message)
  })
})
