/** Presses keys, and answers the screen: `CON …` or `END …`. */
export type Press = (keys: string[]) => Promise<string>

const pageSize = 3
const euros = (cents: number) => `${(cents / 100).toFixed(2)} EUR`

/**
 * What one phone must see, and nobody else's: its own waiting requests, each of an amount that no other phone is
 * asked for, and its own balance to the cent.
 */
export class LoadPayer {
  /** Cents of the requests that wait, the oldest first. */
  readonly waiting: number[] = []
  readonly #paid: number[] = []
  #balance: number
  readonly #random: () => number

  constructor(
    readonly number: string,
    readonly merchant: string,
    balance: number,
    random: () => number,
  ) {
    this.#balance = balance
    this.#random = random
  }

  /** One session, from dialling to its end. @throws Error for a screen that is not this phone's own */
  async session(press: Press): Promise<void> {
    const keys: string[] = []
    const see = async (key: string | undefined, expected: RegExp | string, more: string[] = []) => {
      if (key !== undefined) keys.push(key)
      const seen = await press(keys)
      const right = typeof expected === 'string' ? seen === expected : expected.test(seen)
      const missing = more.find((part) => !seen.includes(part))
      if (!right || missing !== undefined) {
        const wanted = missing ?? String(expected)
        throw new Error(
          `${this.number} pressed ${keys.join(' ') || 'nothing'}: ${JSON.stringify(seen)} instead of ${wanted}`,
        )
      }
      return seen
    }
    const menu = `MoMo\n1 Approvals (${this.waiting.length})\n2 Balance\n3 History\n4 Language\n5 Auto-payments\n6 Withdraw\n7 Bills and invoices\n8 Shared data`
    await see(undefined, `CON ${menu}`)
    const errand = this.#random()
    if (errand < 0.2) {
      await see('2', /^CON Enter your PIN to see your balance$/)
      await see('1234', `END Balance\n${euros(this.#balance)}`)
    } else if (errand < 0.3) {
      await see('3', /^CON (History|No payments yet)/, this.#paid.slice(-pageSize).map(euros))
      await see('0', `CON ${menu}`)
      await see('9', `CON No such choice.\n${menu}`)
    } else if (this.waiting.length === 0) {
      await see('1', 'CON No approvals waiting.\n0 Back')
    } else {
      await this.#answer(see)
    }
  }

  async #answer(see: (key: string | undefined, expected: RegExp, more?: string[]) => Promise<string>) {
    const shown = this.waiting.slice(0, pageSize)
    const list = await see('1', /^CON Approvals\n1 /, shown.map(euros))
    const choices = list.split('\n').filter((line) => /^[1-8] /.test(line))
    if (choices.length !== shown.length) throw new Error(`${this.number} is shown ${JSON.stringify(list)}`)
    const place = Math.floor(this.#random() * shown.length)
    const cents = shown[place] ?? 0
    const of = `${euros(cents)} to ${this.merchant}`
    await see(String(place + 1), new RegExp(`^CON Pay ${of}\\?\n`))
    this.waiting.splice(place, 1)
    if (this.#random() < 0.3) {
      await see('2', new RegExp(`^END Rejected\\. You did not pay ${of}\\.$`))
      return
    }
    await see('1', new RegExp(`^CON Enter your PIN to pay ${of}$`))
    this.#balance -= cents
    this.#paid.push(cents)
    await see('1234', new RegExp(`^END Approved\\. You paid ${of}\\.\n`), [
      `New balance ${euros(this.#balance)}`,
    ])
  }
}
