import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { httpPort, SimulatorClient } from '../../src/index.ts'
import { inFolder } from './folder.ts'
import type { Row } from './row.ts'
import { ourServer, peer } from './server.ts'
import { sideBySide } from './side-by-side.ts'

const load = { connections: 50, orders: 3_000 }
const asked = '46733000001'
const debited = '46733000002'

/** What a POST costs by itself: nobody is prompted. The second phone's payer accepts a pre-approval by itself. */
const world = `
prompt: none
people:
  - { phone: "+${asked}", name: Ama, environment: sandbox, balances: { EUR: "10000000" } }
  - { phone: "+${debited}", name: Ben, environment: sandbox, balances: { EUR: "10000000" }, payers: approve }
`

/** Requests to pay by POST, and those that are debited under a pre-approval, against an echo that keeps nothing. */
export function benchOrders(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const file = join(folder, 'world.yaml')
    writeFileSync(file, world)
    const server = await ourServer(join(folder, 'ours.db'), '--world', file)
    const other = await peer('express-json-echo')
    const client = new SimulatorClient(httpPort(server.url))
    const consent = await client
      .merchant({ currency: 'EUR' })
      .preApprove({ payer: debited, message: 'bench' })
    const { status } = await consent.settled()
    if (status !== 'SUCCESSFUL') throw new Error(`the pre-approval is ${status}`)
    const headers = await signIn(server.url)
    const rows: Row[] = []
    for (const [work, payer, bound] of [
      ['Request to pay POST over HTTP, durable, 50 connections', asked, { atLeast: 0.85, wanted: 1 }],
      ['The same, debited under a pre-approval: money moves before the 202', debited, { atLeast: 0.5 }],
    ] as const) {
      const measured = await sideBySide(
        5,
        () => ordersPerSecond(server.url, headers, payer),
        () => ordersPerSecond(other.url, headers, payer),
      )
      rows.push({
        work,
        against: 'a bare Express 5 JSON echo',
        unit: 'requests/s',
        bound,
        ...measured,
      })
    }
    await client.close()
    await server.stop()
    await other.stop()
    return rows
  })
}

/** The headers of a merchant's request, but for its reference id. */
async function signIn(url: string): Promise<Record<string, string>> {
  const { momo } = (await (await fetch(`${url}/_sim/world`)).json()) as {
    momo: {
      subscriptionKeys: { collection: string }
      apiUsers: Array<{ id: string; apiKey: string; targetEnvironment: string }>
    }
  }
  const key = momo.subscriptionKeys.collection
  const user = momo.apiUsers.find(({ targetEnvironment }) => targetEnvironment === 'sandbox')
  const token = await fetch(`${url}/collection/token/`, {
    method: 'POST',
    headers: {
      'Ocp-Apim-Subscription-Key': key,
      Authorization: `Basic ${Buffer.from(`${user?.id}:${user?.apiKey}`).toString('base64')}`,
    },
  })
  const { access_token } = (await token.json()) as { access_token: string }
  return {
    'Ocp-Apim-Subscription-Key': key,
    'X-Target-Environment': 'sandbox',
    Authorization: `Bearer ${access_token}`,
    'Content-Type': 'application/json',
  }
}

async function ordersPerSecond(url: string, headers: Record<string, string>, payer: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections })
  const body = JSON.stringify({
    amount: '0.01',
    currency: 'EUR',
    externalId: 'order-17',
    payer: { partyIdType: 'MSISDN', partyId: payer },
    payerMessage: 'Order 17',
    payeeNote: 'seventeen',
  })
  const started = performance.now()
  let left = load.orders
  const connection = async () => {
    while (left-- > 0) await order(agent, url, { ...headers, 'X-Reference-Id': randomUUID() }, body)
  }
  await Promise.all(Array.from({ length: load.connections }, connection))
  agent.destroy()
  return (load.orders / (performance.now() - started)) * 1000
}

function order(agent: Agent, url: string, headers: Record<string, string>, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/collection/v1_0/requesttopay`,
      { method: 'POST', agent, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
      (response) => {
        let answer = ''
        response.setEncoding('utf8').on('data', (chunk) => {
          answer += chunk
        })
        response.on('end', () => {
          if (response.statusCode === 202) resolve()
          else reject(new Error(`${url} answered ${response.statusCode} ${answer}`))
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
