import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { code, telco } from './network.fixture.ts'

const require = createRequire(import.meta.url)
const UssdMenu = require('ussd-menu-builder')
const africastalking = require('africastalking')

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const wanjiru = '+254700000001'
/** The sandbox; Safaricom, which starts sessions twice and pages; MTN Ghana, which cuts screens. */
const networks = ['99999', '63902', '62001'] as const
const form = express.urlencoded({ extended: false })
const goods = Array.from({ length: 24 }, (_, at) => `${at + 1}. Goods`).join('\n')

/** A shop of three hops: a menu, a long list, and what was bought. */
const shop = (text: string) => {
  const [first, second] = text.split('*')
  if (text === '') return { say: 'Shop\n1. Goods\n2. Leave', end: false }
  if (first === '1' && second === undefined) return { say: goods, end: false }
  return { say: first === '1' ? `Bought ${second}` : 'Bye', end: true }
}

const apps: Record<string, () => Server> = {
  'on the USSD helper of the official SDK': () => {
    const { USSD } = africastalking({ username: 'sandbox', apiKey: 'atsk_demo' })
    const app = express()
    app.post(
      '/ussd',
      USSD((asked: { text: string }, next: (answer: { response: string; endSession: boolean }) => void) => {
        const { say, end } = shop(asked.text)
        next({ response: say, endSession: end })
      }),
    )
    return createServer(app)
  },
  'on ussd-menu-builder': () => {
    const menu = new UssdMenu()
    menu.startState({ run: () => menu.con('Shop\n1. Goods\n2. Leave'), next: { '1': 'goods', '2': 'leave' } })
    menu.state('goods', { run: () => menu.con(goods), next: { '*\\d+': 'bought' } })
    menu.state('bought', { run: () => menu.end(`Bought ${menu.val}`) })
    menu.state('leave', { run: () => menu.end('Bye') })
    const app = express()
    app.post('/ussd', form, async (request, response) => {
      response.type('text/plain').send(await menu.run(request.body))
    })
    return createServer(app)
  },
  'on bare node:http': () =>
    createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const { say, end } = shop(new URLSearchParams(body).get('text') ?? '')
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end(`${end ? 'END' : 'CON'} ${say}`)
    }),
}

async function portOf(server: TcpServer): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closing.push(() => new Promise((closed) => server.close(closed)))
  return (server.address() as AddressInfo).port
}

describe.each(Object.keys(apps))('an app %s', (name) => {
  it.each(networks)('is dialled, paged where the network pages, and ended on %s', async (network) => {
    const { network: sim, kernel, close } = await telco()
    const port = await portOf((apps[name] as () => Server)())
    closing.push(close)
    await kernel.transact((tx) =>
      sim.putServiceCode(tx, { code, callbackUrl: `http://127.0.0.1:${port}/ussd`, eventsUrl: null }),
    )
    await sim.setNetwork(wanjiru, network)
    expect(await sim.dial(wanjiru, code)).toMatchObject({
      status: 'open',
      text: 'Shop\n1. Goods\n2. Leave',
      options: [
        { key: '1', label: 'Goods' },
        { key: '2', label: 'Leave' },
      ],
      hops: 1,
      warnings: [],
    })
    const list = await sim.reply(wanjiru, '1')
    expect(list).toMatchObject({ status: 'open', hops: 2, warnings: [{ code: 'too-long' }] })
    if (network === '99999') expect(list.text).toBe(goods)
    if (network === '62001') expect(list.text).toBe(goods.slice(0, 160))
    if (network === '63902') {
      expect(list.text).toMatch(/98:More$/)
      expect(list.options.at(-1)).toEqual({ key: '98', label: 'More' })
      expect((await sim.reply(wanjiru, '98')).text).toMatch(/24\. Goods\n00:Back$/)
    }
    expect(await sim.reply(wanjiru, '24')).toMatchObject({
      status: 'ended',
      text: 'Bought 24',
      options: [],
      hops: 3,
      error: null,
      warnings: [],
    })
  })
})

describe('the bytes that an app receives', () => {
  it.each(networks)('on %s are those of the captures, field by field, label and all', async (network) => {
    const { network: sim, kernel, close } = await telco()
    const received: string[] = []
    const port = await portOf(
      createTcpServer((socket) => {
        let request = ''
        socket.on('data', (chunk) => {
          request += chunk.toString('latin1')
          const [, length, body] =
            /\r\nContent-Length: (\d+)\r\n[\s\S]*?\r\n\r\n([\s\S]*)$/.exec(request) ?? []
          if (body?.length !== Number(length)) return
          received.push(request)
          const answer = request.includes('text=&') ? 'CON Menu' : 'END Bye'
          socket.end(
            'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nat-ussd-hop-metadata: menu\r\nConnection: close\r\n' +
              `Content-Length: ${answer.length}\r\n\r\n${answer}`,
          )
        })
      }),
    )
    closing.push(close)
    const serviceCode = '*384*44135#'
    await kernel.transact((tx) =>
      sim.putServiceCode(tx, {
        code: serviceCode,
        callbackUrl: `http://127.0.0.1:${port}/ussd`,
        eventsUrl: `http://127.0.0.1:${port}/events`,
      }),
    )
    await sim.setNetwork(wanjiru, network)
    const { sessionId } = await sim.dial(wanjiru, serviceCode)
    await sim.reply(wanjiru, 'a b&c=é+1')
    await kernel.settle()
    const hops = received.filter((request) => request.startsWith('POST /ussd '))
    const texts = network === '63902' ? ['', '', 'a+b%26c%3D%C3%A9%2B1'] : ['', 'a+b%26c%3D%C3%A9%2B1']
    expect(hops.map((request) => request.split('\r\n\r\n')[1])).toEqual(
      texts.map(
        (text) =>
          `phoneNumber=%2B254700000001&serviceCode=%2A384%2A44135%23&text=${text}&sessionId=${sessionId}&networkCode=${network}`,
      ),
    )
    for (const request of hops) {
      const [head = '', body = ''] = request.split('\r\n\r\n')
      expect(head).toMatch(/^POST \/ussd HTTP\/1\.1\r\n/)
      expect(head.split('\r\n')).toEqual(
        expect.arrayContaining([
          'User-Agent: at-ussd-api/1.0',
          'Content-Type: application/x-www-form-urlencoded',
          `Content-Length: ${body.length}`,
          `Host: 127.0.0.1:${port}`,
        ]),
      )
      // The label of the last answer is sent with the next callback.
      expect(/\r\nat-ussd-hop-metadata: (\w+)/.exec(head)?.[1]).toBe(
        body.includes('text=&') ? undefined : 'menu',
      )
    }
    const [event = ''] = received.filter((request) => request.startsWith('POST /events '))
    expect(event.split('\r\n\r\n')[1]).toBe(
      'durationInMillis=0&phoneNumber=%2B254700000001&errorMessage=&serviceCode=%2A384%2A44135%23' +
        '&lastAppResponse=END+Bye&hopsMetadata=menu%7Cmenu&hopsCount=2&status=Success' +
        `&sessionId=${sessionId}&cost=0.00&date=2026-01-05+09%3A00%3A00&networkCode=${network}` +
        '&input=a+b%26c%3D%C3%A9%2B1',
    )
  })
})
