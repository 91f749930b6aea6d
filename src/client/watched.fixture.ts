import { builtInWorld } from '../control/index.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import {
  type Phone,
  type Port,
  type PortRequest,
  type PortResponse,
  type PreApproval,
  SimulatorClient,
} from './index.ts'

const keys = { collection: 'c-key', disbursement: 'd-key', remittance: 'r-key' }
const shop = {
  id: '5a1e0002-0000-4000-8000-000000000002',
  apiKey: 'k1',
  providerCallbackHost: 'shop.example',
  targetEnvironment: 'mtnghana',
  mayReceive: true,
}
const world = { ...builtInWorld, momo: { subscriptionKeys: keys, apiUsers: [shop] } }

/** A client of a real simulator in this process, with a list of its requests. */
export class Watched implements Port {
  readonly client: SimulatorClient
  readonly seen: PortRequest[] = []
  /** Answers that replace the simulator's, by method and path. */
  readonly refused = new Map<string, PortResponse>()
  /** The names at which callbacks were received. */
  readonly sinks: string[] = []
  closed = 0
  readonly #simulator: Simulator

  private constructor(simulator: Simulator) {
    this.#simulator = simulator
    this.client = new SimulatorClient(this)
  }

  static async begin(): Promise<Watched> {
    return new Watched(await startSimulator({ clock: 'frozen', world }))
  }

  async end(): Promise<void> {
    await this.client.close()
    await this.#simulator.close()
  }

  fetch(request: PortRequest): Promise<PortResponse> {
    this.seen.push(request)
    const path = decodeURIComponent(new URL(request.path, 'http://sim').pathname)
    const refusal = this.refused.get(`${request.method} ${path}`)
    return refusal ? Promise.resolve(refusal) : this.#simulator.port.fetch(request)
  }

  async listen(...args: Parameters<Port['listen']>): ReturnType<Port['listen']> {
    const listener = await this.#simulator.port.listen(...args)
    this.sinks.push(listener.hostname)
    const close = () => {
      this.closed += 1
      return listener.close()
    }
    return { ...listener, close }
  }

  paths(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)
  }

  /** How many access tokens were requested. */
  get tokens(): number {
    return this.paths().filter((path) => /^POST \/\w+\/token\//.test(path)).length
  }

  /** Sends an SMS to a phone, as an app does, not through this client. */
  async sms(phone: Phone, text: string): Promise<void> {
    const { status } = await this.#simulator.port.fetch({
      method: 'POST',
      path: '/version1/messaging',
      headers: { apiKey: world.network.apiKey, 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams({ username: 'sandbox', to: phone.msisdn, message: text })),
    })
    if (status !== 201) throw new Error(`The SMS was answered ${status}.`)
    await this.#simulator.settle()
  }

  /** The payer decides on a pre-approval at the phone. */
  async decide(phone: Phone, { id }: PreApproval, how: 'Accept' | 'Reject'): Promise<void> {
    const payer = this.#simulator.phone(phone.msisdn)
    await this.#simulator.settle()
    if ((await payer.look()).screen?.status === 'open') await payer.cancel()
    await payer.dial('*165#')
    await payer.choose('Approvals')
    // Similar ones are shown with the end of their ids.
    const marked = payer.options().some(({ label }) => label.includes('#'))
    await payer.choose(marked ? `#${id.slice(-4)}` : 'Auto-pay')
    await payer.choose(how)
    if (how === 'Accept') await payer.reply(payer.pin)
    await this.#simulator.settle()
  }
}
