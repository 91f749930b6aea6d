import { ClientError } from './errors.ts'
import type { Port, PortResponse } from './port.ts'

/** The recordings of a running simulator, over its control routes. */
export function remoteRecordings(port: Port) {
  const ask = async (method: string, path: string, body?: object): Promise<string> => {
    const response = await port.fetch({
      method,
      path: `/_sim/recordings${path}`,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (response.status < 300) return response.text
    throw new ClientError(refusalIn(response), { method, path: `/_sim/recordings${path}` })
  }
  return {
    async start(name: string): Promise<{ usedWorld: boolean }> {
      return JSON.parse(await ask('POST', '', { name })) as { usedWorld: boolean }
    },
    /** Stops it and returns the script. @throws ClientError if nothing was recorded */
    async end(name: string): Promise<string> {
      await ask('POST', `/${name}/stop`, {})
      try {
        return await ask('GET', `/${name}`)
      } finally {
        await ask('DELETE', `/${name}`)
      }
    },
  }
}

function refusalIn({ status, headers, text }: PortResponse): string {
  const isProblem = headers['content-type']?.startsWith('application/problem+json')
  const { detail } = (isProblem ? JSON.parse(text) : {}) as { detail?: string }
  return detail ?? `The simulator answered ${status}.`
}
