import { fileURLToPath } from 'node:url'
import type { Redirect } from './proxy.ts'
import type { RunFolder } from './run-folder.ts'
import { trustVariables } from './trust.ts'
import { isVendorHost, vendorHosts } from './vendor-hosts.ts'

const ourPreload = fileURLToPath(new URL('./preload.cjs', import.meta.url))

type Environment = Record<string, string | undefined>

/** What the preload reads from `PAYERSIM_RUN`, as JSON. */
export interface PreloadSettings {
  hosts: readonly string[]
  /** The port here, by the port that a vendor's host was called on. */
  ports: Record<string, number>
}

/** The environment of a command whose calls to the vendors' hosts shall land here: the user's, and ours. */
export function commandEnvironment(
  env: Environment,
  { port, securePort }: Pick<Redirect, 'port' | 'securePort'>,
  { extra, bundle }: Pick<RunFolder, 'extra' | 'bundle'>,
  preload = ourPreload,
): Environment {
  const proxy = `http://127.0.0.1:${port}`
  const direct = directHosts(env)
  const settings: PreloadSettings = { hosts: vendorHosts, ports: { 443: securePort, 80: port } }
  return {
    ...env,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    HTTP_PROXY: proxy,
    // curl reads it in lower case only.
    http_proxy: proxy,
    NO_PROXY: direct,
    no_proxy: direct,
    NODE_EXTRA_CA_CERTS: extra,
    ...Object.fromEntries(trustVariables.map((name) => [name, bundle])),
    // --require, since it precedes CommonJS and ES modules alike, and workers too.
    NODE_OPTIONS: [`--require ${quoted(preload)}`, env.NODE_OPTIONS].filter(Boolean).join(' '),
    PAYERSIM_RUN: JSON.stringify(settings),
  }
}

/** The user's exemptions go on, but not those of a vendor's host: our proxy itself heeds those for the others. */
function directHosts({ NO_PROXY, no_proxy }: Environment): string {
  const users = [no_proxy, NO_PROXY].flatMap((list) => (list ?? '').split(/[\s,]+/))
  const kept = users.filter((entry) => entry !== '' && !vendorHosts.some((host) => exempts(entry, host)))
  return [...new Set(['localhost', '127.0.0.1', '::1', ...kept])].join(',')
}

function exempts(entry: string, host: string): boolean {
  const name = entry
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^[*.]+|\.$/g, '')
  return name === '' || isVendorHost(name) || host.endsWith(`.${name}`)
}

/** As Node splits NODE_OPTIONS. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&')}"`
}
