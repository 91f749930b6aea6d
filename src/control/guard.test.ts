import express from 'express'
import { describe, expect, it } from 'vitest'
import { inject } from '../kernel/index.ts'
import { localOnly } from './index.ts'

const app = express()
app.use(localOnly({ adminToken: 'open sesame', behindProxy: false }))
app.use((_, response) => {
  response.end('in')
})

const status = async (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  (
    await inject(app, {
      method: 'GET',
      url: '/',
      headers: { host: 'localhost:4000', ...headers },
      remoteAddress,
    })
  ).statusCode

describe('control routes', () => {
  it.each([
    ['a local name', { host: 'localhost:4000' }],
    ['a local address', { host: '127.0.0.1:4000' }],
    ['a local IPv6 address', { host: '[::1]:4000' }],
    ['its own page', { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' }],
  ])('answer a request from %s', async (_, headers: Record<string, string>) => {
    expect(await status(headers)).toBe(200)
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
  ])('refuse a request from %s', async (_, headers: Record<string, string>) => {
    expect(await status(headers)).toBe(403)
  })

  it('refuse another machine, and let in whoever bears the admin token', async () => {
    expect(await status({}, '192.168.1.7')).toBe(403)
    expect(await status({}, '::ffff:127.0.0.1')).toBe(200)
    expect(await status({ authorization: 'Bearer open sesame' }, '192.168.1.7')).toBe(200)
    expect(await status({ authorization: 'Bearer open' }, '192.168.1.7')).toBe(403)
  })

  it('take a token of any letters, as a client sends it', async () => {
    const app = express()
    app.use(localOnly({ adminToken: 'Zürich £', behindProxy: true }))
    app.use((_, response) => void response.end('in'))
    const sent = (token: string) =>
      inject(app, {
        method: 'GET',
        url: '/',
        headers: { host: 'localhost', authorization: `Bearer ${token}` },
      })
    // Node decodes the bytes of a header as Latin-1.
    expect((await sent(Buffer.from('Zürich £').toString('latin1'))).statusCode).toBe(200)
    expect((await sent('Zürich £')).statusCode).toBe(200)
    expect((await sent('Zurich £')).statusCode).toBe(403)
  })

  it('are not opened by an admin token that is empty', async () => {
    const open = express()
    open.use(localOnly({ adminToken: '', behindProxy: false }))
    const answer = await inject(open, {
      method: 'GET',
      url: '/',
      headers: { host: 'evil.example', authorization: 'Bearer ' },
    })
    expect(answer.statusCode).toBe(403)
  })
})
