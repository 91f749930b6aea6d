import type { MessagePort, Worker } from 'node:worker_threads'
import type { Said } from './conversation.ts'
import { failureOf } from './failure.ts'
import { readScript, type Script } from './parse.ts'
import { type Outcome, type PlayOptions, playScript } from './play-script.ts'
import type { ScriptPlayer } from './player.ts'
import { ScriptError } from './problems.ts'
import { type Grammar, grammarWith } from './schema.ts'
import type { HasSteps } from './steps-part.ts'

/** A thread gets the file of a script, and sends reports until the script is over. */
interface FromThread {
  said: readonly Said[]
  over?: Outcome
}

/** Plays scripts in worker threads, which are started when needed and take one script after another. */
export class ThreadPlayer implements ScriptPlayer {
  readonly jobs: number
  readonly #start: () => Worker
  readonly #threads = new Set<Worker>()
  readonly #idle: Worker[] = []

  /** @param start starts a thread that calls {@link playForParent} */
  constructor(jobs: number, start: () => Worker) {
    this.jobs = jobs
    this.#start = start
  }

  play(script: Script, say: (said: Said) => void): Promise<Outcome> {
    const begin = performance.now()
    return new Promise((resolve) => {
      const thread = this.#idle.pop() ?? this.#started()
      const ended = (outcome: Outcome) => {
        thread.off('message', hear).off('error', died).off('exit', left)
        resolve(outcome)
      }
      const hear = ({ said, over }: FromThread) => {
        for (const one of said) say(one)
        if (!over) return
        this.#idle.push(thread)
        ended(over)
      }
      // What the thread told before it died has all come by its exit, and not yet by its error.
      let cause: unknown
      const died = (thrown: unknown) => {
        cause = thrown
      }
      const left = (code: number) => {
        const why = cause instanceof Error ? cause.message : String(cause ?? `it exited with code ${code}.`)
        const failure = failureOf(new Error(`The thread that played this script died: ${why}`), { script })
        ended({ failure, seconds: (performance.now() - begin) / 1000 })
      }
      thread.on('message', hear).on('error', died).on('exit', left)
      thread.postMessage(script.file)
    })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.terminate()))
  }

  #started(): Worker {
    const thread = this.#start()
    this.#threads.add(thread)
    const gone = () => {
      this.#threads.delete(thread)
      const at = this.#idle.indexOf(thread)
      if (at >= 0) this.#idle.splice(at, 1)
    }
    // A thread may also die while idle, because of what a script left behind.
    return thread.on('error', gone).on('exit', gone)
  }
}

/**
 * The side of the thread: plays each script whose file it gets, and reports to the parent.
 *
 * @param options `providers` as for `runScripts`
 */
export function playForParent(
  parent: MessagePort,
  options: PlayOptions & { providers?: readonly HasSteps[] },
): void {
  const grammar = grammarWith(options.providers)
  const send = (message: FromThread) => parent.postMessage(message)
  parent.on('message', async (file: string) => {
    // Messages are costly, so reports are sent together. Before an action they are sent, since it may end the thread.
    let said: Said[] = []
    const say = (one: Said) => {
      said.push(one)
      if (one.kind !== 'did') return
      send({ said })
      said = []
    }
    const over = await playFile(file, say, options, await grammar)
    send({ said, over })
  })
}

async function playFile(
  file: string,
  say: (said: Said) => void,
  options: PlayOptions,
  grammar: Grammar,
): Promise<Outcome> {
  try {
    return await playScript(await readScript(file, grammar), say, options)
  } catch (error) {
    // The file was changed after it was first read.
    const [problem] = error instanceof ScriptError ? error.problems : []
    if (!problem) throw error
    return { failure: { ...problem, options: [], timeline: [] }, seconds: 0 }
  }
}
