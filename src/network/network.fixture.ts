import { frozenStart, Kernel, type KernelOptions, Outbound, type OutboundRequest } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { checkCallback } from './conformance.fixture.ts'
import { Network } from './network.ts'
import { networkDbSchema } from './tables.ts'

export const ama = '+46733000001'
export const code = '*384*123#'
export const callbackUrl = 'http://app.test/ussd'

export const config: NetworkConfig = {
  username: 'sandbox',
  apiKey: 'atsk_test',
  openPhones: true,
  networkCode: '99999',
  idleSeconds: 30,
  sessionSeconds: 180,
  answerTimeoutMs: 10_000,
  preFilledDial: 'text',
  smsCost: 'KES 0.8000',
  senderIds: ['*'],
}

/** What an app answers: a body, or a body with a status and headers. */
export type Answer = string | { body?: string; status?: number; headers?: Record<string, string> }
export type App = (text: string, request: OutboundRequest) => Answer | Promise<Answer>

/** The telco on a frozen clock, with one in-process app at {@link code}. */
export async function telco(
  options: { app?: App; config?: Partial<NetworkConfig>; kernel?: KernelOptions } = {},
) {
  const kernel = await Kernel.open({ dbSchemas: [networkDbSchema], ...options.kernel })
  const outbound = new Outbound()
  const network = new Network({ kernel, outbound, config: { ...config, ...options.config } })
  const mount = outbound.mount.bind(outbound)
  outbound.mount = (host, answer) =>
    mount(host, (request) => {
      checkCallback(request)
      return answer(request)
    })
  const requests: OutboundRequest[] = []
  const app = { answers: options.app ?? ((text: string): Answer => `CON You said ${text}`) }
  outbound.mount('app.test', async (request) => {
    requests.push(request)
    const given = await app.answers(new URLSearchParams(String(request.body)).get('text') ?? '', request)
    const { body = '', status = 200, headers = {} } = typeof given === 'string' ? { body: given } : given
    return {
      status,
      reason: '',
      headers: { 'content-type': 'text/plain', ...headers },
      body: Buffer.from(body),
    }
  })
  network.registerDeadlines()
  for (const subscription of network.subscriptions()) kernel.subscribe(subscription)
  await kernel.freeze(frozenStart)
  await kernel.start()
  await kernel.transact((tx) => network.addServiceCode(tx, { code, callbackUrl, eventsUrl: null }))
  return {
    kernel,
    outbound,
    network,
    requests,
    app,
    /** The `text` of each callback. */
    texts: () => requests.map(({ body }) => new URLSearchParams(String(body)).get('text')),
    close: async () => {
      outbound.close()
      await kernel.close()
    },
  }
}

export type Telco = Awaited<ReturnType<typeof telco>>
