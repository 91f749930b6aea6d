import express from 'express'
import { describe, expect, it } from 'vitest'
import { exampleUuid, inject } from '../kernel/index.ts'
import { docsRoutes } from './docs-page.ts'

const app = express().use(
  docsRoutes({
    document: async () => ({ openapi: '3.1.0', examples: [exampleUuid] }),
    access: { adminToken: undefined, behindProxy: false },
  }),
)
const get = (url: string, headers: Record<string, string> = {}) =>
  inject(app, { method: 'GET', url, headers: { host: 'localhost:4000', ...headers } })

describe('/openapi.json', () => {
  it('is the document', async () => {
    expect((await get('/openapi.json')).json()).toEqual({ openapi: '3.1.0', examples: [exampleUuid] })
  })

  it('is for this machine only', async () => {
    expect((await get('/openapi.json', { host: 'evil.example' })).statusCode).toBe(403)
    expect((await get('/docs', { 'x-forwarded-for': '1.2.3.4' })).statusCode).toBe(403)
  })
})

describe('/docs', () => {
  it('lets nobody frame it', async () => {
    const policy = (await get('/docs')).headers['content-security-policy']
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it('is a page that needs nothing from elsewhere', async () => {
    const page = await get('/docs')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'/)
    const needed = [...page.payload.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(needed).toHaveLength(3)
    for (const path of needed) expect((await get(path)).statusCode, path).toBe(200)
    expect((await get('/docs/nothing')).statusCode).toBe(404)
  })
})
