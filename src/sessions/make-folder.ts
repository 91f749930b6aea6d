import { access, constants, mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Creates a folder and its parents. Node's own recursion never ends if a file system reports an existing folder as
 * missing, as `/proc` does.
 *
 * @throws the error of the file system if one cannot be created
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = []
  for (let path = resolve(folder); !(await isThere(path)); path = dirname(path)) missing.unshift(path)
  for (const path of missing) {
    try {
      await mkdir(path)
    } catch (error) {
      // Another process may have created it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is a file`)
}

/** Why a folder, which may not exist yet, is not writable; undefined if it is. */
export async function folderRefusal(folder: string): Promise<string | undefined> {
  try {
    let path = resolve(folder)
    while (!(await isThere(path))) path = dirname(path)
    if (!(await stat(path)).isDirectory()) return `${path} is a file`
    await access(path, constants.W_OK)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return false
  }
}
