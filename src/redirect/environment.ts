import { fileURLToPath } from 'node:url'
import { javaToolOptions } from './java.ts'
import { directHosts } from './no-proxy.ts'
import { phpScanDir } from './php.ts'
import type { Redirect } from './proxy.ts'
import type { RunFolder } from './run-folder.ts'
import { trustVariables } from './trust.ts'

const ourPreload = fileURLToPath(new URL('./preload.cjs', import.meta.url))

type Environment = Record<string, string | undefined>

/** The settings of the preload, as JSON in `PAYERSIM_RUN`. */
interface PreloadSettings {
  domains: readonly string[]
  /** The local port for each port of a vendor's host. */
  ports: Record<string, number>
}

/** The environment of a command whose calls to the vendors' hosts are redirected: the user's, with our variables. */
export function commandEnvironment(
  env: Environment,
  { vendors, port, securePort, proxyUrl: proxy }: Omit<Redirect, 'close'>,
  { path, extra, bundle, javaStore, wgetFile }: Omit<RunFolder, 'remove'>,
  preload = ourPreload,
): Environment {
  const direct = directHosts(env, vendors)
  const settings: PreloadSettings = { domains: vendors.domains, ports: { 443: securePort, 80: port } }
  return {
    ...env,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    HTTP_PROXY: proxy,
    // curl reads only this one in lower case.
    http_proxy: proxy,
    NO_PROXY: direct.join(','),
    no_proxy: direct.join(','),
    NODE_EXTRA_CA_CERTS: extra,
    ...Object.fromEntries(trustVariables.map((name) => [name, bundle])),
    // --require, since it runs before CommonJS and ES modules, and in workers too.
    NODE_OPTIONS: [`--require ${quoted(preload)}`, env.NODE_OPTIONS].filter(Boolean).join(' '),
    // Without this Perl's LWP ignores the proxy variables.
    PERL_LWP_ENV_PROXY: '1',
    JAVA_TOOL_OPTIONS: javaToolOptions(env, { port, store: javaStore, direct }),
    PHP_INI_SCAN_DIR: phpScanDir(env.PHP_INI_SCAN_DIR, path),
    WGETRC: wgetFile,
    PAYERSIM_RUN: JSON.stringify(settings),
  }
}

/** Quoted for NODE_OPTIONS. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&')}"`
}
