import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/index.ts'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const serviceCode = '*384*44135#'
const publicUrl = 'https://abc.ngrok.app'
const dialler = '+254700000001'
const sessionId = 'ATUid_7c898d72eb11f723ed8ea05ef232f279'

/** As recorded from the sandbox: status, headers and body of what it answers to an SMS. */
const recorded = {
  accepted: {
    status: 201,
    headers: { 'Content-Type': 'application/json', Server: 'akka-http/10.2.10' },
    body: '{"SMSMessageData":{"Message":"Sent to 1/1 Total Cost: USD 0.0079 Message parts: 1","Recipients":[{"cost":"KES 0.8000","messageId":"ATXid_7468c9a251f9e9efcc6b2f7ea756a56c","number":"+254700000001","status":"Success","statusCode":102}]}}',
  },
  badSender: {
    status: 201,
    headers: { 'Content-Type': 'application/json', Server: 'akka-http/10.2.10' },
    body: '{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}',
  },
  badKey: {
    status: 401,
    headers: {
      'Content-Type': 'text/plain; charset=UTF-8',
      'WWW-Authenticate': 'Basic realm="api",charset=UTF-8',
      Server: 'akka-http/10.2.10',
    },
    body: 'The supplied authentication is invalid',
  },
}

/** Africa's Talking's SMS API, as far as it was recorded. */
async function africasTalking(answer: keyof typeof recorded = 'accepted') {
  const requests: Array<{ path: string | undefined; apiKey: unknown; form: Record<string, string> }> = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const form = Object.fromEntries(new URLSearchParams(String(Buffer.concat(chunks))))
    requests.push({ path: request.url, apiKey: request.headers.apikey, form })
    const { status, headers, body } = recorded[answer]
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { requests, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function started(options: SimulatorOptions = {}) {
  const sim = await startSimulator({
    clock: 'frozen',
    port: 0,
    atSandbox: { serviceCode, publicUrl },
    ...options,
  })
  closers.push(() => sim.close())
  return sim
}

/** What a tunnel makes of a callback, with the bytes as captured: field order, encoding, headers. */
function callback(sim: Simulator, path: string, body: string): Promise<{ head: string; body: string }> {
  const bytes = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(publicUrl).host}`,
    'User-Agent: at-ussd-api/1.0',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Accept-Encoding: gzip',
    'Content-Type: application/x-www-form-urlencoded',
    'X-Forwarded-For: 164.177.141.82',
    'X-Forwarded-Proto: https',
    'Connection: close',
    '',
    body,
  ].join('\r\n')
  return new Promise((resolve, reject) => {
    let answer = ''
    const port = Number(new URL(sim.url ?? '').port)
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8')
    })
    socket.on('end', () => {
      const [head = '', ...rest] = answer.split('\r\n\r\n')
      resolve({ head, body: rest.join('\r\n\r\n') })
    })
    socket.on('error', reject)
  })
}

const hop = (text: string, { phone = dialler, session = sessionId } = {}) =>
  `phoneNumber=${encodeURIComponent(phone)}&serviceCode=%2A384%2A44135%23&text=${text.replaceAll('*', '%2A')}&sessionId=${session}&networkCode=99999`

const pathOf = (url: string | undefined) => new URL(url ?? '').pathname
const callbackPath = (sim: Simulator) => pathOf(sim.sandboxUrls?.callback)

describe('the payer’s app behind the Africa’s Talking sandbox', () => {
  it('prompts by SMS, is dialled from any number, and pays', async () => {
    const real = await africasTalking()
    const { baseUrl } = real
    const sim = await started({ africasTalking: { username: 'sandbox', apiKey: 'atsk_mine', baseUrl } })
    const order = await sim.merchant().requestToPay({ payer: dialler, amount: '12.50', currency: 'EUR' })
    await sim.clock.advance('PT1S')
    expect(real.requests).toMatchObject([
      {
        path: '/version1/messaging',
        apiKey: 'atsk_mine',
        form: { username: 'sandbox', to: dialler, message: expect.stringContaining(serviceCode) },
      },
    ])
    const path = callbackPath(sim)
    const first = await callback(sim, path, hop(''))
    expect(first.head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(first.head).toMatch(/Content-Type: text\/plain/i)
    expect(first.body).toBe(
      'CON MoMo\n1 Approvals (1)\n2 Balance\n3 History\n4 Language\n5 Auto-payments\n6 Withdraw\n7 Bills and invoices\n8 Shared data',
    )
    expect((await callback(sim, path, hop('1'))).body).toMatch(/^CON Approvals\n1 shop-1\.test 12\.50 EUR/)
    expect((await callback(sim, path, hop('1*1'))).body).toMatch(/^CON Pay 12\.50 EUR/)
    expect((await callback(sim, path, hop('1*1*1'))).head).toMatch(/at-ussd-hop-metadata: pin/i)
    expect((await callback(sim, path, hop('1*1*1*1234'))).body).toMatch(/^END Approved/)
    expect(await order.status()).toMatchObject({ status: 'SUCCESSFUL' })
    await sim.clock.advance('PT1S')
    expect(real.requests).toHaveLength(2)
    expect(real.requests[1]?.form.message).toMatch(/^You paid 12\.50 EUR/)
  })

  it('gives whoever dials an account, in the money and language of the number’s country', async () => {
    const sim = await started()
    const path = callbackPath(sim)
    expect((await callback(sim, path, hop('2*1234'))).body).toMatch(/1000\.00 EUR/)
    const ivorian = { phone: '+2250707000009', session: 'ATUid_1' }
    expect((await callback(sim, path, hop('2*1234', ivorian))).body).toMatch(/^END Solde\n1000 XOF/)
  })

  it('takes callbacks on its secret paths only, and control from nobody', async () => {
    const sim = await started()
    const { callback: ussd, events, deliveryReports } = sim.sandboxUrls ?? {}
    for (const url of [ussd, events, deliveryReports]) {
      expect(url).toMatch(/^https:\/\/abc\.ngrok\.app\/[a-z/]+\/[0-9a-f]{32}$/)
    }
    for (const path of ['/ussd', '/ussd/events', '/sms/delivery', '/ussd/0123456789abcdef0123456789abcdef']) {
      expect((await callback(sim, path, hop(''))).head).toMatch(/^HTTP\/1\.1 404 /)
    }
    expect((await callback(sim, '/_sim/reset', '')).head).toMatch(/^HTTP\/1\.1 403 /)
  })

  it('ends what the sandbox never says has ended, and needs no event', async () => {
    const sim = await started()
    const path = callbackPath(sim)
    await callback(sim, path, hop('2'))
    await sim.clock.advance('PT3M')
    expect((await callback(sim, path, hop('2*1234'))).body).toMatch(/^END This session is over/)
    // An event that comes after all changes nothing more.
    const event = `date=2026-01-05+09%3A00%3A45&sessionId=${sessionId}&serviceCode=%2A384%2A44135%23&networkCode=99999&phoneNumber=%2B254700000001&status=Incomplete&cost=0&durationInMillis=45000&hopsCount=1&input=2&lastAppResponse=CON+x`
    const answered = await callback(sim, pathOf(sim.sandboxUrls?.events), event)
    expect(answered.head).toMatch(/^HTTP\/1\.1 200 /)
    const lost = await (await fetch(`${sim.url}/_sim/timeline?kind=payer.session-abandoned`)).json()
    expect(lost).toMatchObject([{ phone: dialler, data: { sessionId, status: 'Idle' } }])
  })

  it('is dialled by the phones of this simulator as well', async () => {
    const sim = await started()
    const ama = sim.phone('+46733000001')
    expect((await ama.dial(serviceCode)).text).toMatch(/^MoMo\n/)
    const order = await sim.merchant().requestToPay({ payer: ama, amount: '5.00', currency: 'EUR' })
    const sms = await ama.nextSms({ contains: serviceCode })
    expect(sms.text).toContain('5.00 EUR')
    expect(await order.status()).toMatchObject({ status: 'PENDING' })
  })

  it.each(['badKey', 'badSender'] as const)(
    'sends nothing again where Africa’s Talking says %s',
    async (answer) => {
      const real = await africasTalking(answer)
      const sim = await started({
        africasTalking: { username: 'sandbox', apiKey: 'atsk_wrong', from: 'Shop', baseUrl: real.baseUrl },
      })
      await sim.merchant().requestToPay({ payer: dialler, amount: '1.00', currency: 'EUR' })
      await sim.clock.advance('PT2M')
      expect(real.requests.map(({ form }) => form.from)).toEqual(['Shop'])
    },
  )

  it('keeps its URLs and opens the code anew over a restart, without a PIN in the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-at-'))
    closers.unshift(() => rmSync(folder, { recursive: true }))
    const data = join(folder, 'a.db')
    const plain = await startSimulator({ data, port: 0 })
    await plain.close()
    const one = await started({ data })
    const urls = one.sandboxUrls
    const event = `sessionId=${sessionId}&serviceCode=%2A384%2A44135%23&phoneNumber=%2B254700000001&status=Failed&input=2%2A70517051`
    await callback(one, callbackPath(one), hop('2'))
    await callback(one, pathOf(urls?.events), event)
    await one.close()
    expect(readFileSync(data).includes('70517051')).toBe(false)
    const two = await started({ data })
    expect(two.sandboxUrls).toEqual(urls)
    const ama = two.phone('+46733000001')
    for (const code of ['*165#', serviceCode]) expect((await ama.dial(code)).text).toMatch(/^MoMo\n/)
  })

  it.each<[string, SimulatorOptions, RegExp]>([
    [
      'a code that the sandbox does not give',
      { atSandbox: { serviceCode: '*165#', publicUrl } },
      /no channel/,
    ],
    ['a URL that is none', { atSandbox: { serviceCode, publicUrl: 'abc.ngrok.app' } }, /no public URL/],
    ['a URL with more in it', { atSandbox: { serviceCode, publicUrl: `${publicUrl}?a=1` } }, /no public URL/],
    ['paths that could be guessed', { seed: 'x' }, /guessable/],
    [
      'a live account',
      { africasTalking: { username: 'shop', apiKey: 'k' } },
      /username is sandbox, not shop/,
    ],
    ['a blank key', { africasTalking: { username: 'sandbox', apiKey: ' ' } }, /blank/],
  ])('refuses %s', async (_, options, message) => {
    await expect(started(options)).rejects.toThrow(message)
  })
})
