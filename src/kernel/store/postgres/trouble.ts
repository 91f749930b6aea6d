import { messageOf, StoreError } from '../../errors.ts'

export interface Failing {
  code?: unknown
  message?: unknown
}

/** Codes of Node for a connection that cannot be made or was lost. */
const unreachable =
  /^(ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|ENOENT|CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS)/
/** The same, where pg has words and no code. */
const lostWords =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|Connection ended|The server does not support SSL)/
/** Classes of PostgreSQL's codes: the connection (08), an operator's intervention such as a shutdown (57P), login (28). */
const gone = /^(08|57P|25P03|28|3D000|53300)/
const lockCodes = /^55P03$/
const fullCodes = /^(53100|53200)$/
const readOnlyCodes = /^25006$/
const rightsCodes = /^42501$/
const loginCodes = /^28/
const noDatabaseCodes = /^3D000$/

/** An error of the connection or of the server, as a message that says what to do; undefined for others. */
export function troubleOf(error: Failing, place: string): StoreError | undefined {
  if (error instanceof StoreError) return undefined
  const { code } = error
  const why = messageOf(error)
  const is = (codes: RegExp) => typeof code === 'string' && codes.test(code)
  const trouble = (reason: StoreError['reason'], message: string) =>
    new StoreError(reason, message, { database: place, code }, { cause: error })
  if (is(lockCodes))
    return trouble(
      'locked',
      `The database ${place} did not let this node write in time (${why}): another node holds its world, and may be stopped. Nothing was written. The server ends that node's turn; payersim then goes on by itself.`,
    )
  if (is(fullCodes))
    return trouble(
      'disk-full',
      `The database ${place} has no room (${why}): nothing was written. Free some on its server; payersim then goes on by itself.`,
    )
  if (is(readOnlyCodes))
    return trouble(
      'read-only',
      `The database ${place} can only be read (${why}). Name one that can be written: after a failover, the new primary.`,
    )
  if (is(rightsCodes))
    return trouble(
      'read-only',
      `The database ${place} does not let this user do that (${why}). Name the user who made its schemas, or another prefix of schemas with ?schema=NAME at the end of the connection string.`,
    )
  if (is(loginCodes))
    return trouble(
      'unreachable',
      `The database ${place} does not let this user in (${why}). Check the user and the password in the connection string, and pg_hba.conf on the server.`,
    )
  if (is(noDatabaseCodes)) {
    const name = decodeURIComponent(new URL(place).pathname.slice(1))
    return trouble(
      'unreachable',
      `There is no such database: ${place} (${why}). Name another, or make it: CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0;`,
    )
  }
  if (is(unreachable) || is(gone) || lostWords.test(why))
    return trouble(
      'unreachable',
      `The database ${place} cannot be reached (${why}). Nothing that was not answered was written. See that it runs and lets this machine in; payersim then goes on by itself.`,
    )
  return undefined
}
