import { delimiter } from 'node:path'

/**
 * PHP's extensions curl and openssl read the roots only from these settings, not from variables. A file in a folder that
 * is scanned last sets them without a change to the user's php.ini.
 */
export function phpSettings(bundle: string): string {
  // In quotes PHP replaces ${NAME} and reads \" as a quote.
  const value = `"${bundle.replace(/["\\$]/g, '\\$&')}"`
  return `; Of payersim run.\ncurl.cainfo = ${value}\nopenssl.cafile = ${value}\n`
}

/**
 * The folders that PHP scans for settings: the user's, then ours. An empty name means the folders that PHP was built
 * with, which are also the default without the variable. If the variable is empty, no folder is scanned.
 */
export function phpScanDir(users: string | undefined, folder: string): string {
  if (users === undefined) return `${delimiter}${folder}`
  return users === '' ? folder : `${users}${delimiter}${folder}`
}
