import { Validator } from '@seriousme/openapi-schema-validator'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { inject } from '../kernel/index.ts'
import { momoOpenApi } from '../providers/momo/server/index.ts'
import { docsRoutes } from './docs-page.ts'

const app = express().use(
  docsRoutes({
    document: () => momoOpenApi({ version: '0.0.0', baseUrl: 'http://127.0.0.1:4000' }),
    access: { adminToken: undefined, behindProxy: false },
  }),
)
const get = (url: string, headers: Record<string, string> = {}) =>
  inject(app, { method: 'GET', url, headers: { host: 'localhost:4000', ...headers } })

describe('/openapi.json', () => {
  it('is OpenAPI 3.1, with every operation under a name of its own', async () => {
    const document = JSON.parse((await get('/openapi.json')).payload)
    expect(await new Validator().validate(document)).toEqual({ valid: true })
    expect(document.openapi).toBe('3.1.0')
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path as object))
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const { post } = document.paths['/collection/v1_0/requesttopay']
    expect(post.requestBody.content['application/json'].schema.required).toEqual([
      'amount',
      'currency',
      'payer',
    ])
    expect(post.parameters.map(({ name }: { name: string }) => name)).toEqual([
      'X-Target-Environment',
      'X-Reference-Id',
      'X-Callback-Url',
    ])
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
