import { createHash, randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { Port } from '../client/index.ts'
import { sentWorld, type WorldsByName } from '../control/index.ts'
import {
  asSent,
  ConflictError,
  type HttpAnswer,
  InputError,
  inLowerCase,
  instantMilliseconds,
  type NoAnswer,
  NotFoundError,
  pathOf,
  problemAnswer,
  problemNamed,
  type RequestInProcess,
  sendAnswer,
} from '../kernel/index.ts'
import { formatDuration } from '../terms/index.ts'
import { defaultWorld, type NamedWorld, type NewWorld, worldNameProblem } from '../terms/sim/named-world.ts'
import { type Beginning, type OpenWorld, openWorld } from './open-world.ts'
import { type Prepared, prepareFor } from './prepared.ts'
import type { SimulatorOptions } from './simulator-options.ts'

/** How many worlds there may be beside the one that a server begins with. */
const usualMost = 256
/** How long a world may be unused, in real milliseconds. */
export const usualIdleMs = 30 * 60_000
/** How often it is looked whether one is, at the least. */
const sweepMs = 60_000
/** How long an answer under way may take once its world is to end, in real milliseconds. */
const hurryMs = 1_000
/** Of so many worlds that ended it is known why. */
const mostEnded = 1_000
/** So many kinds of worlds are kept ready to be copied. */
const mostTemplates = 8

/** A world that is open. */
interface Named {
  name: string
  world: OpenWorld
  openedAt: number
  usedAt: number
  /** How many requests are under way in it. */
  under: number
  /** Called when the last of them has its answer. */
  drained: (() => void) | undefined
  /** Breaks off those over a socket. */
  cut: Set<() => void>
}

export interface NamedWorldsParts {
  /** The server's own world, once it is open. */
  own: () => OpenWorld
  prepared: Prepared
  /** Where the server listens; undefined if it does not. */
  url: () => string | undefined
  most?: number | undefined
  /** Undefined: worlds stay until they are ended. */
  idleMs?: number | undefined
  /** Real time, in milliseconds. */
  now?: () => number
}

/** The worlds that are opened by name on a server, each in memory: their beginning, their use and their end. */
export class NamedWorlds implements WorldsByName {
  readonly #parts: NamedWorldsParts
  readonly #now: () => number
  readonly #most: number
  readonly #worlds = new Map<string, Named>()
  /** Those that are being opened. */
  readonly #opening = new Map<string, Promise<Named>>()
  /** Those that are being ended. */
  readonly #ending = new Set<Promise<void>>()
  readonly #ended = new Map<string, string>()
  readonly #templates = new Map<string, Promise<{ prepared: Prepared; bytes: Buffer }>>()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(parts: NamedWorldsParts) {
    this.#parts = parts
    this.#now = parts.now ?? (() => Date.now())
    this.#most = parts.most ?? usualMost
  }

  async open(wanted: NewWorld): Promise<NamedWorld> {
    await this.enter(wanted)
    return this.find(wanted.name)
  }

  /** Opens a world, to be driven in this process. */
  async enter(wanted: NewWorld): Promise<OpenWorld> {
    const { name } = wanted
    const problem = worldNameProblem(name)
    if (problem !== undefined)
      throw new InputError(
        `${JSON.stringify(shown(name))} ${problem}.`,
        { name },
        { problem: 'not-a-world-name' },
      )
    await this.sweep()
    if (this.#closed) throw new ConflictError('The server is stopping: it opens no world.')
    if (name === defaultWorld || this.#worlds.has(name) || this.#opening.has(name))
      throw new ConflictError(
        `There is a world ${name} already. Take another name, or end it first: DELETE /_sim/worlds/${name}.`,
        { name },
        { problem: 'world-is-there' },
      )
    const count = this.#worlds.size + this.#opening.size
    if (count >= this.#most)
      throw new ConflictError(
        `There are ${count} worlds, and no more may be open at once. End one: DELETE /_sim/worlds/NAME.`,
        { worlds: count },
        { problem: 'too-many-worlds' },
      )
    const opening = this.#open(wanted)
    this.#opening.set(name, opening)
    try {
      const opened = await opening
      this.#worlds.set(name, opened)
      this.#ended.delete(name)
      this.#beginSweeping()
      return opened.world
    } finally {
      this.#opening.delete(name)
    }
  }

  list(): Promise<NamedWorld[]> {
    return Promise.all([...this.#worlds.values()].map((one) => this.#view(one)))
  }

  async find(name: string): Promise<NamedWorld> {
    return this.#view(this.#get(name))
  }

  async end(name: string): Promise<void> {
    if (name === defaultWorld)
      throw new ConflictError(
        'The world default is that of the server, and ends with it.',
        { name },
        { problem: 'own-world' },
      )
    await this.#opening.get(name)?.catch(() => {})
    await this.#end(this.#get(name), 'was ended')
  }

  /** Ends a world, if it is still that of this name. */
  async leave(name: string, world: OpenWorld): Promise<void> {
    const found = this.#worlds.get(name)
    if (found?.world === world) await this.#end(found, 'was ended')
  }

  /** Ends the worlds that nobody has used for long. */
  async sweep(): Promise<void> {
    const { idleMs } = this.#parts
    if (idleMs === undefined) return
    const latest = this.#now() - idleMs
    const idle = [...this.#worlds.values()].filter(({ under, usedAt }) => under === 0 && usedAt <= latest)
    const why = `was ended, since nobody had used it for ${formatDuration(idleMs)}`
    await Promise.all(idle.map((one) => this.#end(one, why)))
  }

  /** Ends all. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await Promise.allSettled(this.#opening.values())
    for (const one of this.#worlds.values()) this.#end(one, 'ended with its server')
    await Promise.all(this.#ending)
  }

  has(name: string): boolean {
    return this.#worlds.has(name)
  }

  hasEnded(name: string): boolean {
    return this.#ended.has(name)
  }

  /** Answers a request over a socket to the world of this name. */
  receive(name: string, ...[request, response]: Parameters<RequestListener>): void {
    const found = this.#worlds.get(name)
    if (!found) return void sendAnswer(response, this.#nowhere(name))
    this.#begin(found)
    const cut = () => void response.destroy()
    found.cut.add(cut)
    response.once('close', () => {
      found.cut.delete(cut)
      this.#done(found)
    })
    found.world.listener(request, response)
  }

  /** The same for a request of this process. */
  async answer(name: string, request: RequestInProcess): Promise<HttpAnswer | NoAnswer> {
    const found = this.#worlds.get(name)
    if (!found) return asSent(this.#nowhere(name), request.method)
    if (isOfServer(request.url)) return this.#parts.own().reception.answer(request)
    this.#begin(found)
    try {
      return await found.world.reception.answer(request)
    } finally {
      this.#done(found)
    }
  }

  /** Drives the world that has this name at the time. */
  portOf(name: string): Port {
    if (name === defaultWorld) return this.#parts.own().port
    return {
      fetch: async (request) => {
        const found = this.#worlds.get(name)
        if (found) return found.world.port.fetch(request)
        const { status, headers, body } = this.#nowhere(name)
        return { status, headers: inLowerCase(headers), text: String(body) }
      },
      listen: (...wanted) => this.#get(name).world.port.listen(...wanted),
      uuid: () => this.#get(name).world.port.uuid?.() ?? randomUUID(),
      inWorld: (other) => this.portOf(other),
    }
  }

  #begin(one: Named): void {
    one.under += 1
    one.usedAt = this.#now()
  }

  #done(one: Named): void {
    one.under -= 1
    one.usedAt = this.#now()
    if (one.under === 0) one.drained?.()
  }

  /** @throws NotFoundError */
  #get(name: string): Named {
    const found = this.#worlds.get(name)
    if (found) return found
    throw new NotFoundError(this.#whyNone(name), { name: shown(name) }, { problem: 'unknown-world' })
  }

  /** @param why a world of this name ended */
  #nowhere(name: string, why = this.#ended.get(name)): HttpAnswer {
    const kind = why === undefined ? 'unknown-world' : 'world-ended'
    const answer = problemAnswer(problemNamed(kind, this.#whyNone(name, why)))
    // Browsers keep a 410 for ever, and the world may be opened anew.
    return { ...answer, headers: { ...answer.headers, 'Cache-Control': 'no-store' } }
  }

  #whyNone(name: string, why = this.#ended.get(name)): string {
    if (why !== undefined) return `The world ${name} ${why}. Open it anew: POST /_sim/worlds.`
    return `There is no world ${JSON.stringify(shown(name))} on this server. Open it first: POST /_sim/worlds.`
  }

  async #open(wanted: NewWorld): Promise<Named> {
    const { name } = wanted
    const { prepared, beginning } = await this.#beginningOf(wanted)
    const { url } = this.#parts
    const at = url()
    const seed = wanted.seed ?? (prepared.options.seed && `${prepared.options.seed}/${name}`)
    const world: OpenWorld = await openWorld(prepared, {
      name,
      beginning,
      seed,
      url: at && worldUrl(at, name),
      hasOwnPort: false,
      worlds: this,
      // One that ended does not become another of the same name.
      arrive: async (request) =>
        this.#worlds.get(name)?.world === world
          ? this.answer(name, request)
          : asSent(this.#nowhere(name, 'was ended'), request.method),
    })
    try {
      await world.start()
      if (wanted.from !== undefined && wanted.clock === 'running') await world.kernel.run()
      if (wanted.from !== undefined && wanted.clock === 'frozen')
        await world.kernel.freeze(wanted.at === undefined ? undefined : instantMilliseconds(wanted.at))
    } catch (error) {
      await world.close()
      throw error
    }
    const now = this.#now()
    return { name, world, openedAt: now, usedAt: now, under: 0, drained: undefined, cut: new Set() }
  }

  /** What a new world is a copy of: another as it is now, or one that was made ready. */
  async #beginningOf({
    world,
    from,
    clock,
    at,
  }: NewWorld): Promise<{ prepared: Prepared; beginning: Beginning }> {
    const given = clock === undefined ? {} : { clock, ...(at === undefined ? {} : { at }) }
    if (from === undefined) {
      if (at !== undefined && clock !== 'frozen') throw timeWithoutFrozenClock(at)
      const { prepared, bytes } = await this.#template(world, given)
      return { prepared, beginning: { bytes, hosts: new Set() } }
    }
    if (world !== undefined)
      throw new InputError('A world begins as a copy, or anew: give from or world, and not both.')
    if (at !== undefined && clock !== 'frozen') throw timeWithoutFrozenClock(at)
    const named = from === defaultWorld ? undefined : this.#get(from)
    const origin = named?.world ?? this.#parts.own()
    const prepared = prepareFor(origin.prepared.given, origin.prepared, inMemory(origin.prepared, given))
    if (named) this.#begin(named)
    try {
      return { prepared, beginning: { bytes: await origin.kernel.copy(), hosts: origin.port.hosts } }
    } finally {
      if (named) this.#done(named)
    }
  }

  /** A world that was filled before, since filling one takes longer than copying it. */
  #template(
    world: NewWorld['world'],
    clock: Pick<SimulatorOptions, 'clock' | 'at'>,
  ): Promise<{ prepared: Prepared; bytes: Buffer }> {
    const key = createHash('sha256')
      .update(JSON.stringify([world, clock.clock, clock.at]))
      .digest('hex')
    const known = this.#templates.get(key)
    const template = known ?? this.#makeTemplate(world, clock)
    // The one that was used last stands last.
    this.#templates.delete(key)
    this.#templates.set(key, template)
    template.catch(() => this.#templates.delete(key))
    const [oldest] = this.#templates.keys()
    if (this.#templates.size > mostTemplates && oldest !== undefined) this.#templates.delete(oldest)
    return template
  }

  async #makeTemplate(world: NewWorld['world'], clock: Pick<SimulatorOptions, 'clock' | 'at'>) {
    const { prepared: own } = this.#parts
    const given = world === undefined ? own.given : await readWorld(world, own)
    const prepared = prepareFor(given, own, inMemory(own, clock))
    const { seed } = own.options
    const template = await openWorld(prepared, { seed, url: undefined, hasOwnPort: false, worlds: this })
    try {
      return { prepared, bytes: await template.kernel.copy() }
    } finally {
      await template.close()
    }
  }

  async #end(one: Named, why: string): Promise<void> {
    this.#worlds.delete(one.name)
    this.#ended.set(one.name, why)
    const [oldest] = this.#ended.keys()
    if (this.#ended.size > mostEnded && oldest !== undefined) this.#ended.delete(oldest)
    const ending = this.#closeWorld(one)
    this.#ending.add(ending)
    try {
      await ending
    } finally {
      this.#ending.delete(ending)
    }
  }

  async #closeWorld(one: Named): Promise<void> {
    await one.world.hurry()
    await one.world.stop()
    if (one.under > 0) await this.#drain(one)
    for (const cut of one.cut) cut()
    await one.world.close()
    if (this.#worlds.size === 0) this.#stopSweeping()
  }

  #drain(one: Named): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, hurryMs)
      one.drained = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #beginSweeping(): void {
    const { idleMs } = this.#parts
    if (idleMs === undefined || this.#timer) return
    this.#timer = setInterval(() => void this.sweep(), Math.min(sweepMs, idleMs)).unref()
  }

  #stopSweeping(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #view({ name, world, openedAt, usedAt, under }: Named): Promise<NamedWorld> {
    const { idleMs, url } = this.#parts
    const base = url()
    const { mode, now } = await world.kernel.clock()
    const iso = (at: number) => new Date(at).toISOString()
    return {
      name,
      url: worldUrl(base ?? '', name),
      hostUrl: base === undefined ? null : hostUrlOf(base, name),
      openedAt: iso(openedAt),
      usedAt: iso(usedAt),
      endsAt: idleMs === undefined || under > 0 ? null : iso(usedAt + idleMs),
      clock: { mode, now: iso(now) },
    }
  }
}

/**
 * Worlds are their server's, whichever of them is asked: one that is ended by itself need not wait for that answer, and one
 * that is not there can be opened.
 */
export const isOfServer = (url: string): boolean => /^\/_sim\/worlds(?:\/|$)/i.test(pathOf(url))

/** The options of a world in memory without a port; the clock is that of its server, where it asks for none. */
function inMemory({ options }: Prepared, given: Pick<SimulatorOptions, 'clock' | 'at'>): SimulatorOptions {
  const { data, port, atSandbox, africasTalking, tls, ...rest } = options
  if (given.clock === undefined) return rest
  const { clock: _, at: __, ...others } = rest
  return { ...others, ...given }
}

/** @throws InputError */
async function readWorld(world: NonNullable<NewWorld['world']>, { providers }: Prepared) {
  if (typeof world !== 'string') return sentWorld(world, providers)
  // Loaded only here: it brings the YAML parser.
  const { parseWorld } = await import('../control/world-file.ts')
  return parseWorld(world, 'world', providers, { isSent: true })
}

/** The base URL of a world, below that of its server. */
export const worldUrl = (server: string, name: string) => `${server}/w/${name}`

function hostUrlOf(base: string, name: string): string {
  const url = new URL(base)
  return `${url.protocol}//${name}.localhost:${url.port}`
}

const timeWithoutFrozenClock = (at: string) =>
  new InputError('A time is for a frozen clock. Give clock: "frozen" too, or leave at out.', { at })

const shown = (name: string) => (name.length > 80 ? `${name.slice(0, 80)}…` : name)
