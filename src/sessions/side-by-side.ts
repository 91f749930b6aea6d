import type { Said } from './conversation.ts'
import type { Script } from './parse.ts'
import type { Outcome } from './play-script.ts'
import type { ScriptPlayer } from './player.ts'

/** A script that is being played; what is said before anybody listens is kept for who does. */
class Playing {
  readonly #outcome: Promise<Outcome>
  #kept: Said[] = []
  #say = (said: Said): void => void this.#kept.push(said)

  constructor(script: Script, player: ScriptPlayer, over: (outcome: Outcome) => void) {
    this.#outcome = player.play(script, (said) => this.#say(said))
    // One that cannot be played at all is told to whoever listens.
    this.#outcome.then(over, () => undefined)
  }

  listen(say: (said: Said) => void): Promise<Outcome> {
    for (const said of this.#kept) say(said)
    this.#kept = []
    this.#say = say
    return this.#outcome
  }
}

/** Begins scripts in their order, as many at once as the player plays, whose turn to be told of comes in that order. */
export class SideBySide {
  readonly #scripts: readonly Script[]
  readonly #player: ScriptPlayer
  readonly #enough: (failed: boolean) => boolean
  readonly #begun: Playing[] = []
  #turn = 0
  #underWay = 0
  #failed = false

  /** @param enough whether none is to begin before its turn; it is told whether one has failed so far */
  constructor(scripts: readonly Script[], player: ScriptPlayer, enough: (failed: boolean) => boolean) {
    this.#scripts = scripts
    this.#player = player
    this.#enough = enough
  }

  /** It is this script's turn: tells what is said, and how it ended. To be called for each, in order. */
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
      // Whoever tells may have had enough when the script whose turn it is has ended.
      if (index !== this.#turn) this.#beginMore()
    }
    this.#begun.push(new Playing(script, this.#player, over))
  }
}
