import { type Entry, english, french, Teller, type Telling } from '../events/telling.ts'
import type { Kernel } from '../kernel/index.ts'
import type { TimelineEntry } from '../terms/sim/timeline-entry.ts'
import type { Wallet } from '../wallet/index.ts'

/** Finds entries by words: in their sentence, in each language of the page, and in all that they hold. */
export class Searching {
  readonly #kernel: Kernel
  readonly #wallet: Wallet
  readonly #tellers: readonly Teller[]

  constructor({
    kernel,
    wallet,
    tellings,
  }: { kernel: Kernel; wallet: Wallet; tellings: readonly Telling[] }) {
    this.#kernel = kernel
    this.#wallet = wallet
    this.#tellers = [english, french].map((language) => new Teller(language, tellings))
  }

  /** @param words in small letters */
  async found(entries: readonly TimelineEntry[], words: string): Promise<TimelineEntry[]> {
    const names = await namesIn(this.#kernel, this.#wallet, entries as readonly Entry[])
    return entries.filter((entry) => {
      if (JSON.stringify(entry).toLowerCase().includes(words)) return true
      return this.#tellers.some((teller) => {
        const sentence = teller.sentenceOf(entry as Entry, (phone) => names.get(phone))
        return sentence.toLowerCase().includes(words)
      })
    })
  }
}

/** The names of the people whom entries are about, by phone. */
export async function namesIn(
  kernel: Kernel,
  wallet: Wallet,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, string>> {
  const phones = new Set(
    entries.flatMap(({ phone, data }) => [phone ?? [], 'to' in data ? data.to : []].flat()),
  )
  const names = new Map<string, string>()
  if (phones.size === 0) return names
  await kernel.read(async (rx) => {
    for (const phone of phones) {
      const holder = await wallet.holders.byPhone(rx, phone)
      if (holder) names.set(phone, holder.name)
    }
  })
  return names
}
