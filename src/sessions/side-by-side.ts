import type { Said } from './conversation.ts'
import type { Script } from './parse.ts'
import type { Outcome } from './play-script.ts'
import type { ScriptPlayer } from './player.ts'

/** A running script; its reports are buffered until somebody listens. */
class Playing {
  readonly #outcome: Promise<Outcome>
  #kept: Said[] = []
  #say = (said: Said): void => void this.#kept.push(said)

  constructor(script: Script, player: ScriptPlayer, over: (outcome: Outcome) => void) {
    this.#outcome = player.play(script, (said) => this.#say(said))
    // If the script cannot be played at all, `listen` rejects.
    this.#outcome.then(over, () => undefined)
  }

  listen(say: (said: Said) => void): Promise<Outcome> {
    for (const said of this.#kept) say(said)
    this.#kept = []
    this.#say = say
    return this.#outcome
  }
}

/** Runs scripts in parallel, at most `player.jobs` at once, and reports them in order. */
export class SideBySide {
  readonly #scripts: readonly Script[]
  readonly #player: ScriptPlayer
  readonly #enough: (failed: boolean) => boolean
  readonly #begun: Playing[] = []
  #turn = 0
  #underWay = 0
  #failed = false

  /** @param enough whether to stop starting scripts early; `failed` says whether one has failed so far */
  constructor(scripts: readonly Script[], player: ScriptPlayer, enough: (failed: boolean) => boolean) {
    this.#scripts = scripts
    this.#player = player
    this.#enough = enough
  }

  /** Reports the events and the outcome of a script. Call it for each script, in order. */
  async tell(index: number, say: (said: Said) => void): Promise<Outcome> {
    this.#turn = index
    this.#beginMore()
    const playing = this.#begun[index]
    if (!playing) throw new Error(`Script ${index} is told of before its turn.`)
    return playing.listen(say)
  }

  #beginMore(): void {
    for (const script of this.#scripts.slice(this.#begun.length)) {
      const ahead = this.#begun.length > this.#turn
      if (this.#underWay >= this.#player.jobs || (ahead && this.#enough(this.#failed))) return
      this.#begin(script)
    }
  }

  #begin(script: Script): void {
    const index = this.#begun.length
    this.#underWay += 1
    const over = ({ failure }: Outcome) => {
      this.#underWay -= 1
      this.#failed ||= failure !== undefined
      // After the current script the caller decides first whether more scripts start.
      if (index !== this.#turn) this.#beginMore()
    }
    this.#begun.push(new Playing(script, this.#player, over))
  }
}
