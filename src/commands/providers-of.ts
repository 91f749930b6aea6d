import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Provider } from '../providers/index.ts'

/** For an option that may be repeated: adds a file to those before it. */
export const anotherFile = (file: string, before: readonly string[] = []): string[] => [...before, file]

/**
 * The providers in these modules: what each exports by default.
 *
 * @throws InputError for a file that is not there, cannot be loaded, or exports none
 */
export async function providersOf(files: readonly string[]): Promise<Provider[]> {
  if (files.length === 0) return []
  const { InputError, messageOf } = await import('../kernel/index.ts')
  const providers: Provider[] = []
  for (const file of files) {
    if (!existsSync(file)) throw new InputError(`--provider ${file}: there is no such file.`, { file })
    let module: { default?: Provider }
    try {
      module = await import(pathToFileURL(resolve(file)).href)
    } catch (error) {
      const typed = /\.[cm]?ts$/.test(file) ? ' TypeScript needs Node 22.18 or newer.' : ''
      throw new InputError(`--provider ${file} cannot be loaded: ${messageOf(error)}.${typed}`, { file })
    }
    const { default: provider } = module
    if (typeof provider !== 'object' || provider === null)
      throw new InputError(
        `--provider ${file} exports no provider. Write: export default { name, title, server }.`,
        { file },
      )
    providers.push(provider)
  }
  return providers
}
