import { answerOf } from '../kernel/http/front-door.fixture.ts'
import { frozenStart, Kernel, Outbound, ownHost } from '../kernel/index.ts'
import { checkedDoor } from '../network/conformance.fixture.ts'
import { Network, networkDbSchema } from '../network/index.ts'
import { networkConfig } from './apply-world.ts'
import { callbackRoutes } from './callbacks.ts'
import { codeRoutes } from './codes.ts'
import { askControl } from './control-door.fixture.ts'
import { ControlDoor } from './control-door.ts'
import { faultRoutes } from './faults.ts'
import { phoneRoutes } from './phones.ts'
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
  const app = { answers: (_fields: Record<string, string>) => '' }
  outbound.mount('app.test', async ({ url, body }) => {
    const fields = Object.fromEntries(new URLSearchParams(String(body ?? '')))
    called.push({ path: new URL(url).pathname, fields })
    const headers = { 'content-type': 'text/plain' }
    return { status: 200, reason: 'OK', headers, body: Buffer.from(app.answers(fields)) }
  })
  await kernel.start()
  const door = checkedDoor(network)
  const control = new ControlDoor({
    access: { adminToken: undefined, behindProxy: false },
    logger: kernel.logger,
  }).add([
    ...phoneRoutes(kernel, network, async () => ({ rings: false, toApprove: 0, missed: 0, sms: [] })),
    ...codeRoutes({ kernel, network, baseUrl: `http://${ownHost}` }),
    ...faultRoutes({ kernel, operations: () => door.operations() }),
    ...callbackRoutes(kernel),
  ])
  return {
    kernel,
    network,
    called,
    /** What the app answers from now on; nothing at first. */
    set answers(answers: typeof app.answers) {
      app.answers = answers
    },
    async ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) {
      const { status, json } = await askControl(control, { method, path, body })
      await kernel.settle()
      return { status, body: json }
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
