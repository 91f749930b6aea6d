import { randomUUID } from 'node:crypto'
import type { Agent } from './agent.fixture.ts'

/** The program that the agent writes: it calls MTN MoMo at the base URL and with the keys that it was given. */
class Shop {
  readonly #base: string
  readonly #keys: Keys
  readonly #say: (line: string) => void
  #token = ''

  constructor(base: string, keys: Keys, say: (line: string) => void) {
    this.#base = base
    this.#keys = keys
    this.#say = say
  }

  async logIn(): Promise<void> {
    const { user, key } = this.#keys
    const basic = Buffer.from(`${user}:${key}`).toString('base64')
    const answer = await this.#send('POST', '/collection/token/', { Authorization: `Basic ${basic}` })
    this.#token = (JSON.parse(answer) as { access_token?: string }).access_token ?? ''
  }

  /** @returns the body of a refusal */
  ask(reference: string, payer: string, headers: Record<string, string> = {}): Promise<string> {
    const body = {
      amount: '12.50',
      currency: 'EUR',
      externalId: '17',
      payer: { partyIdType: 'MSISDN', partyId: payer.replace('+', '') },
    }
    return this.#send(
      'POST',
      '/collection/v1_0/requesttopay',
      { 'X-Reference-Id': reference, ...headers },
      body,
    )
  }

  status(reference: string): Promise<string> {
    return this.#send('GET', `/collection/v1_0/requesttopay/${reference}`)
  }

  async #send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: object,
  ): Promise<string> {
    const bearer = this.#token === '' ? {} : { Authorization: `Bearer ${this.#token}` }
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        'Ocp-Apim-Subscription-Key': this.#keys.subscription,
        'X-Target-Environment': 'sandbox',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...bearer,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const shown = path.endsWith('/token/') ? '' : text.trim()
    this.#say(`program   ${method} ${path}\n          ${response.status}${shown === '' ? '' : ` ${shown}`}`)
    return text
  }
}

interface Keys {
  subscription: string
  user: string
  key: string
}

interface World {
  baseUrl: string
  momo: {
    subscriptionKeys: Record<string, string>
    apiUsers: Array<{ id: string; apiKey: string }>
  }
}

/**
 * A whole task of an agent: it integrates MTN MoMo, has a payer approve, and finds out why two calls did not work.
 *
 * @returns what was said, line by line
 */
export async function session(agent: Agent): Promise<string> {
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const below = (text: string) => text.replaceAll('\n', '\n          ')
  const call = async (tool: string, args: Record<string, unknown> = {}) => {
    const told = await agent.call(tool, args)
    say(`agent     ${tool} ${JSON.stringify(args)}\n          ${below(told)}`)
    return told
  }
  const world = JSON.parse(await agent.read('payersim://world')) as World
  say(
    `agent     reads payersim://world\n          baseUrl ${world.baseUrl}, the keys of MTN MoMo, seven people`,
  )
  const [user] = world.momo.apiUsers
  const keys = {
    subscription: world.momo.subscriptionKeys.collection ?? '',
    user: user?.id ?? '',
    key: user?.apiKey ?? '',
  }
  const shop = new Shop(world.baseUrl, keys, say)
  const [ama, cleo] = ['+46733000001', '+46733000003']

  // The program is wrong at first, and the vendor's answer says little.
  await shop.logIn()
  const first = randomUUID()
  const refusal = await shop.ask(first, ama, { 'X-Target-Environment': 'production' })
  await call('explain_error', { body: refusal })

  await shop.ask(first, ama)
  await call('wait_for_prompt', { phone: ama })
  await call('choose', { phone: ama, option: 'approve' })
  await call('reply', { phone: ama, text: '{{pin}}' })
  await shop.status(first)
  await call('get_payment', { id: first })

  // The next payer has 5 EUR.
  const second = randomUUID()
  await shop.ask(second, cleo)
  await call('wait_for_prompt', { phone: cleo })
  await call('choose', { phone: cleo, option: 'approve' })
  await call('reply', { phone: cleo, text: '{{pin}}' })
  await shop.status(second)
  await call('get_payment', { id: second })
  return lines.join('\n')
}

/** The same where it differs between two runs: addresses, and ids that are drawn at random. */
export function alike(transcript: string): string {
  const known = new Map<string, string>()
  const letters = 'abcdef'
  return transcript
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:4000')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (uuid) => {
      const letter = known.get(uuid) ?? letters[known.size] ?? 'f'
      known.set(uuid, letter)
      return `${letter.repeat(8)}-0000-4000-8000-${letter.repeat(12)}`
    })
    .replace(/(trace |Id |"financialTransactionId":")[0-9a-f]+/g, (_, before: string) =>
      before === 'trace ' ? 'trace 26d72438f395' : `${before}1306113937`,
    )
}
