import { delimiter } from 'node:path'

/**
 * PHP's curl extension and its openssl read no variable that names roots, only these settings. A file in a folder
 * that is scanned after the others is heard without a change to the user's php.ini.
 */
export function phpSettings(bundle: string): string {
  // Between quotes PHP replaces ${NAME} and reads \" as a quote.
  const value = `"${bundle.replace(/["\\$]/g, '\\$&')}"`
  return `; Of payersim run.\ncurl.cainfo = ${value}\nopenssl.cafile = ${value}\n`
}

/**
 * The folders that PHP scans for settings: the user's, and then ours. An empty name stands for those that PHP was
 * built with, which are scanned where the variable is not set; where it is set to nothing, none is scanned.
 */
export function phpScanDir(users: string | undefined, folder: string): string {
  if (users === undefined) return `${delimiter}${folder}`
  return users === '' ? folder : `${users}${delimiter}${folder}`
}
