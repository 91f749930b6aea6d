import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseWorld } from '../src/control/world-file.ts'
import { type Simulator, startSimulator } from '../src/index.ts'
import { Kernel, Outbound } from '../src/kernel/index.ts'
import { OperationFaults } from '../src/kernel/operation-faults.ts'
import { apisOf, buildHouse, frontDoorOf } from '../src/simulator/house.ts'
import { loadProviders, withOwn } from '../src/simulator/providers.ts'
import { controlRoutes } from './control-routes.fixture.ts'

interface Said {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: Array<Record<string, []>>
  responses: Record<string, { description: string }>
}
interface Document {
  openapi: string
  tags: Array<{ name: string }>
  paths: Record<string, Record<string, Said>>
  webhooks: Record<string, Record<string, Said>>
  components: { securitySchemes: Record<string, object> }
}

let sim: Simulator
let document: Document
const documentOf = async (of: Simulator, query = '') =>
  (await (await fetch(`${of.url}/openapi.json${query}`)).json()) as Document
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  document = await documentOf(sim)
})
afterAll(() => sim.close())

const entries = (paths: Document['paths']) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, said]) => ({ path, method: method.toUpperCase(), said })),
  )

describe('/openapi.json', () => {
  it('is OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(document) as never)).toEqual({ valid: true })
    expect(document.openapi).toBe('3.1.0')
  })

  it('is OpenAPI 3.0 for a generator that asks for it', async () => {
    const old = await documentOf(sim, '?openapi=3.0')
    expect(await new Validator().validate(structuredClone(old) as never)).toEqual({ valid: true })
    expect(old.openapi).toBe('3.0.3')
    const ids = (paths: Document['paths']) => entries(paths).map(({ said }) => said.operationId)
    expect(ids(old.paths)).toEqual(ids(document.paths))
    expect((await fetch(`${sim.url}/openapi.json?openapi=2.0`)).status).toBe(400)
  })

  it('is the same each time, but for the address', async () => {
    const other = await startSimulator({ clock: 'frozen', port: 0, seed: 'other' })
    try {
      const text = JSON.stringify(await documentOf(other))
      expect(text.replaceAll(String(other.url), String(sim.url))).toBe(JSON.stringify(document))
    } finally {
      await other.close()
    }
  })

  it('has every operation in a section, under a name of its own, with what it answers and what it needs', () => {
    const all = [...entries(document.paths), ...entries(document.webhooks)]
    const sections = document.tags.map(({ name }) => name)
    const schemes = Object.keys(document.components.securitySchemes)
    for (const { path, said } of all) {
      expect(said.summary, path).toMatch(/^\S.*[^.]$/)
      expect(said.tags, path).toHaveLength(1)
      expect(Object.keys(said.responses), path).not.toContain('default')
      for (const way of said.security ?? [])
        expect(schemes, path).toEqual(expect.arrayContaining(Object.keys(way)))
    }
    const ids = entries(document.paths).map(({ said }) => said.operationId)
    expect(ids).toHaveLength(new Set(ids).size)
    // An empty section would be on the page.
    const used = entries(document.paths).flatMap(({ said }) => said.tags ?? [])
    expect([...new Set(used)].sort()).toEqual(sections.sort())
  })

  it('has each route of the front door, but for the secret ones, and no other', async () => {
    const kernel = await Kernel.open({ dbSchemas: [] })
    const outbound = new Outbound()
    try {
      const house = buildHouse({
        kernel,
        outbound,
        world: parseWorld('', 'world.yaml'),
        providers: await loadProviders(withOwn()),
        baseUrl: 'http://127.0.0.1:1',
        options: {},
        parts: undefined,
      })
      const door = frontDoorOf(house, new OperationFaults(kernel))
      const { payer, vendors } = apisOf(house)
      const secret = new Set<string>(Object.values(house.payer.secretPaths))
      const served = [payer, ...vendors].flatMap(({ routes }) => routes)
      const open = served
        .filter(({ path }) => !secret.has(path))
        .map(({ method, path }) => `${method} ${path}`)
      const ofVendors = entries(document.paths).filter(({ path }) => !path.startsWith('/_sim/'))
      const told = ofVendors.map(({ method, path }) => `${method} ${path}`)
      expect(told.sort()).toEqual(open.sort())
      expect(served.length - open.length).toBe(secret.size)
      for (const { method, path } of ofVendors) expect(door.find(method, path)?.route?.path).toBe(path)
    } finally {
      outbound.close()
      await kernel.close()
    }
  })

  it('has each control route, before all vendors', () => {
    const all = entries(document.paths)
    const told = all.filter(({ path }) => path.startsWith('/_sim/'))
    expect(all.slice(0, told.length)).toEqual(told)
    const routes = told.map(({ method, path }) => `${method} ${path.slice('/_sim'.length)}`)
    expect(routes).toEqual(expect.arrayContaining(controlRoutes()))
    expect(routes).toEqual(expect.arrayContaining(ofProviders))
    const codes = ['/network/service-codes', '/network/short-codes']
    const others = routes.filter((route) => !controlRoutes().includes(route) && !ofProviders.includes(route))
    expect(others.filter((route) => !codes.some((path) => route.includes(path)))).toEqual([])
    for (const { path, said } of told) {
      expect(said.operationId, path).toMatch(/^sim\.[a-z]+[A-Za-z]*$/)
      expect(said.security, path).toEqual(path === '/_sim/providers' ? [{}] : [{}, { adminToken: [] }])
    }
  })
})

const ofProviders = [
  'GET /merchants/{apiUser}/statement',
  'POST /onepipe/{ref}/resend',
  'GET /onepipe/statements',
]
