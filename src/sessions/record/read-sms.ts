import type { Draft, DraftStep } from './draft.ts'

interface Read {
  step: DraftStep
  phone: string
  code: string | null
}

export const codeOfSms = '{{sms.code}}'

/** The SMS that the script looks at, in its order: `{{sms.code}}` is the code of the last one. */
export class ReadSms {
  readonly #draft: Draft
  readonly #reads: Read[] = []

  constructor(draft: Draft) {
    this.#draft = draft
  }

  add(read: Read): void {
    this.#reads.push(read)
  }

  /** The code that came to a phone last; undefined where none did. */
  lastCodeOf(phone: string): string | undefined {
    return this.#reads.findLast((read) => read.phone === phone && read.code !== null)?.code ?? undefined
  }

  /**
   * A text as the next step writes it, with its variable in the place of a code that was sent to somebody; undefined
   * where it holds none. SMS that came after that code are looked at after the step.
   */
  captured(text: string): string | undefined {
    const numbers: readonly string[] = text.match(/\d+/g) ?? []
    const index = this.#reads.findLastIndex(({ code }) => code !== null && numbers.includes(code))
    const code = this.#reads[index]?.code
    if (!code) return undefined
    this.#draft.postpone(this.#reads.slice(index + 1).map(({ step }) => step))
    return text.replaceAll(code, codeOfSms)
  }
}
