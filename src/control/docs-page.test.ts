import express from 'express'
import { describe, expect, it } from 'vitest'
import { askApp } from '../kernel/http/app.fixture.ts'
import { problems } from '../terms/sim/problems.ts'
import { docsRoutes } from './docs-page.ts'
import { notePlace } from './place.ts'

const app = express().use(docsRoutes({ adminToken: undefined, behindProxy: false }))
const get = (url: string, headers: Record<string, string> = {}) =>
  askApp(app, { url, headers: { host: 'localhost:4000', ...headers } })

describe('/docs', () => {
  it('is for this machine only', async () => {
    expect((await get('/docs', { 'x-forwarded-for': '1.2.3.4' })).status).toBe(403)
  })

  it('says to a browser without the token what to do, and to a program as every refusal does', async () => {
    const guarded = express().use(docsRoutes({ adminToken: 'a-token', behindProxy: true }))
    const ask = (headers: Record<string, string>) =>
      askApp(guarded, { url: '/docs', headers: { host: 'sim.example', ...headers } })
    const page = await ask({ accept: 'text/html,application/xhtml+xml' })
    expect(page.status).toBe(403)
    expect(page.text).toContain('openapi.json')
    expect(page.text).toContain('ssh -L 4000:127.0.0.1:4000')
    expect(page.text).not.toContain('a-token')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    const program = await ask({ accept: '*/*' })
    expect(program.headers['content-type']).toContain('application/problem+json')
    expect((await ask({ accept: 'text/html', authorization: 'Bearer a-token' })).status).toBe(200)
    // What a request brings is no markup.
    const strange = await askApp(app, {
      url: '/docs',
      headers: { host: '<b>.example', accept: 'text/html' },
    })
    expect(strange.text).not.toContain('<b>')
  })

  it('lets nobody frame it', async () => {
    const policy = (await get('/docs')).headers['content-security-policy']
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it('is a page that needs nothing from elsewhere', async () => {
    const page = await get('/docs')
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'/)
    const needed = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(needed).toHaveLength(3)
    for (const path of needed) expect((await get(path)).status, path).toBe(200)
    expect((await get('/docs/nothing')).status).toBe(404)
  })

  it('is in a world a page of that world', async () => {
    const ofWorld = express()
      .use((request, _, next) => {
        notePlace(request, { world: 'suite-1', base: '/w/suite-1', isBare: false })
        next()
      })
      .use(docsRoutes({ adminToken: undefined, behindProxy: false }))
    const { text } = await askApp(ofWorld, { url: '/docs', headers: { host: 'localhost:4000' } })
    expect(text).toContain('src="/w/suite-1/docs/start.js"')
    expect(text).not.toMatch(/(?:src|href)="\/docs/)
  })
})

describe('/docs/problems', () => {
  it('is for this machine only, and runs nothing', async () => {
    expect((await get('/docs/problems', { 'x-forwarded-for': '1.2.3.4' })).status).toBe(403)
    const { headers, text } = await get('/docs/problems')
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/)
    expect(text).not.toContain('<script')
  })

  it('has a place for each kind of error, to which its type leads', async () => {
    const { status, text } = await get('/docs/problems')
    expect(status).toBe(200)
    const places = [...text.matchAll(/<section id="([^"]+)">/g)].map(([, id]) => id)
    expect(places).toEqual(Object.keys(problems))
    expect(text).not.toContain('`')
  })
})
