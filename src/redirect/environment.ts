import { fileURLToPath } from 'node:url'
import { javaToolOptions } from './java.ts'
import { directHosts } from './no-proxy.ts'
import { phpScanDir } from './php.ts'
import type { Redirect } from './proxy.ts'
import type { RunFolder } from './run-folder.ts'
import { trustVariables } from './trust.ts'
import { vendorDomains } from './vendor-hosts.ts'

const ourPreload = fileURLToPath(new URL('./preload.cjs', import.meta.url))

type Environment = Record<string, string | undefined>

/** What the preload reads from `PAYERSIM_RUN`, as JSON. */
interface PreloadSettings {
  domains: readonly string[]
  /** The port here, by the port that a vendor's host was called on. */
  ports: Record<string, number>
}

/** The environment of a command whose calls to the vendors' hosts shall land here: the user's, and ours. */
export function commandEnvironment(
  env: Environment,
  { port, securePort, proxyUrl: proxy }: Omit<Redirect, 'close'>,
  { path, extra, bundle, javaStore, wgetFile }: Omit<RunFolder, 'remove'>,
  preload = ourPreload,
): Environment {
  const direct = directHosts(env).join(',')
  const settings: PreloadSettings = { domains: vendorDomains, ports: { 443: securePort, 80: port } }
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
    // Perl's LWP heeds the proxy variables only where it is told to.
    PERL_LWP_ENV_PROXY: '1',
    JAVA_TOOL_OPTIONS: javaToolOptions(env, { port, store: javaStore }),
    PHP_INI_SCAN_DIR: phpScanDir(env.PHP_INI_SCAN_DIR, path),
    WGETRC: wgetFile,
    PAYERSIM_RUN: JSON.stringify(settings),
  }
}

/** As Node splits NODE_OPTIONS. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&')}"`
}
