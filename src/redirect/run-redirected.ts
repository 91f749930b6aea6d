import { makeIdentity } from './authority.ts'
import { runChild } from './child.ts'
import { commandEnvironment } from './environment.ts'
import { startRedirect } from './proxy.ts'
import { makeRunFolder } from './run-folder.ts'
import { findSimulator, simulatorUrl } from './simulator.ts'
import { vendorHosts } from './vendor-hosts.ts'

export interface RunOptions {
  /** Where the simulator listens, such as `http://127.0.0.1:4000`. */
  url: string
  command: string
  args: readonly string[]
  /** The environment to start from; this process's by default. */
  env?: NodeJS.ProcessEnv
}

/**
 * Runs a command whose calls to the vendors' hosts land at the simulator, and returns its exit code.
 *
 * @example
 * process.exitCode = await runRedirected({ url: 'http://127.0.0.1:4000', command: 'npm', args: ['test'] })
 *
 * @throws RedirectError where no simulator answers at the URL
 */
export async function runRedirected({ url, command, args, env = process.env }: RunOptions): Promise<number> {
  const simulator = simulatorUrl(url)
  await findSimulator(simulator)
  const identity = await makeIdentity(vendorHosts)
  const folder = makeRunFolder(identity, env)
  try {
    const redirect = await startRedirect(simulator, identity)
    try {
      return await runChild(command, args, commandEnvironment(env, redirect, folder))
    } finally {
      await redirect.close()
    }
  } finally {
    folder.remove()
  }
}
