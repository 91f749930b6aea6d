import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { inFolder } from './folder.ts'
import type { Row } from './row.ts'
import { ourServer, peer } from './server.ts'
import { sideBySide } from './side-by-side.ts'

const load = { connections: 50, messages: 2_000 }
const phones = ['+46733000001', '+46733000002', '+46733000003']

/**
 * SMS as the SDK's wire has them, from the request to the inbox and the delivery report, against two peers that keep
 * nothing: an echo, which is called once for each message where we are called and call, and an app that sends a report too.
 * 10,000 in five rounds, after one to warm up.
 */
export function benchSms(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const reports = await reportReceiver()
    const server = await ourServer(join(folder, 'ours.db'))
    const urls = { callbackUrl: null, deliveryReportUrl: reports.url, optOutUrl: null }
    await put(`${server.url}/_sim/network/short-codes/*`, urls)
    const ours = () => perSecond(`${server.url}/version1/messaging`, reports)
    const echo = await peer('express-echo')
    const againstEcho = await sideBySide(5, ours, () => perSecond(`${echo.url}/ussd`))
    await echo.stop()
    const reporting = await peer('express-sms')
    await put(`${reporting.url}/reports`, { url: reports.url })
    const theirs = () => perSecond(`${reporting.url}/version1/messaging`, reports)
    const againstReporting = await sideBySide(5, ours, theirs)
    await reporting.stop()
    await server.stop()
    await reports.close()
    const same = {
      work: 'SMS over HTTP, inbox and delivery report included, 50 connections',
      unit: 'messages/s',
    }
    return [
      {
        ...same,
        against: 'a bare Express 5 echo with urlencoded body',
        bound: { atLeast: 0.8, wanted: 1 },
        ...againstEcho,
      },
      {
        ...same,
        against:
          'the same in Express 5 without inbox: an answer in the form of the API, a report by node:http',
        bound: null,
        ...againstReporting,
      },
    ]
  })
}

async function put(url: string, body: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(await answer.text())
}

/** Messages a second, until the last is answered and, where there are any, its report has come. */
async function perSecond(url: string, reports?: { came(count: number): Promise<void> }): Promise<number> {
  const started = performance.now()
  await send(url)
  await reports?.came(load.messages)
  return (load.messages / (performance.now() - started)) * 1000
}

async function send(url: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections })
  let left = load.messages
  const connection = async () => {
    while (left > 0) {
      const to = encodeURIComponent(phones[left-- % phones.length] ?? '')
      await post(
        agent,
        url,
        `username=sandbox&to=${to}&message=Your%20code%20is%20${100_000 + left}&bulkSMSMode=1`,
      )
    }
  }
  await Promise.all(Array.from({ length: load.connections }, connection))
  agent.destroy()
}

function post(agent: Agent, url: string, body: string): Promise<void> {
  const headers = {
    apikey: 'atsk_payersim',
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => {
        if ((response.statusCode ?? 0) < 300) resolve()
        else reject(new Error(`${url} answered ${response.statusCode}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** An app's report URL, which answers 200 and counts. */
async function reportReceiver() {
  let seen = 0
  let wanted = Number.POSITIVE_INFINITY
  let done = () => {}
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => {
      response.end()
      if (++seen >= wanted) done()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports`,
    /** Waits for so many more than were waited for before. */
    async came(count: number) {
      wanted = count
      if (seen < wanted) {
        await new Promise<void>((resolve) => {
          done = resolve
        })
      }
      seen -= count
      wanted = Number.POSITIVE_INFINITY
    },
    close: () => new Promise((closed) => server.close(closed)),
  }
}
