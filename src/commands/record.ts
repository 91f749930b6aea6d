import { join } from 'node:path'
import { Command } from 'commander'
import { visible } from '../safe-text/index.ts'
import { type AdminTokenFlags, adminHeaders, ofAnotherSimulator, withAdminToken } from './admin-token.ts'
import { baseUrlOf, withSimulator } from './simulator-url.ts'
import { say } from './words/say.ts'

export interface RecordFlags extends AdminTokenFlags {
  url: string
  folder: string
  force?: boolean
}

/** `payersim record`: records a running simulator as a session script. */
export function recordCommand(): Command {
  const command = new Command('record')
    .description('write what happens in a running simulator, until Ctrl-C, as a session script')
    .summary('write what happens in a simulator as a session script')
    .argument('<name>', 'of the script, such as pay-order')
  return withAdminToken(withSimulator(command), ofAnotherSimulator)
    .option('--folder <folder>', 'where scripts are', 'sessions')
    .option('--force', 'write over a script that differs')
    .action(async (name: string, flags: RecordFlags, asked: Command) => {
      const url = baseUrlOf(asked)
      process.exitCode = await record(name, { ...flags, url }, { until: interrupted, print: console.log })
    })
}

/**
 * Records until it is stopped, and writes the script.
 *
 * @returns 0, or 1 if the existing script differs, which is kept
 * @throws ClientError if nothing was recorded, or if the simulator refuses or cannot be reached
 */
export async function record(
  given: string,
  { url, folder, force = false, ...token }: RecordFlags,
  { until, print: write }: { until: () => Promise<void>; print: (line: string) => void },
): Promise<0 | 1> {
  const [{ ClientError, httpPort, remoteRecordings }, { folderRefusal, saveRecording }] = await Promise.all([
    import('../client/index.ts'),
    import('../sessions/index.ts'),
  ])
  // A script, and so its diff, contains texts of apps.
  const print = (line: string) => write(visible(line))
  // Checked before the recording, whose result would be lost.
  const refusal = await folderRefusal(folder)
  if (refusal !== undefined) {
    throw new ClientError(`No script can be written to ${folder}: ${refusal}. Name another with --folder.`)
  }
  const name = given.replace(/\.ya?ml$/, '')
  const recordings = remoteRecordings(httpPort(url, { headers: adminHeaders(token) }))
  const { usedWorld } = await recordings.start(name)
  const file = join(folder, `${name}.yaml`)
  if (usedWorld) {
    print('Things have happened in this world already, and a replay begins with a fresh one:')
    print('what is left of them may show on screens. POST /_sim/reset starts again.')
  }
  print(say(`Recording ${url}. Ctrl-C ends, and writes ${file}.`))
  await until()
  const { outcome, file: written, diff } = await saveRecording(file, await recordings.end(name), { force })
  if (diff !== '') print(diff.trimEnd())
  const endings = {
    new: `Written: ${written}`,
    same: `Nothing differs from ${written}.`,
    replaced: `Written over: ${written}`,
    differs: `The script that is there differs, and stays. This recording is in ${written}; --force writes over.`,
  }
  print(say(endings[outcome]))
  return outcome === 'differs' ? 1 : 0
}

/** Waits for Ctrl-C, or for a signal from another program. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    // A signal handler alone does not keep the process alive.
    const alive = setInterval(() => {}, 60_000)
    const end = () => {
      clearInterval(alive)
      process.off('SIGINT', end).off('SIGTERM', end)
      resolve()
    }
    process.on('SIGINT', end).on('SIGTERM', end)
  })
}
