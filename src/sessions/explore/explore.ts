import { optionsOf, type Screen, type ScreenOption } from '../../client/index.ts'
import type { StepWords } from '../schema.ts'
import { type Finding, type Place, Places } from './graph.ts'
import { type Try, triesAt } from './tries.ts'
import { act, arrange, type ForkableWorld, type Situation } from './world.ts'

export interface ExploreOptions {
  /** A fresh world with a frozen clock. */
  newWorld(): Promise<ForkableWorld>
  situations: readonly Situation[]
  /** The maximum number of answers after the dial; no limit if absent. */
  depth?: number | undefined
  /** At most this many screens per situation, since an app that numbers its screens has no end. 2,000 by default. */
  mostScreens?: number
  /**
   * The app keeps its sessions outside the world, so a copy of the world does not copy them: each path is
   * dialled from the start. A wrong answer may end the session in such an app, so that is no finding.
   */
  foreign?: boolean
  /** Called after each situation. */
  done?(situation: Situation, places: readonly Place[]): void
}

export interface Exploration {
  places: Place[]
  findings: Finding[]
}

/** Walks every path of a USSD app, from each situation, with a copy of the world for each answer. */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const result: Exploration = { places: [], findings: [] }
  for (const situation of options.situations) {
    const { places, findings } = await new Walk(situation, options).run()
    result.places.push(...places)
    result.findings.push(...findings)
    options.done?.(situation, places)
  }
  return result
}

interface Arrival {
  screen: Screen
  place: Place
}

class Walk {
  readonly #situation: Situation
  readonly #options: ExploreOptions
  readonly #places = new Places()
  readonly #findings: Finding[] = []
  #cutShort = false
  readonly #waiting: Array<{ place: Place; world: ForkableWorld | undefined }> = []

  constructor(situation: Situation, options: ExploreOptions) {
    this.#situation = situation
    this.#options = options
  }

