import { ClientError, type Message, type SimulatorClient, type TimelineEvent } from '../../client/index.ts'
import { maskText } from '../../safe-text/index.ts'
import { hidden, RecordedEvent } from './events.ts'
import { isSetting } from './times.ts'

/** Collects the events of a simulator from now on, before a restore can remove them from the timeline. */
export class EventCollector {
  readonly #client: SimulatorClient
  readonly #events: RecordedEvent[] = []
  /** The id of the last event read. */
  #after: number
  /** The last event read; if it is no longer there, the world was replaced. */
  #last: TimelineEvent | undefined
  /** Everything on the timeline is read, so a restore may remove it now. */
  #caughtUp = false
  #working: Promise<unknown> = Promise.resolve()
  #failure: Error | undefined

  /** Whether anything but settings and moves of the clock had happened before; a replay begins without it. */
  readonly usedWorld: boolean

  private constructor(client: SimulatorClient, before: readonly TimelineEvent[]) {
    this.#client = client
    this.#last = before.at(-1)
    this.#after = this.#last?.id ?? 0
    this.usedWorld = before.some((event) => !isSetting(RecordedEvent.of(event)))
  }

  static async of(client: SimulatorClient): Promise<EventCollector> {
    return new EventCollector(client, await eventsAfter(client, 0))
  }

  /** Reads up to now, because the timeline is about to be replaced. */
  async catchUp(): Promise<void> {
    try {
      await this.#inTurn(async () => {
        await this.#read()
        this.#caughtUp = true
      })
    } catch (error) {
      // Reported when the script is asked for; the restore continues.
      this.#failure ??= error as Error
    }
  }

  /**
   * The events so far, oldest first.
   *
   * @throws ClientError if the world was replaced without a call of {@link catchUp}
   */
  async events(): Promise<readonly RecordedEvent[]> {
    await this.#inTurn(() => this.#read())
    if (this.#failure) throw this.#failure
    return [...this.#events]
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#working.then(work)
    this.#working = done.catch(() => undefined)
    return done
  }

  async #read(): Promise<void> {
    if (this.#last && !this.#caughtUp) {
      const [same] = await this.#client.timeline({ after: this.#last.id - 1 })
      if (JSON.stringify(same) !== JSON.stringify(this.#last)) throw new ClientError(otherWorld)
    }
    this.#caughtUp = false
    const events = await eventsAfter(this.#client, this.#after)
    this.#last = events.at(-1) ?? this.#last
    // Ids are never used again, not even after a restore.
    this.#after = events.at(-1)?.id ?? this.#after
    const happened = events.map((event) => RecordedEvent.of(event))
    await this.#addCodes(happened)
    await this.#addCodesOfEmail(happened)
    await this.#addSecrets(happened)
    this.#events.push(...happened)
  }

  /** The timeline hides the code in an SMS; the phone shows it. */
  async #addCodes(happened: readonly RecordedEvent[]): Promise<void> {
    for (const [phone, received] of byPhone(happened.filter(({ kind }) => kind === 'sms.received'))) {
      const messages = await this.#client.phone(phone).messages()
      for (const event of received.toReversed()) {
        const shown = ({ from, text }: Message) =>
          from === event.text('from') && maskText(text) === event.text('text')
        const index = messages.findLastIndex(shown)
        event.code = messages[index]?.code ?? null
        if (index >= 0) messages.splice(index)
      }
    }
  }

  async #addCodesOfEmail(happened: readonly RecordedEvent[]): Promise<void> {
    for (const event of happened.filter(({ kind }) => kind === 'email.received')) {
      const emails = await this.#client.mailbox(event.text('to') ?? '').messages()
      const id = event.value('emailId')
      event.code = emails.find((email) => email.id === id)?.code ?? null
    }
  }

  async #addSecrets(happened: readonly RecordedEvent[]): Promise<void> {
    const masked = happened.filter(
      (event) => event.kind === 'sms.sent' && event.text('text')?.includes(hidden),
    )
    for (const [phone, sent] of byPhone(masked)) {
      const threads = await this.#client.phone(phone).threads()
      const messages = threads.flatMap((thread) => thread.messages)
      for (const event of sent) {
        const message = messages.find(
          ({ direction, id }) => direction === 'sent' && String(id) === event.text('smsId'),
        )
        event.secrets = hiddenOf(event.text('text') ?? '', message?.text ?? '')
      }
    }
  }
}

/** The parts of a text that are hidden in its masked form. */
function hiddenOf(shown: string, text: string): string[] {
  const [start = '', ...rests] = shown.split(hidden)
  let at = start.length
  return rests.map((rest) => {
    const end = rest === '' ? text.length : text.indexOf(rest, at)
    const secret = text.slice(at, Math.max(at, end))
    at += secret.length + rest.length
    return secret
  })
}

export const otherWorld = 'The world was reset or restored meanwhile. Record again, without that.'

function byPhone(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
  const phones = new Map<string, RecordedEvent[]>()
  for (const event of events) phones.set(event.phone, [...(phones.get(event.phone) ?? []), event])
  return phones
}

async function eventsAfter(client: SimulatorClient, id: number): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = []
  for (;;) {
    const more = await client.timeline({ after: events.at(-1)?.id ?? id })
    if (more.length === 0) return events
    events.push(...more)
  }
}
