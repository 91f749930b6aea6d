import { join } from 'node:path'
import { visible } from '../safe-text/index.ts'
import { makeIdentity } from './authority.ts'
import { countCalls } from './call-counts.ts'
import { runChild } from './child.ts'
import { clockEnvironment } from './clock/clock-environment.ts'
import { type FollowedClock, followClock } from './clock/follow-clock.ts'
import { findLibfaketime, withoutLibfaketime } from './clock/libfaketime.ts'
import { commandEnvironment } from './environment.ts'
import { startRedirect } from './proxy.ts'
import { makeRunFolder } from './run-folder.ts'
import { readForward, refuseVendors } from './sealed/forwards.ts'
import { runSealed } from './sealed/run-sealed.ts'
import { findWay } from './sealed/ways.ts'
import { findSimulator, simulatorUrl, worldByPath } from './simulator.ts'

export interface RunOptions {
  /** Where the simulator listens, such as `http://127.0.0.1:4000`, or a world of it: `http://127.0.0.1:4000/w/suite-1`. */
  url: string
  command: string
  args: readonly string[]
  /** The environment to start from; this process's by default. */
  env?: NodeJS.ProcessEnv
  /** Prints no report at the end. Refusals are still printed. */
  quiet?: boolean
  /** Gives what is printed in another language; by default it is English. */
  say?: (text: string) => string
  /** Runs in its own network namespace, from which only these can be reached: `5432`, or `db.example:5432`. */
  sealed?: { forwards: readonly string[] }
  /** Has Node, Python and Java programs see the simulator's time. `headers` of control requests: those with the admin token. */
  clock?: { headers: Readonly<Record<string, string>> }
}

/**
 * Runs a command with its calls to the vendors' hosts redirected to the simulator, and returns its exit code. At the end it
 * reports on stderr which calls were redirected and which were refused.
 *
 * @example
 * process.exitCode = await runRedirected({ url: 'http://127.0.0.1:4000', command: 'npm', args: ['test'] })
 *
 * @throws RedirectError if no simulator answers at the URL, the world is not there, the command cannot be sealed, or it cannot
 * have the simulator's clock
 */
export async function runRedirected(options: RunOptions): Promise<number> {
  const { url, command, args, quiet = false, sealed, clock, say = (text) => text } = options
  const forwards = sealed?.forwards.map(readForward)
  const way = sealed && findWay()
  const simulator = await worldByPath(simulatorUrl(url))
  const vendors = await findSimulator(simulator)
  if (forwards) refuseVendors(forwards, vendors)
  const tell = (line: string) => console.error(`payersim run: ${visible(say(line))}`)
  const library = clock && findLibfaketime()
  const missing = clock && library === undefined ? withoutLibfaketime(command) : undefined
  if (missing !== undefined) tell(missing)
  const identity = await makeIdentity(vendors.domains, vendors.known, { anyTime: clock !== undefined })
  const counts = countCalls(vendors, tell)
  const redirect = await startRedirect(simulator, { vendors, identity }, { counts, forwardsOthers: !sealed })
  try {
    const users = options.env ?? process.env
    const folder = makeRunFolder(identity, users, { vendors, proxy: sealed ? undefined : redirect.proxyUrl })
    let followed: FollowedClock | undefined
    try {
      const file = join(folder.path, 'clock')
      if (clock) followed = await followClock(simulator, { file, ...clock })
      const env = clock ? clockEnvironment(users, { file, folder: folder.path, library, command }) : users
      let started = false
      const onStart = () => {
        started = true
      }
      const code =
        way && forwards
          ? await runSealed({
              way,
              forwards,
              simulator,
              redirect,
              folder,
              command,
              args,
              env,
              started: onStart,
            })
          : await runChild(command, args, commandEnvironment(env, redirect, folder), {
              started: onStart,
              say,
            })
      if (started && !quiet) tell(counts.report(simulator, { sealed: sealed !== undefined }).join('\n'))
      return code
    } finally {
      followed?.stop()
      folder.remove()
    }
  } finally {
    await redirect.close()
  }
}