  async run(): Promise<Exploration> {
    const { newWorld, mostScreens = 2_000 } = this.#options
    const start = await newWorld()
    try {
      await arrange(start, this.#situation)
      await this.#begin(start)
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        try {
          if (this.#places.all.length >= mostScreens) this.#cutShort = true
          else await this.#leave(next.place, next.world, start)
        } finally {
          await next.world?.close()
        }
      }
    } finally {
      for (const { world } of this.#waiting) await world?.close()
      await start.close()
    }
    // Where the walk was cut short, the paths to an end may be unseen.
    if (!this.#cutShort) {
      for (const trap of this.#places.traps())
        this.#report('no-way-on', 'No answer leads to an end from here.', trap)
    }
    return { places: this.#places.all, findings: this.#findings }
  }

  async #begin(start: ForkableWorld): Promise<void> {
    const { msisdn, code, prompted } = this.#situation
    if (prompted) {
      const world = await start.fork()
      const screen = await world.client.phone(msisdn).prompted({ waitMs: 0 })
      await this.#arrive(world, screen, { path: [], late: false })
    }
    const world = await start.fork()
    const path = [{ dials: code }]
    await this.#arrive(world, await world.client.phone(msisdn).dial(code), { path, late: false })
  }

  /** Tries every answer at a screen, each in a copy of the world that shows it. */
  async #leave(from: Place, world: ForkableWorld | undefined, start: ForkableWorld): Promise<void> {
    const options = optionsOf(from.screen.text)
    const wrongReplies = new Set<string>()
    // The copy in which a wrong answer only repeated the question, and the path to it.
    let again: { world: ForkableWorld; path: readonly StepWords[] } | undefined
    for (const attempt of triesAt(options, { late: from.late, hesitation: this.#situation.hesitation })) {
      const here = attempt.inRow ? again : undefined
      if (!here) await again?.world.close()
      again = undefined
      const own = here?.world ?? (await (world ?? start).fork())
      const path = [...(here?.path ?? from.path), attempt.step]
      let screen: Screen | null = null
      try {
        if (!world && !here) for (const step of from.path) await act(own, this.#situation, step)
        screen = await act(own, this.#situation, attempt.step)
      } catch (error) {
        await own.close()
        const why = error instanceof Error ? error.message : String(error)
        this.#report('walk-failed', `${sentence(attempt.what)}: ${why}`, { ...from, path })
        continue
      }
      if (attempt.probe && screen && screen.status !== 'failed') {
        if (options.length > 0 && asksAgain(screen, from.screen)) {
          this.#look({ screen, path })
          again = { world: own, path }
        } else {
          const place = { ...from, path, screen }
          await this.#check(own, place)
          await own.close()
          this.#judge(attempt, from, { options, arrived: { screen, place: from }, wrongReplies })
        }
        continue
      }
      const arrived = await this.#follow(own, attempt, { screen, path, from })
      if (arrived) this.#judge(attempt, from, { options, arrived, wrongReplies })
    }
    await again?.world.close()
  }

  /** Records the screen after an answer; if the session has ended, dials again, which needs no open screen. */
  async #follow(
    world: ForkableWorld,
    { kind }: Try,
    { screen, path, from }: { screen: Screen | null; path: StepWords[]; from: Place },
  ): Promise<Arrival | undefined> {
    const late = from.late || (kind === 'hesitate' && screen?.status === 'open')
    if (kind === 'hang-up' || (kind === 'hesitate' && screen?.status !== 'open')) {
      const { code } = this.#situation
      const again = await act(world, this.#situation, { dials: code })
      if (again) await this.#arrive(world, again, { path: [...path, { dials: code }], late })
      else await world.close()
      return undefined
    }
    if (!screen) {
      await world.close()
      return undefined
    }
    return {
      screen,
      place: await this.#arrive(world, screen, { path, late, ...this.#same(kind, from, screen) }),
    }
  }

  /** A wrong answer that shows the same options again leads to no new screen, whatever the text above them. */
  #same(kind: Try['kind'], from: Place, screen: Screen): { place?: Place } {
    const asked = kind === 'wrong' && asksAgain(screen, from.screen)
    return asked && !this.#options.foreign ? { place: from } : {}
  }

  /** Adds a screen, checks it if it is new, and keeps the world if there is more to try. */
  async #arrive(
    world: ForkableWorld,
    screen: Screen,
    { path, late, place: same }: { path: readonly StepWords[]; late: boolean; place?: Place },
  ): Promise<Place> {
    const known = this.#places.find(screen, late)
    if (known || same) {
      if (same && !known) await this.#check(world, { ...same, screen, path })
      await world.close()
      return known ?? (same as Place)
    }
    const place: Place = { situation: this.#situation, screen, path, late, ways: new Set() }
    this.#places.add(place)
    await this.#check(world, place)
    const answers = path.filter(({ dials }) => dials === undefined).length
    const deep = answers >= (this.#options.depth ?? Number.POSITIVE_INFINITY)
    if (deep) this.#cutShort = true
    const more = screen.status === 'open' && !deep
    const kept = more && !this.#options.foreign
    if (more) this.#waiting.push({ place, world: kept ? world : undefined })
    if (!kept) await world.close()
    return place
  }

  async #check(world: ForkableWorld, place: Place): Promise<void> {
    this.#look(place)
    for (const { text, warnings = [] } of await world.client.phone(this.#situation.msisdn).messages()) {
      // The text may have ids in it, so that it differs each time; its warnings are reported once.
      for (const { message } of warnings)
        this.#report('sms', message, { ...place, screen: { ...place.screen, text } })
    }
    const audit = await world.client.audit()
    if (!audit.ok)
      this.#report('ledger', `The ledger does not add up: ${JSON.stringify(audit.problems)}`, place)
  }

  /** Reports what is wrong with a screen itself. */
  #look(place: Pick<Place, 'path' | 'screen'>): void {
    const { screen } = place
    if (screen.status === 'failed') this.#report('crashed', screen.error ?? 'The app failed.', place)
    for (const { code, message } of screen.warnings) {
      this.#report(code === 'too-long' || code === 'not-gsm' ? 'does-not-fit' : 'warned', message, place)
    }
  }

  #judge(
    { kind, what }: Try,
    from: Place,
    of: { options: readonly ScreenOption[]; arrived: Arrival; wrongReplies: Set<string> },
  ): void {
    const { arrived, wrongReplies } = of
    const { screen, place } = arrived
    const reply = replyOf(screen)
    if (place !== from) from.ways.add(place)
    if (kind === 'wrong') {
      if (of.options.length > 0) wrongReplies.add(reply)
      if (this.#options.foreign || screen.status === 'failed') return
      if (!asksAgain(screen, from.screen)) {
        const message = `${sentence(what)} is taken as an answer; it shows ${JSON.stringify(screen.text)}.`
        this.#report('wrong-answer-taken', message, from)
      }
    } else if (kind === 'option' && (place === from || wrongReplies.has(reply))) {
      this.#report('leads-nowhere', `${sentence(what)} leads nowhere: it does what a wrong key does.`, from)
    }
  }

  #report(kind: Finding['kind'], message: string, { path, screen }: Pick<Place, 'path' | 'screen'>): void {
    const { name: situation } = this.#situation
    const { text, answer, diagnosis } = screen
    const why = kind === 'crashed' ? { answer, diagnosis } : {}
    this.#findings.push({ kind, message, situation, path, text, ...why })
  }
}

const replyOf = ({ status, text }: Screen) => `${status} ${text}`

/** The same question again, whatever the text above it. */
function asksAgain(screen: Screen, before: Screen): boolean {
  return screen.status === 'open' && sameOptions(screen, before)
}

function sameOptions(one: Screen, other: Screen): boolean {
  const listed = ({ text }: Screen) => JSON.stringify(optionsOf(text))
  return listed(one) === listed(other)
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
