import type { Outbound } from '../kernel/index.ts'
import { type SmsClient, sendingSms } from './sms-client.ts'

/**
 * Sends to the network of this process the bytes that the SDK would send. Without the SDK, which takes a third of the time
 * of a start to load, and drops numbers that are outside of the number plans of countries: phones of the simulated network
 * may have those.
 */
export function ownNetworkClient(options: {
  username: string
  apiKey: string
  baseUrl: string
  outbound: Outbound
}): SmsClient {
  const { username, apiKey, baseUrl, outbound } = options
  return {
    async send({ to, message, from }, of) {
      const { status, body } = await outbound.send({
        method: 'POST',
        url: `${baseUrl}/version1/messaging`,
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8',
          apikey: apiKey,
        },
        body: new URLSearchParams({
          username,
          to: to.join(),
          message,
          ...(from === undefined ? {} : { from }),
          bulkSMSMode: '1',
        }).toString(),
        ...sendingSms,
        ...of,
      })
      const data = jsonOrText(body.toString('utf8'))
      if (status === 201) return data
      if (status >= 200 && status < 300) throw data
      // In the shape of the error that the SDK has from axios.
      throw Object.assign(new Error(`Request failed with status code ${status}`), {
        response: { status, data },
      })
    },
  }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
