import { X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../index.ts'
import type { TlsPort } from './simulator-options.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim test '))
afterAll(() => rmSync(folder, { recursive: true }))

const start = (tls: TlsPort = {}) => startSimulator({ clock: 'frozen', port: 0, tls })

interface Asking {
  /** The name that the client calls. */
  name?: string
  path?: string
  method?: string
  headers?: Record<string, string>
}

/** What a client that trusts only this authority gets. */
function ask(
  { url = '', authority = '' } = {},
  { name = 'localhost', path = '/_sim/health', method = 'GET', headers = {} }: Asking = {},
): Promise<{ status: number | undefined; body: string; protocol: string | false | null }> {
  return new Promise((resolve, reject) => {
    const port = Number(new URL(url).port)
    request(
      {
        // Not the address: Node would send it as the server's name.
        host: 'localhost',
        lookup: (_, __, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
        port,
        path,
        method,
        agent: false,
        ca: authority,
        ...(isIP(name) ? {} : { servername: name }),
        headers: { Host: `${name.includes(':') ? `[${name}]` : name}:${port}`, ...headers },
        checkServerIdentity: (_, certificate) => {
          const shown = new X509Certificate(certificate.raw)
          const matches = isIP(name) ? shown.checkIP(name) : shown.checkHost(name)
          return matches === undefined ? new Error(`not for ${name}`) : undefined
        },
      },
      (answer) => {
        let body = ''
        answer.on('data', (chunk) => {
          body += chunk
        })
        const { alpnProtocol } = answer.socket as unknown as { alpnProtocol: string | false | null }
        answer.on('end', () => resolve({ status: answer.statusCode, body, protocol: alpnProtocol }))
      },
    )
      .on('error', reject)
      .end()
  })
}

describe('the TLS port', () => {
  it('speaks what the plain port speaks, to a client that trusts the authority', async () => {
    const sim = await start()
    for (const name of ['localhost', '127.0.0.1', '::1'])
      expect(await ask(sim.tls, { name, path: '/v1_0/apiuser/x' })).toMatchObject({ status: 401 })
    expect((await ask(sim.tls)).body).toContain('"status":"ok"')
    await expect(ask({ ...sim.tls, authority: '' })).rejects.toThrow(/self-signed|verify|issuer/i)
    await sim.close()
    await expect(ask(sim.tls)).rejects.toThrow('ECONNREFUSED')
  })

  it('is for names that the user gives, and for no others', async () => {
    const sim = await start({ names: ['Host.Docker.Internal', '10.1.2.3', '[fd00::7]'] })
    expect(sim.tls?.names).toEqual([
      'localhost',
      '127.0.0.1',
      '::1',
      'host.docker.internal',
      '10.1.2.3',
      'fd00::7',
    ])
    for (const name of ['host.docker.internal', '10.1.2.3', 'fd00::7'])
      expect((await ask(sim.tls, { name, path: '/v2/transact' })).status).toBeDefined()
    await expect(ask(sim.tls, { name: 'bank.example' })).rejects.toThrow('not for bank.example')
    await sim.close()
  })

  it.each(['-x', 'a b', 'https://localhost', '', '*.example.org'])('refuses the name %j', async (name) => {
    await expect(start({ names: [name] })).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('no name for a certificate'),
    })
  })

  it('keeps the guard of the control routes', async () => {
    const sim = await start({ names: ['host.docker.internal'] })
    const port = new URL(sim.tls?.url ?? '').port
    const status = async (asking: Asking) => (await ask(sim.tls, { path: '/_sim/world', ...asking })).status
    expect(await status({})).toBe(200)
    expect(await status({ headers: { Origin: `https://localhost:${port}` } })).toBe(200)
    expect(await status({ headers: { Origin: `http://localhost:${port}` } })).toBe(403)
    expect(await status({ headers: { Origin: sim.url ?? '' } })).toBe(403)
    expect(await status({ name: 'host.docker.internal' })).toBe(403)
    await sim.close()
  })

  it('says in a critical extension that its authority is for these names only', async () => {
    const sim = await start()
    const shown = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(sim.tls?.url ?? '')
      const socket = connect({ host: 'localhost', port: Number(port), ca: sim.tls?.authority }, () => {
        resolve(new X509Certificate(socket.getPeerCertificate(true).issuerCertificate.raw).toString())
        socket.destroy()
      }).on('error', reject)
    })
    expect(new X509Certificate(sim.tls?.authority ?? '').toString()).toBe(shown)
    const { default: forge } = await import('node-forge')
    const constraints = forge.pki
      .certificateFromPem(sim.tls?.authority ?? '')
      .getExtension({ id: '2.5.29.30' } as never)
    expect(constraints).toMatchObject({ critical: true, value: expect.stringContaining('localhost') })
    await sim.close()
  })

  it('writes an authority that is made for once to a file, which goes with it', async () => {
    const sim = await start()
    const { authorityFile = '', authority } = sim.tls ?? {}
    expect(readFileSync(authorityFile, 'utf8')).toBe(authority)
    await sim.close()
    expect(existsSync(authorityFile)).toBe(false)
  })

  it('keeps an authority in a file, so that a client trusts it once', async () => {
    const ca = join(folder, 'kept.pem')
    const first = await start({ ca })
    const { authority } = first.tls ?? {}
    await first.close()
    expect(statSync(`${ca}.key`).mode & 0o777).toBe(0o600)
    expect(readFileSync(ca, 'utf8')).toBe(authority)
    const second = await start({ ca, names: ['shop.localhost'] })
    expect(second.tls).toMatchObject({ authority, authorityFile: ca })
    expect(await ask({ ...second.tls, authority }, { name: 'shop.localhost' })).toMatchObject({ status: 200 })
    await second.close()
  })

  it('says what to do where a kept authority was made for other names', async () => {
    const ca = join(folder, 'other.pem')
    await (await start({ ca })).close()
    await expect(start({ ca, names: ['host.docker.internal', '10.0.0.1'] })).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/may not vouch for host\.docker\.internal, 10\.0\.0\.1.*Remove both/),
    })
  })

  it('overwrites nothing of the user’s', async () => {
    const ca = join(folder, 'mine.pem')
    writeFileSync(ca, 'mine')
    await expect(start({ ca })).rejects.toThrow(/mine\.pem\.key is not there/)
    writeFileSync(`${ca}.key`, 'mine')
    await expect(start({ ca })).rejects.toThrow(/hold no authority of payersim/)
    expect(readFileSync(ca, 'utf8')).toBe('mine')
    await (await start({ ca: join(folder, 'first.pem') })).close()
    await (await start({ ca: join(folder, 'second.pem') })).close()
    writeFileSync(join(folder, 'first.pem.key'), readFileSync(join(folder, 'second.pem.key')))
    await expect(start({ ca: join(folder, 'first.pem') })).rejects.toThrow(/is not that of the authority/)
    await expect(start({ ca: join(folder, 'no', 'such.pem') })).rejects.toThrow(/cannot be written/)
  })

  it('is a second port: it needs the first, and says when another program has it', async () => {
    await expect(startSimulator({ tls: {} })).rejects.toThrow('TLS is a second port')
    const sim = await start()
    const port = Number(new URL(sim.tls?.url ?? '').port)
    await expect(start({ port })).rejects.toThrow(
      /another program listens there. Choose another with --tls-port/,
    )
    await sim.close()
  })

  it('is left out of a fork, whose port is its own', async () => {
    const sim = await start()
    const fork = await sim.fork({ port: 0 })
    expect(fork.tls).toBeUndefined()
    await fork.close()
    await sim.close()
  })
})
