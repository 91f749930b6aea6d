import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'

let sim: Simulator | undefined
afterEach(() => sim?.close())

/** A connection to a new simulator, and the statuses that it has answered so far. */
async function connected(options: SimulatorOptions = {}) {
  sim = await startSimulator({ clock: 'frozen', port: 0, ...options })
  const socket = connect(Number(new URL(sim.url ?? '').port), '127.0.0.1')
  let answers = ''
  socket.on('data', (chunk) => {
    answers += chunk
  })
  const send = (lines: string[], body = '') => socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  const statuses = () => [...answers.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status))
  return { socket, send, statuses }
}

/** The status that a server answers to a request as it stands on the wire. */
async function answered(lines: string[], options: SimulatorOptions = {}): Promise<number | undefined> {
  const { socket, send, statuses } = await connected(options)
  send(lines)
  await once(socket, 'close')
  return statuses()[0]
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

  const foreign = ['Host: 127.0.0.1', 'Origin: https://evil.example']
  const withBody = (length: number) => ['PUT /_sim/faults HTTP/1.1', ...foreign, `Content-Length: ${length}`]

  it('refuse by the head alone, and wait for no body', async () => {
    const { socket, send, statuses } = await connected()
    send(withBody(100_000))
    await once(socket, 'data')
    expect(statuses()).toEqual([403])
    socket.destroy()
  })

  it('take nothing in a refused body for a request, and answer the next on its connection', async () => {
    const { socket, send, statuses } = await connected()
    const hidden = 'POST /_sim/reset HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n'
    const body = hidden.repeat(2_000)
    send(withBody(body.length))
    await once(socket, 'data')
    send([`${body}GET /_sim/health HTTP/1.1`, ...local])
    await once(socket, 'close')
    expect(statuses()).toEqual([403, 200])
  })
})
