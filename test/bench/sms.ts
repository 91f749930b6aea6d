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
 * SMS as the SDK's wire has them, from the request to the inbox and the delivery report, against an echo that keeps
 * nothing: 10,000 in five rounds, after one to warm up.
 */
export function benchSms(): Promise<Row> {
  return inFolder(async (folder) => {
    const reports = await reportReceiver()
    const server = await ourServer(join(folder, 'ours.db'))
    const answer = await fetch(`${server.url}/_sim/network/short-codes/*`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ callbackUrl: null, deliveryReportUrl: reports.url, optOutUrl: null }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    const other = await peer('express-echo')
    const measured = await sideBySide(
      5,
      async () => {
        const started = performance.now()
        await send(`${server.url}/version1/messaging`)
        await reports.came(load.messages)
        return (load.messages / (performance.now() - started)) * 1000
      },
      async () => {
        const started = performance.now()
        await send(`${other.url}/ussd`)
        return (load.messages / (performance.now() - started)) * 1000
      },
    )
    await server.stop()
    await other.stop()
    await reports.close()
    return {
      work: 'SMS over HTTP, inbox and delivery report included, 50 connections',
      against: 'a bare Express 5 echo with urlencoded body',
      unit: 'messages/s',
      bound: { atLeast: 0.8, wanted: 1 },
      ...measured,
    }
  })
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
