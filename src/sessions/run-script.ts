import { readScript, type Script } from './parse.ts'
import type { PlayOptions } from './play-script.ts'
import { playerHere, type ScriptPlayer } from './player.ts'
import { ScriptError, type ScriptProblem } from './problems.ts'
import type { Reporter, RunResult } from './reporter.ts'
import { type Grammar, grammarWith } from './schema.ts'
import { SideBySide } from './side-by-side.ts'
import type { HasSteps } from './steps-part.ts'

interface Run {
  reporter: Reporter
  /** Those from outside, whose words scripts may use. */
  providers?: readonly HasSteps[]
  /** Plays only the scripts whose name matches. */
  grep?: RegExp
  /** Ends the run at the first failure. */
  bail?: boolean
  /** Ends the run after the script being reported. */
  signal?: AbortSignal
}

/** The scripts are played one after another in this thread, or by a player that knows how many there are. */
export type RunOptions = Run & (PlayOptions | { newPlayer(scripts: number): ScriptPlayer })

/**
 * Reads all scripts, and then runs them, each on its own simulator, and reports them in order.
 * If one cannot be read, none runs: those with problems count as failed.
 *
 * @param files paths, as `findScripts` returns them
 * @throws ClientError if a provider has a word that there is already
 */
export async function runScripts(files: readonly string[], options: RunOptions): Promise<RunResult> {
  const { reporter, grep, providers } = options
  const { scripts, problems } = await readAll(files, await grammarWith(providers))
  let result: RunResult
  if (problems.length > 0) {
    reporter.refused(problems)
    result = { passed: 0, failed: new Set(problems.map(({ file }) => file)).size }
  } else {
    const wanted = scripts.filter(({ name }) => grep === undefined || grep.test(name))
    const player = 'newPlayer' in options ? options.newPlayer(wanted.length) : playerHere(options)
    try {
      result = await playAll(wanted, player, options)
    } finally {
      await player.close()
    }
  }
  reporter.finished(result)
  return result
}

async function readAll(
  files: readonly string[],
  grammar: Grammar,
): Promise<{ scripts: Script[]; problems: ScriptProblem[] }> {
  const scripts: Script[] = []
  const problems: ScriptProblem[] = []
  for (const file of files) {
    try {
      scripts.push(await readScript(file, grammar))
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error
      problems.push(...error.problems)
    }
  }
  return { scripts, problems }
}

async function playAll(
  scripts: readonly Script[],
  player: ScriptPlayer,
  { reporter, bail = false, signal }: Run,
): Promise<RunResult> {
  const result: RunResult = { passed: 0, failed: 0 }
  const enough = (failed: boolean) => signal?.aborted === true || (failed && bail)
  const played = new SideBySide(scripts, player, enough)
  for (const [index, script] of scripts.entries()) {
    reporter.started(script, { number: index + 1, of: scripts.length })
    const outcome = await played.tell(index, (said) => reporter.said(said))
    reporter.ended(script, outcome)
    if (outcome.failure) result.failed += 1
    else result.passed += 1
    const left = scripts.length - index - 1
    if (left === 0 || !enough(result.failed > 0)) continue
    result.notRun = left
    break
  }
  return result
}
