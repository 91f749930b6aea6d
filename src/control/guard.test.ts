import { describe, expect, it } from 'vitest'
import { type ControlAccess, guardOf } from './guard.ts'

/** 403 if it is refused. */
function status(
  headers: Record<string, string>,
  remoteAddress = '127.0.0.1',
  access: ControlAccess = { adminToken: 'open sesame', behindProxy: false },
): number {
  const all = { host: 'localhost:4000', ...headers }
  const refusal = guardOf(access)({
    headers: all,
    rawHeaders: Object.entries(all).flat(),
    url: '/',
    peer: { remoteAddress },
  })
  return refusal?.status ?? 200
}

describe('control routes', () => {
  it.each([
    ['a local name', { host: 'localhost:4000' }],
    ['a local address', { host: '127.0.0.1:4000' }],
    ['a local IPv6 address', { host: '[::1]:4000' }],
    ['its own page', { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' }],
  ])('answer a request from %s', (_, headers: Record<string, string>) => {
    expect(status(headers)).toBe(200)
  })

  it.each([
    ['a page that rebinds its name', { host: 'evil.example' }],
    ['a name that only begins like a local one', { host: 'localhost.evil.example' }],
    ['the name that this simulator has in its own data', { host: 'payersim.test' }],
    ['a name with a local port', { host: 'evil.example:127' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://localhost:3000' }],
    ['a page without an origin', { origin: 'null' }],
    ['another site’s image', { 'sec-fetch-site': 'cross-site' }],
    ['an image of another port', { 'sec-fetch-site': 'same-site' }],
    ['a name behind a local address', { host: '[::1]evil.example' }],
    ['a local name behind another', { host: 'evil.example/.localhost' }],
    ['a name with a user', { host: 'localhost@evil.example' }],
    ['a name with two ports', { host: 'localhost:1:2' }],
    ['a tunnel', { 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy', { forwarded: 'for=203.0.113.9' }],
  ])('refuse a request from %s', (_, headers: Record<string, string>) => {
    expect(status(headers)).toBe(403)
  })

  it('answer their own page over TLS', () => {
    const headers = { host: 'localhost:4000', origin: 'https://localhost:4000' }
    const own = { headers, rawHeaders: [], url: '/' }
    const guard = guardOf({ adminToken: undefined, behindProxy: false })
    expect(guard({ ...own, peer: { remoteAddress: '::1', encrypted: true } })).toBeUndefined()
    expect(guard({ ...own, peer: { remoteAddress: '::1' } })).toMatchObject({ status: 403 })
  })

  it('refuse another machine, and let in a caller with the admin token', () => {
    expect(status({}, '192.168.1.7')).toBe(403)
    expect(status({}, '::ffff:127.0.0.1')).toBe(200)
    expect(status({ authorization: 'Bearer open sesame' }, '192.168.1.7')).toBe(200)
    expect(status({ authorization: 'Bearer open' }, '192.168.1.7')).toBe(403)
  })

  it('take a token of any letters, as a client sends it', () => {
    const access = { adminToken: 'Zürich £', behindProxy: true }
    const sent = (token: string) => status({ authorization: `Bearer ${token}` }, '127.0.0.1', access)
    // Node decodes the bytes of a header as Latin-1.
    expect(sent(Buffer.from('Zürich £').toString('latin1'))).toBe(200)
    expect(sent('Zürich £')).toBe(200)
    expect(sent('Zurich £')).toBe(403)
  })

  it('are not opened by an admin token that is empty', () => {
    const access = { adminToken: '', behindProxy: false }
    const headers = { host: 'evil.example', authorization: 'Bearer ' }
    expect(status(headers, '127.0.0.1', access)).toBe(403)
  })
})
