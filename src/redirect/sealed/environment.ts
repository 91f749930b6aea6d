import { commandEnvironment } from '../environment.ts'
import type { RunFolder } from '../run-folder.ts'
import type { VendorHosts } from '../vendor-hosts.ts'

type Environment = Record<string, string | undefined>

const proxyVariable = /^(?:https?|all|no|ftp)_proxy$/i
/** Variables that only lead programs to a proxy, which a sealed command does not have. */
const ofTheProxy = ['NODE_OPTIONS', 'PAYERSIM_RUN', 'PERL_LWP_ENV_PROXY']

/** The environment of a sealed command: the certificates to trust, and no proxy, not even the user's own. */
export function sealedEnvironment(
  env: Environment,
  folder: Omit<RunFolder, 'remove'>,
  vendors: VendorHosts,
): Record<string, string> {
  const redirected = commandEnvironment(env, { vendors, port: 0, securePort: 0, proxyUrl: '' }, folder)
  const own = Object.fromEntries(ofTheProxy.map((name) => [name, env[name]]))
  return Object.fromEntries(
    Object.entries({ ...redirected, ...own }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !proxyVariable.test(entry[0]),
    ),
  )
}
