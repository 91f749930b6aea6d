import { Server } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { listen, stopServer, urlOf } from './listening.ts'

afterEach(() => vi.restoreAllMocks())

describe('listening', () => {
  it('says that another program listens there, and to choose another port', async () => {
    const first = await listen(0, '127.0.0.1')
    try {
      const { host, port } = new URL(urlOf(first))
      await expect(listen(Number(port), '127.0.0.1')).rejects.toThrow(
        `Cannot listen on ${host}: another program listens there. Choose another with --port.`,
      )
    } finally {
      await stopServer(first)
    }
  })

  it.each([
    ['ENOTFOUND', 'there is no such host'],
    ['EADDRNOTAVAIL', 'this machine has no such address'],
    ['EAI_AGAIN', 'it failed'],
  ])('says to choose another host where it fails with %s, and no port', async (code, why) => {
    // The names and addresses depend on the machine.
    vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      process.nextTick(() => this.emit('error', Object.assign(new Error('it failed'), { code })))
      return this
    })
    const refused = `Cannot listen on nowhere.test: ${why}. Choose another with --host.`
    await expect(listen(0, 'nowhere.test')).rejects.toMatchObject({ name: 'InputError', message: refused })
  })
})
