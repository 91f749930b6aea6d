import { javaDirectHosts } from './no-proxy.ts'

/** Java's default password of trust stores, which hold no secrets. Old versions cannot open a store without one. */
export const storePassword = 'changeit'

/**
 * Options that every Java VM reads. They come after the user's own options, since the last one wins; options on a command
 * line override both. Port 0 means no proxy.
 */
export function javaToolOptions(
  env: Readonly<Record<string, string | undefined>>,
  { port, store, direct }: { port: number; store: string; direct: readonly string[] },
): string {
  const proxy = {
    'http.proxyHost': '127.0.0.1',
    'http.proxyPort': String(port),
    'https.proxyHost': '127.0.0.1',
    'https.proxyPort': String(port),
    // Java uses this list for https too.
    'http.nonProxyHosts': javaDirectHosts(direct).join('|'),
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

/** Quoted as Java splits the variable: at spaces outside quotes; there are no escapes inside quotes. */
function quoted(option: string): string {
  if (!/[\s"']/.test(option)) return option
  return option
    .split(/(")/)
    .map((part) => (part === '"' ? `'"'` : part === '' ? '' : `"${part}"`))
    .join('')
}
