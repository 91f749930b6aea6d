import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { makeIdentity } from '../src/redirect/authority.ts'
import { has, program, run } from './run/payersim-run.fixture.ts'

const tokenUrl = 'https://sandbox.momodeveloper.mtn.com/collection/token/'
const token = { access_token: expect.any(String), token_type: 'access_token', expires_in: 3600 }

let sim: Simulator
let url: string
let credentials: [authorization: string, key: string]
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  url = sim.url ?? ''
  const { subscriptionKeys, apiUsers } = (await sim.world()).momo
  const { id, apiKey } = apiUsers[0] ?? {}
  const basic = Buffer.from(`${id}:${apiKey}`).toString('base64')
  credentials = [`Basic ${basic}`, subscriptionKeys.collection]
})
afterAll(() => sim.close())

describe('a Node program under payersim run', () => {
  it.each([
    ['fetch in CommonJS', 'fetch.cjs', []],
    ['fetch in an ES module', 'fetch.mjs', []],
    ['fetch in a worker', 'fetch.mjs', ['in-worker']],
  ])('reaches the simulator by %s', async (_, name, more) => {
    const { lines, err } = await run(url, ['node', program(name), tokenUrl, ...credentials, ...more])
    expect(err).toBe('')
    expect(lines()).toEqual([{ status: 200, url: tokenUrl, body: expect.objectContaining(token) }])
  })

  it('reaches the simulator by https.request, over TLS that it trusts', async () => {
    const { lines, err } = await run(url, ['node', program('https-request.cjs'), tokenUrl, ...credentials])
    expect(err).toBe('')
    const body = expect.objectContaining(token)
    expect(lines()).toEqual([{ status: 200, authorized: true, alpnProtocol: false, body }])
  })

  it('reaches the simulator by http.request', async () => {
    const plain = tokenUrl.replace('https:', 'http:')
    const { lines } = await run(url, ['node', program('https-request.cjs'), plain, ...credentials])
    expect(lines()).toEqual([{ status: 200, body: expect.objectContaining(token) }])
  })

  it('reaches the simulator from a child of a child, with the user’s own NODE_OPTIONS kept', async () => {
    const script = `process.stdout.write(String(process.execArgv.length) + process.env.NODE_OPTIONS)
      require('node:child_process').spawnSync('node', process.argv.slice(1), { stdio: 'inherit' })`
    const { out } = await run(
      url,
      ['sh', '-c', 'exec node "$@"', 'sh', '-e', script, program('fetch.cjs'), tokenUrl, ...credentials],
      { NODE_OPTIONS: '--max-http-header-size=20000' },
    )
    expect(out).toContain('--max-http-header-size=20000')
    expect(out).toContain('"status":200')
  })
})

describe('a vendor’s host that payersim does not answer for, under payersim run', () => {
  const failure = (call: string) =>
    `${call}.on('error', ({ message }) => console.log(JSON.stringify({ message })))`

  it('is refused to fetch by name, in the answer and on stderr', async () => {
    const script = `fetch('https://payments.sandbox.africastalking.com/mobile/checkout').then(async (answer) =>
      console.log(JSON.stringify({ status: answer.status, body: await answer.text() })))`
    const { code, lines, err } = await run(url, ['node', '-e', script])
    const said =
      /^payersim run: The call to payments\.sandbox\.africastalking\.com of Africa’s Talking was refused, and not sent to the vendor: .*\.\n$/
    expect(code).toBe(0)
    expect(lines()).toEqual([{ status: 501, body: expect.stringMatching(said) }])
    expect(err).toMatch(said)
  })

  it.each([
    ['http.get', failure(`require('node:http').get('http://simulator.africastalking.com:1517/')`)],
    ['https.get', failure(`require('node:https').get('https://simulator.africastalking.com:1517/')`)],
    ['a socket', failure(`require('node:net').connect(1517, 'simulator.africastalking.com')`)],
  ])('is refused on another port to %s', async (_, script) => {
    const { lines, err } = await run(url, ['node', '-e', script])
    const said = 'payersim run: The call to simulator.africastalking.com:1517 of Africa’s Talking was refused'
    expect(lines()).toEqual([{ message: expect.stringContaining(said) }])
    expect(err).toContain(said)
  })
})

describe('another program under payersim run', () => {
  const [authorization, key] = ['Authorization', 'Ocp-Apim-Subscription-Key']

  it.skipIf(!has('curl'))('reaches the simulator by curl (skipped where there is no curl)', async () => {
    const [basic, subscription] = credentials
    for (const asked of [tokenUrl, tokenUrl.replace('https:', 'http:')]) {
      const headers = ['-H', `${authorization}: ${basic}`, '-H', `${key}: ${subscription}`]
      const { lines, err } = await run(url, ['curl', '-sS', '-X', 'POST', ...headers, '-d', '', asked])
      expect(err).toBe('')
      expect(lines()).toEqual([expect.objectContaining(token)])
    }
  })

  it.skipIf(!has('python3'))(
    'reaches the simulator by urllib (skipped where there is no python3)',
    async () => {
      const { lines, err } = await run(url, ['python3', program('urllib-token.py'), tokenUrl, ...credentials])
      expect(err).toBe('')
      expect(lines()).toEqual([{ status: 200, url: tokenUrl, body: expect.objectContaining(token) }])
    },
  )
})

describe('what is no vendor’s host under payersim run', () => {
  it('shows its own certificate', async () => {
    const { key, certificate } = await makeIdentity(['bank.example'])
    const server = createServer({ key, cert: certificate })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { lines } = await run(url, ['node', program('certificate-shown.cjs'), `127.0.0.1:${port}`])
    server.close()
    expect(lines()).toEqual([{ fingerprint: new X509Certificate(certificate).fingerprint256 }])
  })

  it('is reached with the user’s own trust where a client asks the proxy for a whole https URL', async () => {
    const { key, certificate, authority } = await makeIdentity(['localhost'])
    const server = createServer({ key, cert: certificate }, ({ url: asked }, response) =>
      response.end(`{"asked":"${asked}"}`),
    )
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const { port } = server.address() as AddressInfo
    const file = join(mkdtempSync(join(tmpdir(), 'payersim-test-')), 'authority.pem')
    writeFileSync(file, authority)
    const script = `const { hostname, port } = new URL(process.env.HTTPS_PROXY)
      require('node:http').get({ hostname, port, path: 'https://localhost:${port}/x?y' }, (answer) => answer.pipe(process.stdout))`
    const { lines } = await run(url, ['node', '-e', script], { NODE_EXTRA_CA_CERTS: file })
    server.close()
    rmSync(dirname(file), { recursive: true })
    expect(lines()).toEqual([{ asked: '/x?y' }])
  })

  it('is unlike a vendor’s host, which shows ours', async () => {
    const { lines } = await run(url, ['node', program('certificate-shown.cjs'), 'api.onepipe.io:443'])
    expect(lines()).toEqual([{ fingerprint: expect.stringMatching(/^[0-9A-F:]{95}$/) }])
  })
})
