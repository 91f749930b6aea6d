import type { LanguageTag } from '../../terms/index.ts'
import { moneyIn } from '../../terms/index.ts'
import type { MovementData } from '../../terms/sim/timeline-entry.ts'
import { type Entry, type HttpEntry, isHttp } from '../entries.ts'
import type { EventKind, Events } from '../index.ts'
import { isTroubleIn, type Rank, type Ranks, rankIn } from './rank.ts'

/** What a sentence is made with, beside the data of its event. */
export interface Speaker {
  /** The person whose phone the event is about: the name, or the number where nobody knows the name. */
  who: string
  /** The name of the person with a phone, or the number. */
  nameOf(phone: string): string
  /** `12.50 EUR`. */
  money(amount: string, currency: string): string
}

/** The sentences of kinds of events, without a full stop at their end. */
export type Sentences = { readonly [Kind in EventKind]?: (data: Events[Kind], by: Speaker) => string }

/** What a provider says of its own kinds of events. */
export interface Telling {
  /** In English. */
  sentences: Sentences
  /** The same in other languages, by their tags; a kind that one lacks is told in English. */
  translations?: { readonly fr?: Sentences }
  /** How much each matters, where it is not `told`. */
  ranks?: Ranks
  /** Those by which something went wrong. */
  troubles?: readonly EventKind[]
}

/** All texts of one language. */
export interface Language {
  tag: LanguageTag
  events: Sentences
  http(entry: HttpEntry): string
  moved(data: MovementData, by: Speaker): string
  /** For a phone that no event names. */
  somebody: string
}

/** Tells entries in the words of people. */
export class Teller {
  readonly #language: Language
  readonly #sentences: Sentences
  readonly #ranks: Ranks
  readonly #troubles: ReadonlySet<string>

  /** @param more of providers */
  constructor(language: Language, more: readonly Telling[] = []) {
    this.#language = language
    const translated = more.map(({ translations }) =>
      language.tag === 'en' ? {} : translations?.[language.tag],
    )
    this.#sentences = Object.assign(
      {},
      language.events,
      ...more.map(({ sentences }) => sentences),
      ...translated,
    )
    this.#ranks = Object.assign({}, ...more.map(({ ranks }) => ranks))
    this.#troubles = new Set(more.flatMap(({ troubles = [] }) => troubles))
  }

  rankOf(entry: Entry): Rank {
    return rankIn(this.#ranks, entry)
  }

  /** Whether something went wrong: not that a payer said no, which is an answer like another. */
  isTrouble(entry: Entry): boolean {
    return isTroubleIn(this.#troubles, entry)
  }

  /** Whether the kind of an event has a sentence of its own. */
  knows(kind: string): boolean {
    return Object.hasOwn(this.#sentences, kind)
  }

  /**
   * An entry in one sentence, without a full stop at its end, on one line.
   *
   * @param nameOf the name of who has a phone, undefined where nobody knows it
   */
  sentenceOf(entry: Entry, nameOf: (phone: string) => string | undefined): string {
    return onOneLine(this.#told(entry, nameOf))
  }

  #told(entry: Entry, nameOf: (phone: string) => string | undefined): string {
    if (isHttp(entry)) return this.#language.http(entry)
    const named = (phone: string) => nameOf(phone) ?? phone
    const by: Speaker = {
      who: entry.phone === null ? this.#language.somebody : named(entry.phone),
      nameOf: named,
      money: (amount, currency) => moneyIn(this.#language.tag, amount, currency),
    }
    if (entry.kind === 'ledger.moved') return this.#language.moved(entry.data, by)
    const say = this.knows(entry.kind)
      ? (this.#sentences[entry.kind] as ((data: object, by: Speaker) => string) | undefined)
      : undefined
    // An older version may have written an event without a field that the sentence needs.
    if (!say) return withoutWords(entry)
    try {
      return say(complete(entry.data), by)
    } catch (error) {
      if (error instanceof MissingField) return withoutWords(entry)
      throw error
    }
  }
}

class MissingField extends Error {}

/** The data, of which a field that is not there is an error and no word "undefined" in a sentence. */
function complete<Data extends object>(data: Data): Data {
  return new Proxy(data, {
    get(target, name) {
      if (name in target || optional.has(String(name))) return Reflect.get(target, name)
      throw new MissingField(String(name))
    },
  })
}

/** Fields that an event may do without. */
const optional = new Set([
  'answer',
  'delay',
  'diagnosis',
  'diagnosisIn',
  'email',
  'error',
  'errorIn',
  'failureReason',
  'host',
  'operation',
  'reason',
  'reasonIn',
  'until',
])

/** A kind without a sentence, such as that of a provider from outside: `acme charged: amount 5.00, shop Corner`. */
function withoutWords({ kind, data }: { kind: string; data: object }): string {
  const words = kind.replaceAll('.', ' ').replaceAll('-', ' ')
  const said = Object.entries(data)
    .filter(([name, value]) => ['string', 'number'].includes(typeof value) && !name.endsWith('Id'))
    .map(([name, value]) => `${name} ${String(value)}`)
  return [words, said.join(', ')].filter((part) => part !== '').join(': ')
}

const longest = 300

function onOneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= longest) return line
  // By characters, so that no emoji is cut in two.
  return `${[...line.slice(0, longest)].slice(0, -1).join('')}…`
}
