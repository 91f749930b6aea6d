import type { Request, Response, Router } from 'express'
import { ConflictError, InputError, NotFoundError } from '../kernel/index.ts'
import { type RecordingView, recordingBody } from '../terms/sim/recording.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { parse } from './schema.ts'

/** A session while it is recorded. What writes it stands on no floor of this house, and is handed in. */
export interface Recording {
  /** Whether something had happened in this world before: a replay begins with a fresh one. */
  readonly usedWorld: boolean
  /** Reads the timeline to its end, for a restore is about to take it away. Never throws. */
  catchUp(): Promise<void>
  /** @throws ConflictError where there is nothing that a script could hold */
  script(name: string): Promise<string>
}

const validName = /^[A-Za-z0-9][\w-]{0,63}$/

interface Kept {
  /** Of no other one, also where a name is used again. */
  id: number
  name: string
  /** Business time, ISO 8601. */
  startedAt: string
  stoppedAt: string | null
  recording: Recording
  /** What it came to, once it is stopped. */
  script: Promise<string> | undefined
  /** What happens meanwhile may be let go from now on. */
  letGo: () => void
}

const view = ({ id, name, startedAt, stoppedAt, recording: { usedWorld } }: Kept): RecordingView => ({
  id,
  name,
  startedAt,
  stoppedAt,
  usedWorld,
})

/** Recordings under their names, for as long as this process runs: those under way, and those that were stopped. */
export class Recordings {
  readonly #kept = new Map<string, Kept>()
  readonly #start: () => Promise<Recording>
  readonly #now: () => number
  readonly #hold: (catchUp: () => Promise<void>) => Promise<() => void>
  #lastId = 0

  /**
   * `now` is business time, in epoch milliseconds; `hold` keeps what happens from now on, and calls back before a restore
   * takes it away.
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

  /** @throws InputError for what is no name of a file, ConflictError for the name of one under way */
  async start(name: string) {
    if (!validName.test(name)) {
      throw new InputError(
        `${JSON.stringify(name)} is no name of a script. Use letters, digits and hyphens, such as pay-order.`,
        { name },
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

  /** So far, or all of it once it is stopped. */
  script(name: string): Promise<string> {
    const { script, recording } = this.#find(name)
    return script ?? recording.script(name)
  }

  /** Ends it; its script stays. */
  async stop(name: string) {
    const kept = this.#find(name)
    if (kept.stoppedAt === null) {
      kept.stoppedAt = this.#time()
      kept.script = kept.recording.script(name)
      // Whoever asks for the script is told why there is none.
      await kept.script.catch(() => undefined)
      kept.letGo()
    }
    return view(kept)
  }

  /** Forgets it, and ends it before where it is under way. */
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
    )
  }

  #find(name: string): Kept {
    const found = this.#kept.get(name)
    if (found) return found
    const known = [...this.#kept.keys()].sort()
    throw new NotFoundError(
      `No recording ${JSON.stringify(name)}. ${known.length > 0 ? `There is: ${known.join(', ')}.` : 'None has been started.'}`,
      { name },
    )
  }
}

/** `/recordings`: what happens, as a session script. */
export function recordingRoutes(routes: Router, recordings: Recordings): void {
  const name = (request: Request) => String(request.params.name)
  routes.get('/recordings', (_, response: Response<RecordingView[]>) => {
    response.json(recordings.list())
  })
  routes.post('/recordings', async (request, response: Response<RecordingView>) => {
    const wanted = parse(recordingBody, request.body, 'body')
    response.status(201).json(await recordings.start(wanted.name))
  })
  routes.get('/recordings/:name', async (request, response: Response) => {
    const script = await recordings.script(name(request))
    response.setHeader('Content-Disposition', `attachment; filename="${name(request)}.yaml"`)
    response.setHeader('Cache-Control', 'no-store')
    response.type('text/yaml').send(script)
  })
  routes.post('/recordings/:name/stop', async (request, response: Response<RecordingView>) => {
    parse(emptyBody, request.body, 'body')
    response.json(await recordings.stop(name(request)))
  })
  routes.delete('/recordings/:name', (request, response) => {
    recordings.remove(name(request))
    response.status(204).end()
  })
}
