import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { visible } from '../safe-text/index.ts'
import { commandLine, type Manifest } from './program.ts'
import { languageOf, say, speak } from './words/say.ts'

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest

/** Does what the words after `payersim` say, and sets the exit code. */
export async function runCommandLine(): Promise<void> {
  // Whoever reads us, such as `head`, may have read enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  // First, since the flags of the commands and their help have words too.
  await speak(languageOf(process.env))
  try {
    const program = await commandLine(manifest, process.argv[2])
    await program.parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
    // The user's mistakes are reported in one line; our own errors keep their stack. By name, since the rooms' errors
    // are loaded by the commands that need them.
    const ours = [
      'InputError',
      'StoreError',
      'NotFoundError',
      'ConflictError',
      'ClientError',
      'AmountError',
      'RedirectError',
    ]
    const file = unusableFile(error)
    const expected = error instanceof Error && ours.includes(error.name)
    const message = file ?? (expected ? `payersim: ${say(error.message)}` : undefined)
    // Either has words from outside: of files, apps and other programs.
    console.error(visible(message ?? inspect(error)))
    process.exitCode = expected || file ? 2 : 70
  }
}

/** A file or a folder that somebody named and that the system refuses. */
function unusableFile(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code = '', path } = error as NodeJS.ErrnoException
  const why = /^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|ENAMETOOLONG|ELOOP|ENOSPC|EDQUOT)$/.test(code)
  if (!why || !path) return undefined
  return `payersim: ${say(`${path} cannot be used: ${error.message}. Name another file or folder.`)}`
}
