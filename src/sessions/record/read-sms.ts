import type { DraftStep, ScriptDraft } from './draft.ts'

interface Read {
  step: DraftStep
  /** The phone of an SMS, or the address of an e-mail. */
  receiver: string
  code: string | null
}

/** The SMS and e-mail that the script reads, in order: `{{sms.code}}` is the code of the last SMS. */
export class ReadSms {
  readonly #draft: Pick<ScriptDraft, 'postpone'>
  readonly #reads: Read[] = []

  constructor(draft: Pick<ScriptDraft, 'postpone'>) {
    this.#draft = draft
  }

  add(read: Read): void {
    this.#reads.push(read)
  }

  /** The last code that a phone or an address received; undefined if there was none. */
  lastCodeOf(receiver: string): string | undefined {
    return this.#reads.findLast((read) => read.receiver === receiver && read.code !== null)?.code ?? undefined
  }

  /**
   * The text for the next step, with a received code replaced by its variable; undefined if it contains
   * none. SMS received after that code are read after the step.
   */
  captured(text: string): string | undefined {
    const numbers: readonly string[] = text.match(/\d+/g) ?? []
    const index = this.#reads.findLastIndex(({ code }) => code !== null && numbers.includes(code))
    const { code, receiver } = this.#reads[index] ?? {}
    if (!code || receiver === undefined) return undefined
    this.#draft.postpone(this.#reads.slice(index + 1).map(({ step }) => step))
    return text.replaceAll(code, receiver.includes('@') ? '{{email.code}}' : '{{sms.code}}')
  }
}
