import { STATUS_CODES } from 'node:http'
import { createRequire } from 'node:module'
import type { Outbound } from '../kernel/index.ts'
import { type OfSms, type SmsClient, type SmsToSend, sendingSms } from './sms-client.ts'

interface SdkClient {
  send(message: SmsToSend): Promise<unknown>
}

/** The part of axios that the redirection needs. */
interface AxiosConfig {
  url?: string
  method?: string
  headers: { toJSON(): Record<string, string> }
  data?: string
  validateStatus?: (status: number) => boolean
}
interface AxiosResponse {
  data: string
  status: number
  statusText: string
  headers: Record<string, string>
  config: AxiosConfig
  request: null
}
interface Axios {
  defaults: { adapter: unknown }
  AxiosError: new (
    message: string,
    code: string,
    config: AxiosConfig,
    request: null,
    response: AxiosResponse,
  ) => Error
}

interface Sdk {
  africastalking(options: { username: string; apiKey: string }): { SMS: SdkClient }
  /** The SDK's own copy of axios, which may be of another version. */
  axios: Axios
}

const require = createRequire(import.meta.url)
let loaded: Sdk | undefined

/** Loaded at the first SMS, since it takes as long as a third of the start. */
function sdk(): Sdk {
  loaded ??= {
    africastalking: require('africastalking'),
    axios: createRequire(require.resolve('africastalking'))('axios'),
  }
  return loaded
}

/** Shared by all simulators of this process: a client is slow to make and holds only its credentials. */
const clients = new Map<string, SdkClient>()

function clientOf(credentials: { username: string; apiKey: string }): SdkClient {
  const key = JSON.stringify(credentials)
  const client = clients.get(key) ?? sdk().africastalking(credentials).SMS
  clients.set(key, client)
  return client
}

/**
 * The official SDK, unmodified, with its requests sent to `baseUrl`, or to Africa's Talking when that is null; the
 * path stays. The SDK (0.8.3) has no base-URL option and no time-out, and one client of the sandbox switches all other
 * clients of the process to the sandbox. But it calls axios synchronously within `send`, so the default adapter is
 * replaced only for that call, and simulators can share the process.
 */
export function sdkClient(options: {
  username: string
  apiKey: string
  baseUrl: string | null
  outbound: Outbound
}): SmsClient {
  const { username, apiKey, baseUrl, outbound } = options
  const base = baseUrl ?? africasTalking(username)
  return {
    send(message, of) {
      const { defaults } = sdk().axios
      const usual = defaults.adapter
      defaults.adapter = (config: AxiosConfig) => redirected(config, base, { outbound, of })
      try {
        return clientOf({ username, apiKey }).send(message)
      } finally {
        defaults.adapter = usual
      }
    },
  }
}

/** The SDK decides by the username too, ignoring case. */
function africasTalking(username: string): string {
  return username.toLowerCase() === 'sandbox'
    ? 'https://api.sandbox.africastalking.com'
    : 'https://api.africastalking.com'
}

async function redirected(
  config: AxiosConfig,
  baseUrl: string,
  { outbound, of }: { outbound: Outbound; of: OfSms },
): Promise<AxiosResponse> {
  const { pathname, search } = new URL(config.url ?? '')
  const answer = await outbound.send({
    method: (config.method ?? 'get').toUpperCase(),
    url: baseUrl + pathname + search,
    headers: config.headers.toJSON(),
    ...(config.data === undefined ? {} : { body: config.data }),
    ...sendingSms,
    ...of,
  })
  const response: AxiosResponse = {
    data: answer.body.toString('utf8'),
    status: answer.status,
    statusText: answer.reason ?? STATUS_CODES[answer.status] ?? '',
    headers: answer.headers,
    config,
    request: null,
  }
  if (config.validateStatus && !config.validateStatus(answer.status)) {
    const { AxiosError } = sdk().axios
    throw new AxiosError(
      `Request failed with status code ${answer.status}`,
      'ERR_BAD_RESPONSE',
      config,
      null,
      response,
    )
  }
  return response
}
