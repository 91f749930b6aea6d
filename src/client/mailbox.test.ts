import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientError, type Simulator, startSimulator } from '../index.ts'

const address = 'bola.eze@example.com'
const source = '5060990580000217507'
let sim: Simulator

beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen' })
})
afterAll(() => sim.close())

describe('a mailbox of the simulator', () => {
  it('has the OTP, which validates', async () => {
    const request = await sim.onepipeApp().getBalance({ source })
    const email = await sim.mailbox('Bola.Eze@example.com').nextEmail({ contains: 'BALANCE' })
    expect(email).toMatchObject({ from: 'no-reply@payersim.example', subject: expect.any(String) })
    await request.validate(email.code ?? '')
    expect(request.balance).toEqual({ amount: 540_000, currency: 'NGN' })
    await expect(sim.mailbox(address).nextEmail({ waitMs: 0 })).rejects.toThrow(
      `No e-mail came to ${address} within 0 ms.`,
    )
  })

  it('leaves out what came before, where it is told to, and waits for the next', async () => {
    await sim.onepipeApp().getBalance({ source })
    await sim.mailbox(address).skipEmails()
    const next = sim.mailbox(address).nextEmail({ waitMs: 10_000 })
    await sim.onepipeApp().getBalance({ source })
    const [newest] = (await sim.mailbox(address).messages()).slice(-1)
    expect(await next).toEqual(newest)
    expect(await sim.mailbox(address).messages({ after: await next })).toEqual([])
  })

  it('lists what came in the place of what was wanted', async () => {
    await sim.onepipeApp().getBalance({ source })
    await expect(sim.mailbox(address).nextEmail({ contains: 'invoice', waitMs: 0 })).rejects.toThrow(
      /No e-mail that contains "invoice" .* These came: "Your code to show your account balance"/,
    )
  })

  it('has an address, which is a text', () => {
    expect(() => sim.mailbox('Ngozi')).toThrow('"Ngozi" is no e-mail address.')
    for (const none of [undefined, 17])
      expect(() => sim.mailbox(none as never)).toThrow(`${none} is no e-mail address. Write it as a text`)
  })

  it('is empty in a world that was reset, and its ids go on', async () => {
    const [first] = await sim.mailbox(address).messages()
    await sim.reset()
    expect(await sim.mailbox(address).messages()).toEqual([])
    await sim.onepipeApp().getBalance({ source })
    expect((await sim.mailbox(address).nextEmail()).id).toBeGreaterThan(first?.id ?? 0)
  })

  it('is of an address', async () => {
    expect(() => sim.mailbox('bola')).toThrow(ClientError)
  })

  it('is listed with the others that have an owner or mail, and refuses what is no address', async () => {
    const get = async (path: string) => {
      const { status, text } = await sim.port.fetch({ method: 'GET', path })
      return { status, json: JSON.parse(text) }
    }
    const { json } = await get('/_sim/mailboxes')
    expect(json).toEqual([{ address, messages: 1 }])
    expect(await get('/_sim/mailboxes/bola/messages')).toMatchObject({
      status: 400,
      json: { detail: expect.stringMatching(/"bola" is no e-mail address/) },
    })
    const { onepipe } = (await get('/_sim/world')).json
    expect(onepipe.sources.at(-1)).toMatchObject({ email: address, sendOtpBy: ['email'] })
    expect(onepipe.sources[0]).not.toHaveProperty('email')
  })
})
