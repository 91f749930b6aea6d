import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'

const require = createRequire(import.meta.url)
const UssdMenu = require('ussd-menu-builder')
const africastalking = require('africastalking')

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function serving(app: express.Express): Promise<string> {
  const server: Server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ussd`
}

/** Points a service code at an app, as the page of a real aggregator would. */
async function pointed(code: string, callbackUrl: string): Promise<Simulator> {
  const sim = await startSimulator({ clock: 'frozen', port: 0 })
  closing.push(() => sim.close())
  const put = await fetch(`${sim.url}/_sim/network/service-codes/${encodeURIComponent(code)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ callbackUrl }),
  })
  expect(put.status).toBe(200)
  return sim
}

describe('an app of somebody else', () => {
  it('on ussd-menu-builder is dialled, answered and ended', async () => {
    const menu = new UssdMenu()
    menu.startState({
      run: () => menu.con('Welcome\n1. Balance\n2. Airtime'),
      next: { '1': 'balance', '2': 'airtime' },
    })
    menu.state('balance', { run: () => menu.end(`You have 5.00, ${menu.args.phoneNumber}`) })
    menu.state('airtime', { run: () => menu.con('How much?'), next: { '*\\d+': 'bought' } })
    menu.state('bought', { run: () => menu.end(`Bought ${menu.val}`) })
    const app = express()
    app.post('/ussd', express.urlencoded({ extended: false }), async (request, response) => {
      response.type('text/plain').send(await menu.run(request.body))
    })
    const sim = await pointed('*384*44135#', await serving(app))
    const phone = sim.phone('+254700000001')
    expect(await phone.dial('*384*44135#')).toMatchObject({
      status: 'open',
      text: 'Welcome\n1. Balance\n2. Airtime',
      warnings: [],
    })
    expect(await phone.reply('2')).toMatchObject({ status: 'open', text: 'How much?' })
    expect(await phone.reply('50')).toMatchObject({ status: 'ended', text: 'Bought 50', hops: 3 })
    expect(await phone.dial('*384*44135*1#')).toMatchObject({
      status: 'ended',
      text: 'You have 5.00, +254700000001',
    })
  })

  it('on the USSD helper of the official SDK is dialled, answered and ended', async () => {
    const { USSD } = africastalking({ username: 'sandbox', apiKey: 'atsk_demo' })
    const app = express()
    app.post(
      '/ussd',
      USSD((payload: { text: string }, next: (answer: { response: string; endSession: boolean }) => void) => {
        if (payload.text === '') next({ response: 'Name?', endSession: false })
        else next({ response: `Hello ${payload.text}`, endSession: true })
      }),
    )
    const sim = await pointed('*384*1#', await serving(app))
    const phone = sim.phone('+254700000001')
    expect(await phone.dial('*384*1#')).toMatchObject({ status: 'open', text: 'Name?' })
    expect(await phone.reply('Wanjiru & Söhne +1')).toMatchObject({
      status: 'ended',
      text: 'Hello Wanjiru & Söhne +1',
    })
  })

  it('that is down or wrong fails its session with the reason, and the phone goes on', async () => {
    const app = express()
    app.post('/ussd', (_, response) => {
      response.status(415).end()
    })
    const sim = await pointed('*384*2#', await serving(app))
    const phone = sim.phone('+254700000001')
    expect(await phone.dial('*384*2#')).toMatchObject({
      status: 'failed',
      error: 'Received unexpected response code: 415 Unsupported Media Type',
    })
    expect(await phone.dial('*999#')).toMatchObject({
      status: 'ended',
      sessionId: null,
      text: "You have reached Africa's Talking USSD Services...",
    })
    expect(await phone.dial('*165#')).toMatchObject({ status: 'ended' })
  })
})
