import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the build puts the phones page. */
export const pageFolder = fileURLToPath(new URL('../../dist/web/', import.meta.url))

/**
 * Which build of the page this server has, 12 hexadecimal digits: another one with each version and each change of a file
 * of the page. Undefined where the page was not built. It is read anew at each call: another build may be put there.
 */
export async function pageBuild(folder = pageFolder): Promise<string | undefined> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => '')
  return /<html data-build="([0-9a-f]{12})"/.exec(page)?.[1]
}
