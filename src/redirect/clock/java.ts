import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * How long a thread of Java's waits at most before it looks at the clock, in milliseconds. Java asks the time again whenever
 * a wait has ended early. That it does by the monotonic clock, which a Python program that starts it has real.
 */
export const javaVariables = { FAKETIME_WAIT_MS: '50', FAKETIME_DONT_FAKE_MONOTONIC: '0' }

/**
 * Makes a folder with a `java` that starts the user's own one with more variables, and where `JAVA_HOME` names a Java, a
 * home like it with that `java`: a program finds Java by either, and no option of Java's can have another library loaded.
 *
 * @returns the variables by which it is found
 */
export function wrapJava(
  folder: string,
  variables: Readonly<Record<string, string>>,
  { PATH = '', JAVA_HOME }: Environment,
): Record<string, string> {
  const inPath = PATH.split(delimiter)
    .map((place) => join(place, 'java'))
    .find((file) => existsSync(file))
  const found: Record<string, string> = {}
  if (inPath !== undefined) {
    const bin = join(folder, 'bin')
    mkdirSync(bin, { mode: 0o700 })
    writeStarter(join(bin, 'java'), inPath, variables)
    found.PATH = [bin, PATH].join(delimiter)
  }
  if (JAVA_HOME && existsSync(join(JAVA_HOME, 'bin/java'))) {
    const home = join(folder, 'java')
    const linkAll = (from: string, to: string, own: string) => {
      mkdirSync(to, { mode: 0o700 })
      for (const name of readdirSync(from).filter((one) => one !== own))
        symlinkSync(join(from, name), join(to, name))
    }
    linkAll(JAVA_HOME, home, 'bin')
    linkAll(join(JAVA_HOME, 'bin'), join(home, 'bin'), 'java')
    writeStarter(join(home, 'bin/java'), join(JAVA_HOME, 'bin/java'), variables)
    found.JAVA_HOME = home
  }
  return found
}

function writeStarter(file: string, program: string, variables: Readonly<Record<string, string>>): void {
  const words = Object.entries(variables).map(([name, value]) => quoted(`${name}=${value}`))
  writeFileSync(file, `#!/bin/sh\nexec env ${[...words, quoted(program)].join(' ')} "$@"\n`, { mode: 0o700 })
}

/** Quoted for a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
