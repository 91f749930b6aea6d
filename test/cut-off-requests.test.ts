import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import { linesOf } from './log-lines.fixture.ts'

/** Sends the beginning of a request, and is gone. */
function cutOff({ url = '' }: Simulator, request: string): Promise<void> {
  const { hostname, port, host } = new URL(url)
  return new Promise((gone) => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {}).on('close', () => gone())
    socket.write(request.replace('\r\n', `\r\nHost: ${host}\r\n`), () => socket.resetAndDestroy())
  })
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\n\r\n`
const half = (method: string, path: string) =>
  `${method} ${path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"`

it.each([
  get('/'),
  get('/docs/swagger-ui.css'),
  get('/openapi.json'),
  half('PUT', '/_sim/faults'),
  half('POST', '/ussd'),
  half('POST', '/version1/messaging'),
  half('POST', '/version1/messaging/bulk'),
  half('POST', '/collection/v1_0/requesttopay'),
  half('POST', '/v2/transact'),
  half('POST', '/onepipe/provider/nowhere'),
])('a client that goes away in the middle is no failure of the simulator: %j', async (request) => {
  const { lines, logger } = linesOf('error')
  const sim = await startSimulator({ clock: 'frozen', port: 0, logger })
  try {
    for (let times = 0; times < 10; times += 1) await cutOff(sim, request)
    await sim.health()
  } finally {
    await sim.close()
  }
  expect(lines).toEqual([])
})
