import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'

let sim: Simulator | undefined
afterEach(() => sim?.close())

/** The status that a server answers to a request as it stands on the wire. */
async function answered(lines: string[], options: SimulatorOptions = {}): Promise<number> {
  sim = await startSimulator({ clock: 'frozen', port: 0, ...options })
  const { port } = new URL(sim.url ?? '')
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  await once(socket, 'close')
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
}

const local = ['Host: 127.0.0.1', 'Connection: close']

describe('the control routes, on the wire', () => {
  it('answer this machine', async () => {
    expect(await answered(['GET /_sim/health HTTP/1.1', ...local])).toBe(200)
  })

  it.each(['X-Forwarded-For: 203.0.113.9', 'Origin: https://evil.example', 'Sec-Fetch-Site: cross-site'])(
    'see %s behind two thousand other headers',
    async (header) => {
      const flood = Array.from({ length: 2_000 }, () => 'a:')
      expect(await answered(['GET /_sim/health HTTP/1.1', ...local, ...flood, header])).toBe(403)
    },
  )

  it('refuse two names, whichever is first', async () => {
    const status = await answered(['GET /_sim/health HTTP/1.1', ...local, 'Host: evil.example'])
    expect([400, 403]).toContain(status)
  })

  it('refuse a whole URL of another name', async () => {
    expect(await answered(['GET http://evil.example/_sim/health HTTP/1.1', ...local])).toBe(403)
  })

  it('demand the token behind a proxy, even of what looks as if it came from here', async () => {
    const options = { behindProxy: true, adminToken: 'open sesame' }
    expect(await answered(['GET /_sim/health HTTP/1.1', ...local], options)).toBe(403)
    const bearer = 'Authorization: Bearer open sesame'
    expect(await answered(['GET /_sim/health HTTP/1.1', ...local, bearer], options)).toBe(200)
    expect(await sim?.world()).toHaveProperty('phones')
  })

  it('want a token to demand', async () => {
    await expect(startSimulator({ behindProxy: true })).rejects.toThrow('needs the admin token')
  })
})
