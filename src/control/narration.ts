import { type Entry, english, french, Teller, type Telling } from '../events/telling.ts'
import { type ExchangeLog, type Kernel, messageOf, readTimeline } from '../kernel/index.ts'
import { maskData, visibleLine } from '../safe-text/index.ts'
import type { Told } from '../terms/sim/told.ts'
import type { Wallet } from '../wallet/index.ts'
import { viewExchange } from './timeline-exchanges.ts'
import { namesIn } from './timeline-search.ts'

/** Entries that come within this time, in real milliseconds, are read together. */
const gatherMs = 50
const batch = 1_000

/** Tells what happens in a world from now on, except how it came about: no hops, no requests that succeed. */
export class Narration {
  readonly #parts: NarrationParts
  readonly #teller: Teller
  readonly #stops: ReadonlyArray<() => void>
  #event: number
  #log: string
  #exchange = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #reading: Promise<void> = Promise.resolve()

  constructor(parts: NarrationParts) {
    const { kernel, exchanges } = parts
    this.#parts = parts
    this.#teller = new Teller(parts.tellIn === 'fr' ? french : english, parts.tellings)
    this.#event = kernel.lastKnown().event
    this.#log = exchanges.id
    const soon = () => this.#soon()
    this.#stops = [kernel.store.onCommit(soon), exchanges.onChange(soon)]
  }

  /** Tells what is left, and stops. */
  async end(): Promise<void> {
    for (const stop of this.#stops) stop()
    clearTimeout(this.#timer)
    await this.#read()
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#read()
    }, gatherMs).unref()
  }

  #read(): Promise<void> {
    this.#reading = this.#reading
      .then(() => this.#tellNew())
      // A data file in trouble is logged by the kernel; what it holds is told later.
      .catch((error) =>
        this.#parts.kernel.logger.error({ error: messageOf(error) }, 'what happened could not be told'),
      )
    return this.#reading
  }

  async #tellNew(): Promise<void> {
    for (let more = true; more; ) {
      const entries = [...(await this.#newEvents()), ...this.#newExchanges()]
      more = entries.length >= batch
      entries.sort((one, other) => one.place - other.place)
      const told = entries.filter((entry) => this.#teller.rankOf(entry) !== 'internal')
      const names = await namesIn(this.#parts.kernel, this.#parts.wallet, told)
      for (const entry of told) this.#tell(entry, names)
    }
  }

  #tell(entry: Entry, names: ReadonlyMap<string, string>): void {
    const { at, kind, phone, trace } = entry
    const sentence = visibleLine(this.#teller.sentenceOf(entry, (wanted) => names.get(wanted)))
    const { tell, world } = this.#parts
    tell({ at, sentence, trouble: this.#teller.isTrouble(entry), kind, phone, trace, world })
  }

  async #newEvents(): Promise<Entry[]> {
    const events = await this.#parts.kernel.read((rx) =>
      readTimeline(rx, { after: this.#event, limit: batch }),
    )
    this.#event = events.at(-1)?.id ?? this.#event
    return events.map((event) => {
      const { id, at, data } = event
      return { ...event, id: String(id), place: id, at: new Date(at).toISOString(), data: maskData(data) }
    }) as Entry[]
  }

  #newExchanges(): Entry[] {
    const { exchanges } = this.#parts
    // Another world began.
    if (exchanges.id !== this.#log) this.#exchange = 0
    this.#log = exchanges.id
    const found = exchanges.read(this.#exchange, batch)
    this.#exchange = found.at(-1)?.seq ?? this.#exchange
    return found.map((exchange) => ({
      ...viewExchange(exchange),
      id: `http-${this.#log}-${exchange.seq}`,
      place: exchange.after + 0.25,
      at: new Date(exchange.at).toISOString(),
    })) as Entry[]
  }
}

export interface NarrationParts {
  kernel: Kernel
  exchanges: ExchangeLog
  wallet: Wallet
  /** Of providers. */
  tellings: readonly Telling[]
  world: string | undefined
  tell: (told: Told) => void
  /** English where left out. */
  tellIn: 'en' | 'fr' | undefined
}
