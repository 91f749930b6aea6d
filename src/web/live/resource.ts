import { control, Refusal } from './http.ts'

const betweenMs = 60

/** The answer of a control route, read again when it may have changed; if that fails, the last answer stays. */
export class Resource {
  data: unknown
  error: Refusal | undefined
  readonly #path: string
  readonly #listeners = new Set<() => void>()
  #text = ''
  #reading = false
  #again = false

  constructor(path: string) {
    this.#path = path
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.refresh()
    return () => this.#listeners.delete(listener)
  }

  /** Whether a part of the page shows it. */
  get shown(): boolean {
    return this.#listeners.size > 0
  }

  refresh(): void {
    if (this.#listeners.size === 0) return
    if (this.#reading) {
      this.#again = true
      return
    }
    this.#reading = true
    void this.#read()
  }

  async #read(): Promise<void> {
    try {
      const data = await control('GET', this.#path)
      const text = JSON.stringify(data)
      if (text !== this.#text || this.error) {
        this.#text = text
        this.data = data
        this.error = undefined
        this.#tell()
      }
    } catch (error) {
      if (error instanceof Refusal) {
        this.error = error
        this.#tell()
      }
    }
    await new Promise((resolve) => setTimeout(resolve, betweenMs))
    this.#reading = false
    if (this.#again) {
      this.#again = false
      this.refresh()
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
