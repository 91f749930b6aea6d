export interface Answer {
  status: number
  text: string
}

/** Plain HTTP to a server that may die at any moment. */
export class Wire {
  readonly #url: () => string
  /** How often a call was cut off, or found nobody. */
  cuts = 0

  constructor(url: () => string) {
    this.#url = url
  }

  /** @throws TypeError where the server is away, or dies before it has answered in full */
  async once(method: string, path: string, with_: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.#url() + path, { ...with_, method })
    return { status: response.status, text: await response.text() }
  }

  /**
   * The same again until it is answered, as a careful client does that has an id for what it asks. `again` tells whether
   * it was sent more than once.
   */
  async send(method: string, path: string, with_: RequestInit = {}): Promise<Answer & { again: boolean }> {
    const giveUp = performance.now() + 30_000
    for (let again = false; ; again = true) {
      try {
        return { ...(await this.once(method, path, with_)), again }
      } catch (error) {
        if (performance.now() > giveUp) throw error
        this.cuts += 1
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }

  async hop({ sessionId, phone, text }: { sessionId: string; phone: string; text: string }): Promise<string> {
    const fields = { sessionId, phoneNumber: phone, serviceCode: '*165#', text, networkCode: '99999' }
    return (await this.send('POST', '/ussd', { body: new URLSearchParams(fields) })).text
  }
}
