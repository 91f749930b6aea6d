import { execFile } from 'node:child_process'

interface Where {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** In milliseconds. */
  timeout?: number
}

/**
 * What a program writes to its standard output.
 *
 * @throws Error with all that it wrote, where it does not end with 0
 */
export function run(
  program: string,
  args: string[],
  { cwd, env, timeout = 300_000 }: Where,
): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, timeout, maxBuffer: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      const how = error.killed ? `was not done in ${timeout / 1000} s` : `ended with ${error.code}`
      reject(new Error(`${[program, ...args].join(' ')} ${how}:\n${stdout}${stderr}`))
    })
  })
}
