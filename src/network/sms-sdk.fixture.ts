import { createRequire } from 'node:module'
import { answerOf, listenAt } from '../kernel/http/front-door.fixture.ts'
import { checkedDoor } from './conformance.fixture.ts'
import type { Network } from './network.ts'

const require = createRequire(import.meta.url)

interface AxiosConfig {
  url: string
  baseURL?: string | undefined
  params?: Record<string, string>
  method: string
  headers: { toJSON(): Record<string, string> }
  data?: string
  validateStatus: (status: number) => boolean
}
interface Axios {
  defaults: { adapter: unknown }
  getAdapter(names: unknown): (config: AxiosConfig) => Promise<unknown>
  AxiosError: new (
    message: string,
    code: string,
    config: AxiosConfig,
    request: null,
    response: unknown,
  ) => Error
}
/** The SDK's own copy of axios. */
const axios: Axios = createRequire(require.resolve('africastalking'))('axios')

interface Sdk {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK has no types
  [part: string]: any
}

/** How the unmodified SDK reaches the network: in process, or over a port. */
export interface SdkRoute {
  sdk(options: { apiKey: string; username?: string; format?: 'json' | 'xml' }): Sdk
  /** The hosts that the SDK named, in order. */
  hosts: string[]
  close(): Promise<void>
}

export const ways = {
  'in process': async (network: Network): Promise<SdkRoute> => {
    const door = checkedDoor(network)
    return route(async (config, path) => {
      const answer = await answerOf(door, {
        method: config.method.toUpperCase(),
        url: path,
        headers: config.headers.toJSON(),
        ...(config.data === undefined ? {} : { payload: config.data }),
      })
      const response = { data: answer.body, status: answer.statusCode, headers: answer.headers, config }
      if (config.validateStatus(answer.statusCode)) return response
      throw new axios.AxiosError(`status ${answer.statusCode}`, 'ERR_BAD_REQUEST', config, null, response)
    })
  },
  'over a port': async (network: Network): Promise<SdkRoute> => {
    const server = await listenAt(checkedDoor(network))
    const usual = axios.getAdapter(axios.defaults.adapter)
    return route(
      (config, path) => usual({ ...config, params: {}, baseURL: undefined, url: server.url + path }),
      server.close,
    )
  },
}

/** Every request of the SDK goes through its copy of axios, which has one default adapter. */
function route(
  send: (config: AxiosConfig, path: string) => Promise<unknown>,
  close: () => Promise<void> = async () => {},
): SdkRoute {
  const usual = axios.defaults.adapter
  const hosts: string[] = []
  axios.defaults.adapter = (config: AxiosConfig) => {
    const url = new URL(config.url, config.baseURL)
    for (const [name, value] of Object.entries(config.params ?? {})) url.searchParams.set(name, value)
    hosts.push(url.hostname)
    return send(config, url.pathname + url.search)
  }
  return {
    sdk: ({ username = 'sandbox', ...options }) => require('africastalking')({ username, ...options }),
    hosts,
    close: async () => {
      axios.defaults.adapter = usual
      await close()
    },
  }
}
