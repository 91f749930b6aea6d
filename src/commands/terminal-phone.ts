import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { ClientError, type Phone, type Screen } from '../client/index.ts'
import { visible, visibleLine } from '../safe-text/index.ts'
import { frame } from './screen-frame.ts'

/** How long one request to the simulator waits for a change, in real milliseconds. */
const waitMs = 20_000
/** How often to check whether the current session is still open. */
const glanceMs = 500

/**
 * A phone in the terminal: shows screens in a frame, reads answers line by line, and shows SMS and
 * pushed sessions as they come. Ctrl-C hangs up an open session, and ends the phone otherwise.
 */
export class TerminalPhone {
  readonly #phone: Phone
  readonly #output: Writable
  readonly #lines: Interface
  readonly #typed: AsyncIterable<string>
  #shown: string | undefined
  #open = false
  #done = false
  /** The input has ended; the lines read so far are still answered. */
  #ended = false
  /** An answer is being sent, so the screen is about to change. */
  #busy = false
  #lastSms = 0

  constructor(phone: Phone, input: Readable, output: Writable) {
    this.#phone = phone
    this.#output = output
    this.#lines = createInterface({ input, output, terminal: 'isTTY' in input && input.isTTY === true })
    // Started here: lines, and the end of the input, may come before the phone is ready.
    this.#typed = this.#lines[Symbol.asyncIterator]()
    this.#lines.once('close', () => {
      this.#ended = true
    })
  }

  /** Returns when the person ends the phone, or when the input ends. */
  async use(code: string | undefined): Promise<void> {
    try {
      await this.#pickUp(code)
    } catch (error) {
      this.#lines.close()
      throw error
    }
    const watching = Promise.all([this.#watchSms(), this.#watchPushes()])
    watching.catch((error: unknown) => this.#fail(error))
    this.#lines.on('SIGINT', () => void this.#hangUp())
    this.#prompt()
    try {
      await this.#answerLines()
      // The effects of the last answer may still arrive: check once, briefly.
      if (!this.#done) await this.#readSms(300)
    } catch (error) {
      // Watches until the phone is closed.
      this.#fail(error)
    }
    this.#putDown()
  }

  async #answerLines(): Promise<void> {
    for await (const line of this.#typed) {
      this.#busy = true
      await this.#take(line)
      this.#busy = false
      if (this.#done) return
      this.#prompt()
    }
  }

  async #pickUp(code: string | undefined): Promise<void> {
    const old = await this.#phone.messages()
    this.#lastSms = old.at(-1)?.id ?? 0
    const { screen } = await this.#phone.look()
    if (code !== undefined) this.#show(await this.#phone.dial(code))
    else if (screen?.status === 'open') this.#show(screen)
    else
      this.#say('The phone is on. It rings when somebody asks for money.\nType a code such as *165# to dial.')
  }

  async #take(line: string): Promise<void> {
    const text = line.trim()
    try {
      // The session may have ended, or another begun, since the last check.
      if (this.#open && (await this.#changed())) return
      if (this.#open) this.#show(await this.#phone.reply(text))
      else if (text !== '') this.#show(await this.#phone.dial(text))
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      this.#say(error.data.detail ?? error.message)
      await this.#changed()
    }
  }

  /** Shows what happened to the current session, if it is no longer the one shown. */
  async #changed(): Promise<boolean> {
    const { screen } = await this.#phone.look()
    const same = screen?.status === 'open' && screen.sessionId === this.#shown
    if (same || !this.#open) return false
    this.#open = false
    if (screen && screen.sessionId === this.#shown) this.#show(screen)
    else this.#say('The session is over.')
    if (screen?.status === 'open') this.#ring(screen)
    return true
  }

  #ring(screen: Screen): void {
    this.#say('The phone rings.')
    this.#show(screen)
  }

  async #hangUp(): Promise<void> {
    if (!this.#open) return this.#putDown()
    try {
      this.#show(await this.#phone.cancel())
    } catch (error) {
      return this.#fail(error)
    }
    this.#prompt()
  }

  #show(screen: Screen): void {
    this.#open = screen.status === 'open'
    this.#shown = screen.sessionId ?? undefined
    const { status, text, error, answer, diagnosis, warnings } = screen
    if (status !== 'cancelled' && status !== 'timed-out') this.#say(this.#framed(text, this.#phone.msisdn))
    if (status === 'cancelled') this.#say('Hung up.')
    if (status === 'timed-out') this.#say('The session timed out.')
    if (error) this.#say(`The app failed: ${error}`)
    if (answer !== undefined) this.#say(`It answered ${answer}`)
    if (diagnosis !== undefined) this.#say(diagnosis)
    for (const warning of warnings) this.#say(`Warning: ${warning.message}`)
    if (!this.#open) this.#say('Dial again, or Ctrl-C to put the phone down.')
  }

  /** A screen that opens while no session is open was pushed by the network; an open one may time out. */
  async #watchPushes(): Promise<void> {
    while (!this.#done) {
      if (this.#open) {
        await new Promise((resolve) => setTimeout(resolve, glanceMs))
        if (!this.#done && !this.#busy && (await this.#changed())) this.#prompt()
        continue
      }
      const { screen } = await this.#phone.look({ waitMs })
      if (this.#done || this.#busy || this.#open || screen?.status !== 'open') continue
      this.#ring(screen)
      this.#prompt()
    }
  }

  async #watchSms(): Promise<void> {
    while (!this.#done) await this.#readSms(waitMs)
  }

  async #readSms(wait: number): Promise<void> {
    for (const message of await this.#phone.messages({ after: this.#lastSms, waitMs: wait })) {
      if (message.id <= this.#lastSms || this.#done) continue
      this.#lastSms = message.id
      this.#say(this.#framed(message.text, `SMS from ${message.from}`))
      this.#prompt()
    }
  }

  #prompt(): void {
    if (this.#done) return
    const text = this.#open ? 'Answer: ' : 'Dial: '
    // From Node 24 on, readline refuses a prompt once its input has ended.
    if (this.#ended) this.#output.write(text)
    else {
      this.#lines.setPrompt(text)
      this.#lines.prompt(true)
    }
  }

  #framed(text: string, title: string): string {
    const { columns } = this.#output as { columns?: number }
    // Before framing, since an escaped character is longer.
    return frame(visible(text), visibleLine(title), columns)
  }

  #say(text: string): void {
    // The line being typed is cleared first, and comes back with the next prompt.
    if (this.#lines.terminal) this.#output.write('\r\u001b[K')
    this.#output.write(`${visible(text)}\n`)
  }

  #fail(error: unknown): void {
    if (this.#done) return
    this.#say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
    this.#putDown()
  }

  #putDown(): void {
    if (this.#done) return
    this.#done = true
    // The shell continues at the start of a line.
    this.#output.write(this.#lines.terminal ? '\r\u001b[K' : '\n')
    this.#lines.close()
    // Pending requests that wait for a change end with the process.
    setImmediate(() => process.exit())
  }
}
