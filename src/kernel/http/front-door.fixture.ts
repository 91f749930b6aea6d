import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FrontDoor } from './front-door.ts'
import { sendAnswer } from './http-answer.ts'
import { inLowerCase, pathOf, requestFrom, requestWith } from './http-request.ts'

export interface TestRequest {
  method: string
  url: string
  headers?: Record<string, string>
  /** An object is sent as JSON. */
  payload?: string | Buffer | object
}

const notThere = { status: 404, headers: {}, body: '' }

/** The answer to a request, without a socket. An empty 404 if no API has the path. */
export async function answerOf(door: FrontDoor, { method, url, headers = {}, payload }: TestRequest) {
  const json = typeof payload === 'object' && !Buffer.isBuffer(payload)
  const found = door.find(method, pathOf(url))
  const request = await requestWith(
    {
      method,
      url,
      headers: { host: 'localhost', ...(json && { 'content-type': 'application/json' }), ...headers },
      body: json ? JSON.stringify(payload) : payload,
    },
    { limit: found?.limit ?? 0, trace: 'a trace' },
  )
  const answer = found ? await door.answer(found, request) : notThere
  const body = String(answer.body)
  return {
    statusCode: answer.status,
    /** Names in lower case. */
    headers: inLowerCase(answer.headers),
    body,
    // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its answer
    json: (): any => JSON.parse(body),
  }
}

/** The same over a socket, on a free port. */
export async function listenAt(door: FrontDoor): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (incoming, response) => {
    const { method = '', url = '' } = incoming
    const found = door.find(method, pathOf(url))
    const request = await requestFrom(incoming, { limit: found?.limit ?? 0, trace: 'a trace' })
    sendAnswer(response, found ? await door.answer(found, request) : notThere)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
