import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Identity, makeIdentity } from './authority.ts'
import { type CallCounts, countCalls } from './call-counts.ts'
import { type Redirect, startRedirect } from './proxy.ts'
import { vendors } from './vendors.fixture.ts'

const vendor = 'sandbox.momodeveloper.mtn.com'
const closers: Array<() => unknown> = []
let identity: Identity
let redirect: Redirect
let counts: CallCounts
/** The number of calls to the fake simulator. */
let got: number
/** The lines that are printed at once, and at the end. */
let lines: string[]
const report = () => counts.report(new URL('http://127.0.0.1:4000'))

beforeAll(async () => {
  identity = await makeIdentity(vendors.domains, vendors.known)
})
beforeEach(async () => {
  got = 0
  lines = []
  counts = countCalls(vendors, (line) => lines.push(line))
  const simulator = createServer((_, response) => {
    got += 1
    response.end('here')
  })
  await new Promise<void>((resolve) => simulator.listen(0, '127.0.0.1', resolve))
  closers.push(() => simulator.close())
  const { port } = simulator.address() as AddressInfo
  redirect = await startRedirect(new URL(`http://127.0.0.1:${port}`), { vendors, identity }, { counts })
  closers.push(() => redirect.close())
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function answerTo(request: ReturnType<typeof httpRequest>) {
  request.end()
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer) text += chunk
  return { status: answer.statusCode, text }
}

/** One request to a host, over TLS that its client trusts. */
function ask(host: string) {
  const { securePort: port } = redirect
  const createConnection = () =>
    connectSecure({ host: '127.0.0.1', port, servername: host, ca: identity.authority })
  return answerTo(httpsRequest({ host, path: '/x', headers: { Connection: 'close' }, createConnection }))
}

/** One request with an absolute URL, as sent to proxies. */
function askWhole(url: string) {
  return answerTo(httpRequest({ host: '127.0.0.1', port: redirect.port, path: url }))
}

/** The proxy's answer to CONNECT when it opens no tunnel. */
async function connectAnswer(authority: string): Promise<string> {
  const socket = connect(redirect.port, '127.0.0.1')
  closers.push(() => socket.destroy())
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n\r\n`)
  let text = ''
  for await (const chunk of socket) text += chunk
  return text
}

describe('a call to a vendor’s host that payersim does not answer for', () => {
  it.each([
    ...vendors.known.filter((host) => !vendors.isAnswered(host)),
    'market.momo.africa',
    'next.year.africastalking.com',
    'docs.onepipe.io',
  ])('is refused by name over TLS for %s', async (host) => {
    const { status, text } = await ask(host)
    expect(status).toBe(501)
    expect(text).toContain(`The call to ${host} of `)
    expect(text).toContain('refused, and not sent to the vendor: payersim answers for ')
    expect(got).toBe(0)
    expect(lines).toEqual([text.trim().replace('payersim run: ', '')])
  })

  it.each([
    ['its whole http URL', 'http://voice.africastalking.com/call'],
    ['its whole https URL', 'https://Voice.AfricasTalking.com./call'],
  ])('is refused by %s', async (_, asked) => {
    expect(await askWhole(asked)).toEqual({
      status: 501,
      text: expect.stringContaining('The call to voice.africastalking.com of Africa’s Talking was refused'),
    })
    expect(got).toBe(0)
  })

  it('is refused on a port that no API is on, for a host that is answered elsewhere', async () => {
    expect(await askWhole('http://api.onepipe.io:8080/x')).toEqual({
      status: 501,
      text: expect.stringContaining('api.onepipe.io:8080 of OnePipe was refused'),
    })
    expect((await askWhole('https://api.onepipe.io:80/x')).status).toBe(501)
    const answer = await connectAnswer('simulator.africastalking.com:1517')
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain('payersim answers on ports 443 and 80.')
    expect(got).toBe(0)
    expect(lines).toHaveLength(3)
  })
})

describe('the report of a run', () => {
  it('has the calls of each vendor and host, and what was refused', async () => {
    for (const host of [vendor, vendor, 'api.onepipe.io']) await ask(host)
    await askWhole(`http://${vendor}/x`)
    const payments = 'payments.africastalking.com'
    for (let call = 0; call < 2; call += 1) await ask(payments)
    await connectAnswer('api.africastalking.com:8443')
    expect(lines).toHaveLength(2)
    expect(report()).toEqual([
      'Taken over:',
      '  MTN MoMo  sandbox.momodeveloper.mtn.com  3 calls',
      '  OnePipe   api.onepipe.io                 1 call',
      'Refused, and not sent to the vendor:',
      '  Africa’s Talking  api.africastalking.com:8443  1 call',
      '  Africa’s Talking  payments.africastalking.com  2 calls',
    ])
  })

  it('has the connections of a client that does not trust the certificate', async () => {
    const client = connectSecure({ host: '127.0.0.1', port: redirect.securePort, servername: vendor })
    const [error] = await once(client, 'error')
    expect(error).toMatchObject({ code: expect.stringMatching(/UNABLE_TO|SELF_SIGNED/) })
    expect(report()).toEqual([
      'Connected, but sent no request; such a client does not trust the certificate, most likely:',
      '  MTN MoMo  sandbox.momodeveloper.mtn.com  1 connection',
    ])
  })

  it('says so where no call was made to any vendor, and what to do', async () => {
    expect((await askWhole('http://127.0.0.1:1/')).status).toBe(502)
    expect(report()).toEqual([
      expect.stringMatching(
        /no call to a vendor’s host\. .*may have reached the real vendor\. .*base URL http:\/\/127\.0\.0\.1:4000.*--sealed/,
      ),
    ])
    // A sealed command cannot bypass the proxy.
    expect(counts.report(new URL('http://127.0.0.1:4000'), { sealed: true })).toEqual([
      'The command made no call to a vendor’s host on port 443 or 80.',
    ])
  })
})
