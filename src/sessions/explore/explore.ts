import { optionsOf, type Screen, type ScreenOption } from '../../client/index.ts'
import type { StepWords } from '../schema.ts'
import { type Finding, ScreenGraph, type ScreenNode } from './screen-graph.ts'
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
  done?(situation: Situation, screens: readonly ScreenNode[]): void
}

export interface Exploration {
  screens: ScreenNode[]
  findings: Finding[]
}

/** Walks every path of a USSD app, from each situation, with a copy of the world for each answer. */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const result: Exploration = { screens: [], findings: [] }
  for (const situation of options.situations) {
    const { screens, findings } = await new Walk(situation, options).run()
    result.screens.push(...screens)
    result.findings.push(...findings)
    options.done?.(situation, screens)
  }
  return result
}

interface Arrival {
  screen: Screen
  node: ScreenNode
}

class Walk {
  readonly #situation: Situation
  readonly #options: ExploreOptions
  readonly #graph = new ScreenGraph()
  readonly #findings: Finding[] = []
  #cutShort = false
  readonly #waiting: Array<{ node: ScreenNode; world: ForkableWorld | undefined }> = []

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
          if (this.#graph.all.length >= mostScreens) this.#cutShort = true
          else await this.#leave(next.node, next.world, start)
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
      for (const trap of this.#graph.traps())
        this.#report('no-way-on', 'No answer leads to an end from here.', trap)
    }
    return { screens: this.#graph.all, findings: this.#findings }
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
  async #leave(from: ScreenNode, world: ForkableWorld | undefined, start: ForkableWorld): Promise<void> {
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
          const node = { ...from, path, screen }
          await this.#check(own, node)
          await own.close()
          this.#judge(attempt, from, { options, arrived: { screen, node: from }, wrongReplies })
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
    { screen, path, from }: { screen: Screen | null; path: StepWords[]; from: ScreenNode },
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
      node: await this.#arrive(world, screen, { path, late, ...this.#same(kind, from, screen) }),
    }
  }

  /** A wrong answer that shows the same options again leads to no new screen, whatever the text above them. */
  #same(kind: Try['kind'], from: ScreenNode, screen: Screen): { node?: ScreenNode } {
    const asked = kind === 'wrong' && asksAgain(screen, from.screen)
    return asked && !this.#options.foreign ? { node: from } : {}
  }

  /** Adds a screen, checks it if it is new, and keeps the world if there is more to try. */
  async #arrive(
    world: ForkableWorld,
    screen: Screen,
    { path, late, node: same }: { path: readonly StepWords[]; late: boolean; node?: ScreenNode },
  ): Promise<ScreenNode> {
    const known = this.#graph.find(screen, late)
    if (known || same) {
      if (same && !known) await this.#check(world, { ...same, screen, path })
      await world.close()
      return known ?? (same as ScreenNode)
    }
    const node: ScreenNode = { situation: this.#situation, screen, path, late, ways: new Set() }
    this.#graph.add(node)
    await this.#check(world, node)
    const answers = path.filter(({ dials }) => dials === undefined).length
    const deep = answers >= (this.#options.depth ?? Number.POSITIVE_INFINITY)
    if (deep) this.#cutShort = true
    const more = screen.status === 'open' && !deep
    const kept = more && !this.#options.foreign
    if (more) this.#waiting.push({ node, world: kept ? world : undefined })
    if (!kept) await world.close()
    return node
  }

  async #check(world: ForkableWorld, node: ScreenNode): Promise<void> {
    this.#look(node)
    for (const { text, warnings = [] } of await world.client.phone(this.#situation.msisdn).messages()) {
      // The text may have ids in it, so that it differs each time; its warnings are reported once.
      for (const { message } of warnings)
        this.#report('sms', message, { ...node, screen: { ...node.screen, text } })
    }
    const audit = await world.client.audit()
    if (!audit.ok)
      this.#report('ledger', `The ledger does not add up: ${JSON.stringify(audit.problems)}`, node)
  }

  /** Reports what is wrong with a screen itself. */
  #look(node: Pick<ScreenNode, 'path' | 'screen'>): void {
    const { screen } = node
    if (screen.status === 'failed') this.#report('crashed', screen.error ?? 'The app failed.', node)
    for (const { code, message } of screen.warnings) {
      this.#report(code === 'too-long' || code === 'not-gsm' ? 'does-not-fit' : 'warned', message, node)
    }
  }

  #judge(
    { kind, what }: Try,
    from: ScreenNode,
    of: { options: readonly ScreenOption[]; arrived: Arrival; wrongReplies: Set<string> },
  ): void {
    const { arrived, wrongReplies } = of
    const { screen, node } = arrived
    const reply = replyOf(screen)
    if (node !== from) from.ways.add(node)
    if (kind === 'wrong') {
      if (of.options.length > 0) wrongReplies.add(reply)
      if (this.#options.foreign || screen.status === 'failed') return
      if (!asksAgain(screen, from.screen)) {
        const message = `${sentence(what)} is taken as an answer; it shows ${JSON.stringify(screen.text)}.`
        this.#report('wrong-answer-taken', message, from)
      }
    } else if (kind === 'option' && (node === from || wrongReplies.has(reply))) {
      this.#report('leads-nowhere', `${sentence(what)} leads nowhere: it does what a wrong key does.`, from)
    }
  }

  #report(
    kind: Finding['kind'],
    message: string,
    { path, screen }: Pick<ScreenNode, 'path' | 'screen'>,
  ): void {
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
