import express from 'express'
import { answerOf } from '../kernel/http/front-door.fixture.ts'
import { frozenStart, inject, Kernel, Outbound, ownHost, problemHandlers } from '../kernel/index.ts'
import { checkedDoor } from '../network/conformance.fixture.ts'
import { Network, networkDbSchema } from '../network/index.ts'
import { networkConfig } from './apply-world.ts'
import { callbackRoutes } from './callbacks.ts'
import { faultRoutes } from './faults.ts'
import { phoneRoutes } from './phones.ts'
import { shortCodeRoutes } from './short-codes.ts'
import { parseWorld } from './world-file.ts'

/** The telco of a world on a frozen clock, an app at `http://app.test`, and the routes that control them. */
export async function openTelco(world = '') {
  const kernel = await Kernel.open({ dbSchemas: [networkDbSchema] })
  await kernel.freeze(frozenStart)
  const outbound = new Outbound()
  const network = new Network({
    kernel,
    outbound,
    config: networkConfig(parseWorld(world, 'world.yaml')),
  })
  network.registerDeadlines()
  for (const subscription of network.subscriptions()) kernel.subscribe(subscription)
  /** The requests to the app: path and form fields. */
  const called: Array<{ path: string; fields: Record<string, string> }> = []
  outbound.mount('app.test', async ({ url, body }) => {
    const fields = Object.fromEntries(new URLSearchParams(String(body ?? '')))
    called.push({ path: new URL(url).pathname, fields })
    return { status: 200, reason: 'OK', headers: {}, body: Buffer.alloc(0) }
  })
  await kernel.start()
  const app = express()
  app.use(express.json())
  const door = checkedDoor(network)
  phoneRoutes(app, kernel, network)
  shortCodeRoutes(app, { kernel, network, baseUrl: `http://${ownHost}` })
  faultRoutes(app, { kernel, operations: () => door.operations() })
  callbackRoutes(app, kernel)
  app.use(problemHandlers(kernel.logger).failed)
  return {
    kernel,
    network,
    called,
    async ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object) {
      const answer = await inject(app, { method, url, ...(body === undefined ? {} : { payload: body }) })
      await kernel.settle()
      return { status: answer.statusCode, body: answer.payload === '' ? undefined : answer.json() }
    },
    /** Sends one SMS, by Africa's Talking's API. */
    async sms(
      fields: { to: string; message: string; from?: string },
      { username, apiKey } = { username: 'sandbox', apiKey: 'atsk_payersim' },
    ) {
      const answer = await answerOf(door, {
        method: 'POST',
        url: '/version1/messaging',
        headers: {
          apikey: apiKey,
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams({ username, ...fields }).toString(),
      })
      await kernel.settle()
      return answer.json().SMSMessageData.Recipients[0]
    },
    close: () => kernel.close(),
  }
}

export type Telco = Awaited<ReturnType<typeof openTelco>>
