import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { findSimulator, simulatorUrl } from './simulator.ts'

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

describe('the address of a run', () => {
  it.each([
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/'],
    ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000/'],
    ['http://127.0.0.1:4000/w/suite-1', 'http://127.0.0.1:4000/w/suite-1'],
    ['http://[::1]:4000/w/suite-1/', 'http://[::1]:4000/w/suite-1'],
  ])('is %s', (text, url) => {
    expect(simulatorUrl(text).href).toBe(url)
  })

  it.each([
    'https://127.0.0.1:4000',
    'http://127.0.0.1:4000/_sim',
    'http://127.0.0.1:4000/w',
    'http://127.0.0.1:4000/w/suite-1/collection',
    'http://127.0.0.1:4000/w/one/w/two',
    'http://127.0.0.1:4000/w/suite-1?x',
    'http://me@127.0.0.1:4000/w/suite-1',
  ])('is not %s', (text) => {
    expect(() => simulatorUrl(text)).toThrow(
      `"${text}" is no simulator’s address. Give one such as http://127.0.0.1:4000, or a world of it: ` +
        'http://127.0.0.1:4000/w/suite-1.',
    )
  })

  it('names no world that there cannot be', () => {
    expect(() => simulatorUrl('http://127.0.0.1:4000/w/Suite-1')).toThrow(
      '"Suite-1" is no name of a world: small letters, digits and',
    )
  })
})

describe('the world of a run', () => {
  const inWorld = (url: URL) => new URL('/w/suite-1', url)
  const providers = { status: 200, json: [kiosk] }

  it('tells the hosts', async () => {
    const { url } = await answering({
      '/w/suite-1/_sim/health': healthy,
      '/w/suite-1/_sim/providers': providers,
    })
    expect((await findSimulator(inWorld(url))).domains).toEqual(['kiosk.example'])
  })

  it.each([
    [404, 'There is no world suite-1 at ORIGIN. Open it first: '],
    [
      410,
      'The world suite-1 at ORIGIN was ended, or ended since nobody had used it for long. Open it anew: ',
    ],
  ])('is not there where the server says %i', async (status, what) => {
    const none = { status, json: { status } }
    const expected = ({ origin }: URL) =>
      `${what.replace('ORIGIN', origin)}payersim worlds open suite-1 --url ${origin}`
    const here = await answering({ '/w/suite-1/_sim/health': none })
    await expect(findSimulator(inWorld(here.url))).rejects.toThrow(expected(here.url))
    // On another machine, by a name that its server does not know.
    const elsewhere = await answering({
      '/w/suite-1/_sim/health': { status: 403, json: { status: 403 } },
      '/w/suite-1/_sim/providers': none,
    })
    await expect(findSimulator(inWorld(elsewhere.url))).rejects.toThrow(expected(elsewhere.url))
  })
})
