import { startPostgres } from './start.ts'

/** Nothing of it outlives the tests. */
const settings = {
  max_connections: 300,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_locks_per_transaction: 256,
}

/**
 * Starts a PostgreSQL server for the tests, unless PAYERSIM_TEST_POSTGRES names one: a connection string, whose user may make
 * databases. Where it cannot be started the tests are skipped, but never in CI.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PAYERSIM_TEST_POSTGRES) return undefined
  try {
    const { url, stop } = await startPostgres(settings)
    process.env.PAYERSIM_TEST_POSTGRES = url
    return stop
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (process.env.CI) throw new Error(`No PostgreSQL could be started: ${why}`)
    console.warn(`The tests of PostgreSQL are skipped, since none could be started: ${why}`)
    return undefined
  }
}
