import { javaDirectHosts } from './no-proxy.ts'

/** Java's own for stores that keep no secret; old versions open none without a password. */
export const storePassword = 'changeit'

/**
 * What every Java machine that the command starts reads. It comes after the user's own options, since the last one
 * counts; options on a command line count more. Port 0 is for a command that has no proxy.
 */
export function javaToolOptions(
  env: Readonly<Record<string, string | undefined>>,
  { port, store }: { port: number; store: string },
): string {
  const proxy = {
    'http.proxyHost': '127.0.0.1',
    'http.proxyPort': String(port),
    'https.proxyHost': '127.0.0.1',
    'https.proxyPort': String(port),
    // Java has one list for both.
    'http.nonProxyHosts': javaDirectHosts(env).join('|'),
  }
  const properties = {
    ...(port === 0 ? {} : proxy),
    'javax.net.ssl.trustStore': store,
    'javax.net.ssl.trustStoreType': 'PKCS12',
    'javax.net.ssl.trustStorePassword': storePassword,
  }
  const options = Object.entries(properties).map(([name, value]) => quoted(`-D${name}=${value}`))
  return [env.JAVA_TOOL_OPTIONS, ...options].filter(Boolean).join(' ')
}

/** As Java splits the variable: at blanks, except between quotes; inside quotes nothing is escaped. */
function quoted(option: string): string {
  if (!/[\s"']/.test(option)) return option
  return option
    .split(/(")/)
    .map((part) => (part === '"' ? `'"'` : part === '' ? '' : `"${part}"`))
    .join('')
}
