import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { javaVariables, wrapJava } from './java.ts'
import { fakedVariables } from './libfaketime.ts'

const nodePreload = fileURLToPath(new URL('./preload.cjs', import.meta.url))
const pythonPreload = new URL('./sitecustomize.py', import.meta.url)

type Environment = Record<string, string | undefined>

interface ClockOfPrograms {
  /** The file that tells the clock. */
  file: string
  /** The folder of the run, for the files that programs find. */
  folder: string
  /** libfaketime, where it is on this machine. */
  library: string | undefined
  command: string
}

/** The environment in which Node, Python and Java programs have the simulator's time, and its files. */
export function clockEnvironment(
  env: Environment,
  { file, folder, library, command }: ClockOfPrograms,
): Environment {
  const forNode = {
    ...env,
    PAYERSIM_CLOCK: file,
    NODE_OPTIONS: [`--require "${nodePreload.replace(/[\\"]/g, '\\$&')}"`, env.NODE_OPTIONS]
      .filter(Boolean)
      .join(' '),
  }
  if (library === undefined) return forNode
  const faked = fakedVariables({ library, file }, env)
  const forJava = { ...faked, ...javaVariables }
  const python = join(folder, 'python')
  mkdirSync(python, { mode: 0o700 })
  writeFileSync(join(python, 'sitecustomize.py'), readFileSync(pythonPreload), { mode: 0o600 })
  return {
    ...forNode,
    ...wrapJava(folder, forJava, env),
    ...(basename(command) === 'java' ? forJava : {}),
    // It counts more than a file.
    FAKETIME: undefined,
    PYTHONPATH: [python, env.PYTHONPATH].filter(Boolean).join(':'),
    // A Python program starts itself anew with these.
    PAYERSIM_FAKED: JSON.stringify({ ...faked, FAKETIME_DONT_FAKE_MONOTONIC: '1' }),
  }
}
