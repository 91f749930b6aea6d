import { Command, Option } from 'commander'

interface RecordFlags {
  url: string
  adminToken?: string
  folder: string
  force?: boolean
}

/** `payersim record`: turns what happens in a running simulator into a session script. */
export function recordCommand(): Command {
  return new Command('record')
    .description('write what happens in a running simulator, until Ctrl-C, as a session script')
    .argument('<name>', 'of the script, such as pay-order')
    .option('--url <url>', 'where the simulator listens', 'http://127.0.0.1:4000')
    .addOption(new Option('--admin-token <token>', 'for a simulator elsewhere').env('PAYERSIM_ADMIN_TOKEN'))
    .option('--folder <folder>', 'where scripts are', 'sessions')
    .option('--force', 'write over a script that differs')
    .action(async (name: string, flags: RecordFlags) => record(name, flags))
}

async function record(given: string, { url, adminToken, folder, force = false }: RecordFlags): Promise<void> {
  const [{ httpPort, SimulatorClient }, { saveRecording, startRecording }, { InputError }, { join }] =
    await Promise.all([
      import('../client/index.ts'),
      import('../sessions/index.ts'),
      import('../kernel/index.ts'),
      import('node:path'),
    ])
  const name = given.replace(/\.ya?ml$/, '')
  if (!/^[A-Za-z0-9][\w-]*$/.test(name)) {
    throw new InputError(
      `"${given}" is no name of a script. Use letters, digits and hyphens, such as pay-order.`,
    )
  }
  const client = new SimulatorClient(
    httpPort(url, adminToken ? { headers: { Authorization: `Bearer ${adminToken}` } } : {}),
  )
  const recording = await startRecording(client, new URL(url).origin)
  if (recording.usedWorld) {
    console.log('Things have happened in this world already, and a replay begins with a fresh one:')
    console.log('what is left of them may show on screens. POST /_sim/reset starts again.')
  }
  console.log(`Recording ${url}. Ctrl-C ends, and writes ${join(folder, `${name}.yaml`)}.`)
  await interrupted()
  const text = await recording.finish(name)
  const { outcome, file, diff } = await saveRecording(join(folder, `${name}.yaml`), text, { force })
  if (diff !== '') process.stdout.write(diff)
  const told = {
    new: `Written: ${file}`,
    same: `Nothing differs from ${file}.`,
    replaced: `Written over: ${file}`,
    differs: `The script that is there differs, and stays. This recording is in ${file}; --force writes over.`,
  }
  console.log(told[outcome])
  process.exitCode = outcome === 'differs' ? 1 : 0
}

/** Until Ctrl-C, or until another program asks for the end. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    // A handler alone does not keep the process.
    const alive = setInterval(() => {}, 60_000)
    const end = () => {
      clearInterval(alive)
      process.off('SIGINT', end).off('SIGTERM', end)
      resolve()
    }
    process.on('SIGINT', end).on('SIGTERM', end)
  })
}
