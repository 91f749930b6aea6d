import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import express from 'express'
import pino from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { askApp } from '../kernel/http/app.fixture.ts'
import { problemHandlers } from '../kernel/index.ts'
import { pageRoutes } from './page.ts'
import { notePlace, type Place } from './place.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-page-'))
writeFileSync(join(folder, 'index.html'), '<html lang="en"><p>the page')
mkdirSync(join(folder, 'page'))
writeFileSync(join(folder, 'page', 'part.js'), '1')
writeFileSync(join(folder, '.panel.mjs'), 'export const open = 1')
const panels = new Map([['acme', pathToFileURL(join(folder, '.panel.mjs'))]])
afterAll(() => rmSync(folder, { recursive: true }))

const local = { host: 'localhost:4000' }
const from = (token: string | undefined) => {
  const app = express().use(pageRoutes({ adminToken: token, behindProxy: false }, { folder, panels }))
  return (url: string, headers: Record<string, string> = local, method: 'GET' | 'PUT' = 'GET') =>
    askApp(app, { method, url, headers })
}

describe('the page', () => {
  it('is served with a policy that lets in nothing but its own files', async () => {
    const get = from(undefined)
    for (const url of ['/', '/page/part.js']) {
      const { status, headers } = await get(url)
      expect(status).toBe(200)
      const policy = String(headers['content-security-policy'])
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/)
      expect(policy).not.toContain('unsafe')
    }
    expect((await get('/')).text).toBe('<html lang="en"><p>the page')
  })

  it('is for this machine only, unless there is an admin token to ask for', async () => {
    const foreign = { host: 'evil.example' }
    expect((await from(undefined)('/', foreign)).status).toBe(403)
    expect((await from(undefined)('/page/part.js', foreign)).status).toBe(403)
    expect((await from('open sesame')('/', foreign)).status).toBe(200)
  })

  it('has the panels of providers from outside, and no other file', async () => {
    const get = from(undefined)
    const { status, headers, text } = await get('/page/panels/acme.js')
    expect([status, headers['content-type'], text]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'export const open = 1',
    ])
    expect(headers['content-security-policy']).toMatch(/script-src 'self'/)
    expect(headers['cache-control']).toBe('no-cache')
    for (const name of ['other', 'constructor', '.panel'])
      expect((await get(`/page/panels/${name}.js`)).status).toBe(404)
    expect((await get('/page/panels/acme.js', { host: 'evil.example' })).status).toBe(403)
  })

  it('takes the callbacks of its merchants, and other paths pass through', async () => {
    const ask = from(undefined)
    expect((await ask('/page/callback?reference=1', local, 'PUT')).status).toBe(204)
    expect((await ask('/collection/v1_0/requesttopay')).status).toBe(404)
    expect((await ask('/page/..%2f..%2fpackage.json')).status).toBe(404)
  })

  it('takes the callbacks of its own merchants behind a proxy too, and those of no page', async () => {
    const app = express().use(pageRoutes({ adminToken: 'open sesame', behindProxy: true }, { folder }))
    const status = async (headers: Record<string, string>) =>
      (await askApp(app, { method: 'PUT', url: '/page/callback', headers })).status
    expect(await status(local)).toBe(204)
    expect(await status({ ...local, origin: 'https://evil.example' })).toBe(403)
  })

  it('lets in who opens it by a link with the admin token', async () => {
    const { status, headers } = await from('open sesame')('/?token=open%20sesame')
    expect([status, headers.location, String(headers['set-cookie'])]).toEqual([
      303,
      '/',
      expect.stringContaining('HttpOnly; SameSite=Strict'),
    ])
    // Without a token there is nobody to let in.
    expect((await from(undefined)('/?token=')).status).toBe(200)
  })

  describe('of a world', () => {
    const at = (place: Place, adminToken?: string) => {
      const app = express()
        .use((request, _, next) => {
          notePlace(request, place)
          next()
        })
        .use(pageRoutes({ adminToken, behindProxy: false }, { folder }))
      return (url: string) => askApp(app, { url, headers: local })
    }
    const below = { world: 'suite-1', base: '/w/suite-1', isBare: false }

    it('has its name', async () => {
      const { text } = await at(below)('/')
      expect(text).toBe('<html data-world="suite-1" lang="en"><p>the page')
    })

    it('is led to the slash after its name, from where its URLs are relative', async () => {
      const get = at({ ...below, isBare: true })
      const { status, headers } = await get('/?a=b')
      expect([status, headers.location, headers['cache-control']]).toEqual([
        307,
        '/w/suite-1/?a=b',
        'no-cache',
      ])
      expect((await get('/')).headers.location).toBe('/w/suite-1/')
    })

    it('lets in who opens it by a link, with a ticket for itself alone', async () => {
      for (const isBare of [true, false]) {
        const { status, headers } = await at({ ...below, isBare }, 'sesame')('/?token=sesame')
        expect([status, headers.location, String(headers['set-cookie'])]).toEqual([
          303,
          '/w/suite-1/',
          expect.stringContaining('; Path=/w/suite-1/page/login;'),
        ])
      }
    })
  })

  it('is no failure where its reader has gone before it comes', async () => {
    const lines: string[] = []
    const { failed } = problemHandlers(pino({ level: 'error' }, { write: (line) => void lines.push(line) }))
    const app = express()
    let over = () => {}
    const answered = new Promise<void>((resolve) => {
      over = resolve
    })
    app.use((_, response, next) => void response.on('close', () => next()))
    app.use(pageRoutes({ adminToken: 'open sesame', behindProxy: false }, { folder }))
    app.use(failed)
    const server = createServer((asked, response) => {
      const end = response.end.bind(response)
      response.end = ((...chunks: []) => {
        over()
        return end(...chunks)
      }) as typeof response.end
      app(asked, response)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const reader = request({ port, host: '127.0.0.1', headers: local })
    reader.on('error', () => {}).end()
    server.once('request', () => setImmediate(() => reader.destroy()))
    await answered
    server.close()
    expect(lines).toEqual([])
  })
})
