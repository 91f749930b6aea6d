import { once } from 'node:events'
import { request } from 'node:http'
import type { Simulator } from '../src/index.ts'

export interface Asked {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}
export interface Answered {
  status: number
  /** Names in lower case, without those of the connection. */
  headers: Record<string, string>
  text: string
}
export type Ask = (asked: Asked) => Promise<Answered>

const ofConnection = ['date', 'connection', 'keep-alive']
const ofAnswer = (headers: Record<string, string | string[] | undefined>) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      ofConnection.includes(name) ? [] : [[name, String(value)]],
    ),
  )

export const inProcess =
  (sim: Simulator): Ask =>
  async ({ headers = {}, ...asked }) => {
    const answer = await sim.port.fetch({ ...asked, headers })
    return { ...answer, headers: ofAnswer(answer.headers) }
  }

export const overSocket =
  (sim: Simulator): Ask =>
  async ({ method, path, headers = {}, body }) => {
    const sent = request(`${sim.url}${path}`, {
      method,
      headers: {
        host: 'localhost',
        ...headers,
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
    })
    sent.end(body)
    const [answer] = await once(sent, 'response')
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk as Buffer)
    return {
      status: answer.statusCode,
      headers: ofAnswer(answer.headers),
      text: Buffer.concat(chunks).toString(),
    }
  }
