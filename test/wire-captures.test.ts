import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'

let sim: Simulator
afterEach(() => sim.close())

/** Writes bytes to the port and returns the bytes of the answer. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })
}

/** A callback as captures of the sandbox have it: field order, encoding, User-Agent. */
function callback(port: number, body: string, contentType: string): string {
  return [
    'POST /ussd HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'User-Agent: at-ussd-api/1.0',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Content-Type: ${contentType}`,
    'Accept-Encoding: gzip',
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}

const fields = (text: string, phone = '%2B46733000001') =>
  `phoneNumber=${phone}&serviceCode=%2A165%23&text=${text}&sessionId=ATUid_7c898d72eb11f723ed8ea05ef232f279&networkCode=99999`

describe('the payer’s app behind the bytes that Africa’s Talking sends', () => {
  it.each(['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=UTF-8'])(
    'answers %s as the gateway wants it',
    async (contentType) => {
      sim = await startSimulator({ clock: 'frozen', port: 0 })
      const port = Number(new URL(sim.url ?? '').port)
      const [head = '', body] = (await exchange(port, callback(port, fields(''), contentType))).split(
        '\r\n\r\n',
      )
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect(head).toMatch(/Content-Type: text\/plain/i)
      expect(head).toMatch(/at-ussd-hop-metadata: menu/i)
      expect(head).not.toMatch(/x-powered-by|etag/i)
      expect(body).toBe(
        'CON MoMo\n1 Approvals (0)\n2 Balance\n3 History\n4 Language\n5 Auto-payments\n6 Withdraw\n7 Bills and invoices\n8 Shared data',
      )
      const again = await exchange(port, callback(port, fields('2'), contentType))
      expect(again).toMatch(/at-ussd-hop-metadata: pin/i)
      expect(again.split('\r\n\r\n')[1]).toMatch(/^CON .*PIN/)
      const balance = await exchange(port, callback(port, fields('2%2A1234'), contentType))
      expect(balance.split('\r\n\r\n')[1]).toMatch(/^(CON|END) [\s\S]*500\.00 EUR/)
    },
  )

  it('answers a stranger with END, and what is no callback with a problem', async () => {
    sim = await startSimulator({ clock: 'frozen', port: 0 })
    const port = Number(new URL(sim.url ?? '').port)
    const type = 'application/x-www-form-urlencoded'
    const stranger = await exchange(port, callback(port, fields('', '%2B254700000001'), type))
    expect(stranger.split('\r\n\r\n')[1]).toMatch(/^END /)
    for (const body of [
      '',
      'text=1',
      '{"text":""}',
      '%zz=%zz',
      'phoneNumber=x&serviceCode=y&text=&sessionId=z&networkCode=1',
    ]) {
      const answer = await exchange(port, callback(port, body, type))
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toMatch(/application\/problem\+json/)
    }
    const large = await exchange(port, callback(port, fields('1'.repeat(100_000)), type))
    expect(large).toMatch(/^HTTP\/1\.1 413 /)
  })
})
