import type { Entry, Teller } from '../../events/telling.ts'

/** All that had the same cause: one line on the timeline, which opens to its lines. */
export interface Group {
  /** The trace, or the id of an entry without one. */
  key: string
  /** In order. */
  entries: Entry[]
  /** Grows with each entry. */
  version: number
}

/** Which lines are wanted. */
export interface Wanted {
  phone: string
  /** A family of kinds. */
  kind: string
  /** In small letters. */
  words: string
  /** Whether hops, requests that succeed and what the ledger moved are shown too. */
  internals: boolean
}

export interface Shown {
  key: string
  /** The lines that are wanted, in order; never none. */
  lines: readonly Entry[]
  /** What the group is called by. */
  heading: Entry
  /** The last line besides the heading, or the last by which something went wrong. */
  latest: Entry | undefined
  trouble: boolean
}

type Text = (entry: Entry) => string

/** Groups entries as they come, so that one more costs no look at all others. */
export class Groups {
  readonly #teller: Teller
  readonly #familyOf: (entry: Entry) => string
  readonly #textOf: Text
  readonly #groups = new Map<string, Group>()
  readonly #found = new WeakMap<Group, { version: number; of: string; shown: Shown | undefined }>()
  /** Of all that it took. */
  readonly phones = new Set<string>()
  readonly kinds = new Set<string>()
  readonly #taken = [0, 0]
  #first: Entry | undefined
  #firstOlder: Entry | undefined

  /** @param textOf all that is searched for words, in small letters */
  constructor(teller: Teller, familyOf: (entry: Entry) => string, textOf: Text) {
    this.#teller = teller
    this.#familyOf = familyOf
    this.#textOf = textOf
  }

  /**
   * Takes entries in the order of their arrival, and older ones in the order in which they were read: those that it has,
   * and more. Others begin it anew.
   */
  take(arrived: readonly Entry[], older: readonly Entry[] = []): void {
    const [taken = 0, takenOlder = 0] = this.#taken
    const goesOn = arrived[0] === this.#first && arrived.length >= taken
    const olderGoesOn = takenOlder === 0 || (older[0] === this.#firstOlder && older.length >= takenOlder)
    if (!goesOn || !olderGoesOn) {
      this.#groups.clear()
      this.phones.clear()
      this.kinds.clear()
      this.#taken.fill(0)
    }
    this.#first = arrived[0]
    this.#firstOlder = older[0]
    for (const [source, entries] of [arrived, older].entries()) {
      for (const entry of entries.slice(this.#taken[source])) this.#add(entry)
      this.#taken[source] = entries.length
    }
  }

  #add(entry: Entry): void {
    const key = entry.trace ?? entry.id
    const group = this.#groups.get(key) ?? { key, entries: [], version: 0 }
    this.#groups.set(key, group)
    group.version++
    if (entry.phone !== null) this.phones.add(entry.phone)
    this.kinds.add(this.#familyOf(entry))
    const { entries } = group
    // An exchange comes when it is over, and stands where it began.
    let at = entries.length
    while (at > 0 && (entries[at - 1] as Entry).place > entry.place) at--
    entries.splice(at, 0, entry)
  }

  /** The groups that have wanted lines, the newest first. */
  shown(wanted: Wanted): Shown[] {
    const of = JSON.stringify(wanted)
    const all: Shown[] = []
    for (const group of this.#groups.values()) {
      let found = this.#found.get(group)
      if (found?.version !== group.version || found.of !== of) {
        found = { version: group.version, of, shown: this.#shownOf(group, wanted) }
        this.#found.set(group, found)
      }
      if (found.shown) all.push(found.shown)
    }
    return all.sort((one, other) => placeOf(other) - placeOf(one))
  }

  #shownOf({ key, entries }: Group, { phone, kind, words, internals }: Wanted): Shown | undefined {
    const matching = entries.filter(
      (entry) =>
        (phone === '' || entry.phone === phone) &&
        (kind === '' || this.#familyOf(entry) === kind) &&
        (words === '' || this.#textOf(entry).includes(words)),
    )
    const told = matching.filter((entry) => this.#teller.rankOf(entry) !== 'internal')
    // Who asks for a kind, or for words that only an internal has, is shown it.
    const searched = kind !== '' || (words !== '' && told.length === 0)
    const lines = internals || searched ? matching : told
    const heading = this.#headingOf(told.length > 0 ? told : lines)
    if (!heading) return undefined
    const others = lines.filter((entry) => entry !== heading)
    const troubled = (entry: Entry) => this.#teller.isTrouble(entry)
    return {
      key,
      lines,
      heading,
      latest:
        others.findLast(troubled) ??
        others.findLast((entry) => this.#teller.rankOf(entry) !== 'internal') ??
        others.at(-1),
      trouble: lines.some(troubled),
    }
  }

  /** How it ended, else how it began, else the first that a person would tell. */
  #headingOf(lines: readonly Entry[]): Entry | undefined {
    const ranked = (rank: string) => (entry: Entry) => this.#teller.rankOf(entry) === rank
    return lines.findLast(ranked('outcome')) ?? lines.find(ranked('main')) ?? lines[0]
  }
}

const placeOf = ({ lines }: Shown) => lines.at(-1)?.place ?? 0
