import { ConflictError, InputError, NotFoundError } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { type RecordingView, recordingBody } from '../terms/sim/recording.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { json, noContent } from './answers.ts'

/** A running recording of a session. Injected, because control may not import sessions. */
export interface Recording {
  /** Whether anything had happened in this world before: a replay begins with a fresh one. */
  readonly usedWorld: boolean
  /** Reads the timeline to its end, before a restore removes events from it. Never throws. */
  catchUp(): Promise<void>
  /** @throws ConflictError if nothing happened that a script could hold */
  script(name: string): Promise<string>
}

const validName = /^[A-Za-z0-9][\w-]{0,63}$/

interface Kept {
  /** Unique, also if a name is used again. */
  id: number
  name: string
  /** Business time, ISO 8601. */
  startedAt: string
  stoppedAt: string | null
  recording: Recording
  /** The result, once it is stopped. */
  script: Promise<string> | undefined
  /** Stops keeping events for this recording. */
  letGo: () => void
}

const view = ({ id, name, startedAt, stoppedAt, recording: { usedWorld } }: Kept): RecordingView => ({
  id,
  name,
  startedAt,
  stoppedAt,
  usedWorld,
})

/** Recordings by name, while this process runs: running ones and stopped ones. */
export class Recordings {
  readonly #kept = new Map<string, Kept>()
  readonly #start: () => Promise<Recording>
  readonly #now: () => number
  readonly #hold: (catchUp: () => Promise<void>) => Promise<() => void>
  #lastId = 0

  /**
   * `now` is business time, in epoch milliseconds; `hold` keeps events from now on, and calls back before a restore
   * removes them.
   */
  constructor(
    start: () => Promise<Recording>,
    now: () => number,
    hold: (catchUp: () => Promise<void>) => Promise<() => void>,
  ) {
    this.#start = start
    this.#now = now
    this.#hold = hold
  }

  /** @throws InputError for an invalid file name, ConflictError for the name of a running recording */
  async start(name: string) {
    if (!validName.test(name)) {
      throw new InputError(
        `${JSON.stringify(name)} is no name of a script. Use letters, digits and hyphens, such as pay-order.`,
        { name },
        { problem: 'not-a-recording-name' },
      )
    }
    this.#mustBeFree(name)
    let recording: Recording | undefined
    const letGo = await this.#hold(async () => recording?.catchUp())
    try {
      recording = await this.#start()
      this.#mustBeFree(name)
    } catch (error) {
      letGo()
      throw error
    }
    this.#kept.get(name)?.letGo()
    this.#lastId += 1
    const kept: Kept = {
      id: this.#lastId,
      name,
      startedAt: this.#time(),
      stoppedAt: null,
      recording,
      script: undefined,
      letGo,
    }
    this.#kept.set(name, kept)
    return view(kept)
  }

  list() {
    return [...this.#kept.values()].map(view)
  }

  /** The script so far, or the whole one once it is stopped. */
  script(name: string): Promise<string> {
    const { script, recording } = this.#find(name)
    return script ?? recording.script(name)
  }

  /** Stops the recording; its script is kept. */
  async stop(name: string) {
    const kept = this.#find(name)
    if (kept.stoppedAt === null) {
      kept.stoppedAt = this.#time()
      kept.script = kept.recording.script(name)
      // The error is reported to those who ask for the script.
      await kept.script.catch(() => undefined)
      kept.letGo()
    }
    return view(kept)
  }

  /** Deletes it, and stops it first if it is running. */
  remove(name: string): void {
    this.#find(name).letGo()
    this.#kept.delete(name)
  }

  #time(): string {
    return new Date(this.#now()).toISOString()
  }

  #mustBeFree(name: string): void {
    if (this.#kept.get(name)?.stoppedAt !== null) return
    throw new ConflictError(
      `"${name}" is being recorded already. Stop it (POST /_sim/recordings/${name}/stop), or give another name.`,
      { name },
      { problem: 'recording-under-way' },
    )
  }

  #find(name: string): Kept {
    const found = this.#kept.get(name)
    if (found) return found
    const known = [...this.#kept.keys()].sort()
    throw new NotFoundError(
      `No recording ${JSON.stringify(name)}. ${known.length > 0 ? `There is: ${known.join(', ')}.` : 'None has been started.'}`,
      { name },
      { problem: 'unknown-recording' },
    )
  }
}

/** `/recordings`: records events as a session script. */
export const recordingRoutes = (recordings: Recordings): ControlRoute[] => [
  controlRoute({
    operation: 'listRecordings',
    method: 'GET',
    path: '/recordings',
    answer: () => json<RecordingView[]>(recordings.list()),
  }),
  controlRoute({
    operation: 'startRecording',
    method: 'POST',
    path: '/recordings',
    body: recordingBody,
    answer: async ({ body: { name } }) => json<RecordingView>(await recordings.start(name), 201),
  }),
  controlRoute({
    operation: 'getRecording',
    method: 'GET',
    path: '/recordings/{name}',
    async answer({ params: { name } }) {
      const body = await recordings.script(name)
      const headers = {
        'Content-Disposition': `attachment; filename="${name}.yaml"`,
        'Cache-Control': 'no-store',
        'Content-Type': 'text/yaml; charset=utf-8',
        'Content-Length': String(Buffer.byteLength(body)),
      }
      return { status: 200, headers, body }
    },
  }),
  controlRoute({
    operation: 'stopRecording',
    method: 'POST',
    path: '/recordings/{name}/stop',
    body: emptyBody,
    answer: async ({ params: { name } }) => json<RecordingView>(await recordings.stop(name)),
  }),
  controlRoute({
    operation: 'deleteRecording',
    method: 'DELETE',
    path: '/recordings/{name}',
    answer({ params: { name } }) {
      recordings.remove(name)
      return noContent
    },
  }),
]
