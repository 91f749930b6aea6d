import { useSyncExternalStore } from 'react'
import type { PhoneView } from '../../terms/sim/phone.ts'
import { control } from './http.ts'
import { live } from './live.ts'

/** Numbers that are asked for within this time are asked for together. */
const gatherMs = 20
const mostAtOnce = 200
const againMs = 5_000

type NameOf = (phone: string) => string | undefined

/** The names of people by their numbers: of many phones, those of which something is told. */
class Names {
  readonly #known = new Map<string, string>()
  /** When it was asked for in vain: the first order for a number gives it a phone and a name. */
  readonly #unknown = new Map<string, number>()
  readonly #wanted = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #began: unknown
  /** Another function once more names are known, so that React sees the change. */
  nameOf: NameOf = (phone) => this.#find(phone)

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #find(phone: string): string | undefined {
    const name = this.#known.get(phone)
    const asked = this.#unknown.get(phone) ?? Number.NEGATIVE_INFINITY
    if (name === undefined && performance.now() - asked > againMs && /^\+\d{5,15}$/.test(phone)) {
      this.#wanted.add(phone)
      this.#timer ??= setTimeout(() => void this.#ask(), gatherMs)
    }
    return name
  }

  async #ask(): Promise<void> {
    this.#timer = undefined
    // Another world may have other people.
    if (this.#began !== live.arrivals) this.#known.clear()
    this.#began = live.arrivals
    const numbers = [...this.#wanted].slice(0, mostAtOnce)
    for (const number of numbers) this.#wanted.delete(number)
    if (this.#wanted.size > 0) this.#timer = setTimeout(() => void this.#ask(), gatherMs)
    try {
      const phones = await control<PhoneView[]>(
        'GET',
        `/phones?numbers=${encodeURIComponent(numbers.join())}`,
      )
      for (const number of numbers) this.#unknown.set(number, performance.now())
      const named = phones.flatMap(({ msisdn, name }) => (name === null ? [] : [[msisdn, name] as const]))
      if (named.length === 0) return
      for (const [msisdn, name] of named) this.#known.set(msisdn, name)
    } catch {
      // They are asked for again when they are told of again.
      return
    }
    this.nameOf = (phone) => this.#find(phone)
    for (const listener of this.#listeners) listener()
  }
}

const names = new Names()

/** The name of who has a phone; undefined where nobody knows it, or until the server has told it. */
export function useNameOf(): NameOf {
  return useSyncExternalStore(names.subscribe, () => names.nameOf)
}
