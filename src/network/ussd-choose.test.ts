import { afterEach, describe, expect, it } from 'vitest'
import { ConflictError } from '../kernel/index.ts'
import { type App, ama, code, type Telco, telco } from './network.fixture.ts'

const opened: Telco[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
const rig = async (app: App) => {
  const made = await telco({ app })
  opened.push(made)
  return made
}
/** What is refused: the words, and what they are about. */
const refusal = (choosing: Promise<unknown>) =>
  choosing.then(
    (screen) => ({ screen }),
    (error: unknown) => {
      if (!(error instanceof ConflictError)) throw error
      return { message: error.message, options: error.data.options }
    },
  )

const menu = (text: string) =>
  text === '' ? 'CON Shop\n1. Pay\n2. Pay later\n3) Leave' : `END Typed ${text}`
const options = [
  { key: '1', label: 'Pay' },
  { key: '2', label: 'Pay later' },
  { key: '3', label: 'Leave' },
]

describe('an option that is chosen by its label', () => {
  it('is typed by its key', async () => {
    const it = await rig(menu)
    expect((await it.network.dial(ama, code)).options).toEqual(options)
    expect(await it.network.choose(ama, 'LEA')).toMatchObject({
      status: 'ended',
      text: 'Typed 3',
      options: [],
    })
    expect(it.texts()).toEqual(['', '3'])
  })

  it('turns the page, without asking the app', async () => {
    const rows = Array.from({ length: 30 }, (_, row) => `${row + 1}. Goods`)
    const it = await rig(() => `CON ${rows.join('\n')}`)
    await it.network.setNetwork(ama, '63902')
    await it.network.dial(ama, code)
    const asked = it.texts()
    expect((await it.network.choose(ama, 'more')).text).toContain('00:Back')
    expect(it.texts()).toEqual(asked)
  })

  it.each([
    ['Loans', 'No option matches "Loans". The screen has: 1 Pay · 2 Pay later · 3 Leave.'],
    ['', 'No option matches "". The screen has: 1 Pay · 2 Pay later · 3 Leave.'],
    ['pay', '2 options match "pay": 1 Pay · 2 Pay later. Choose by a longer part of the label.'],
  ])('is refused where %j is not the label of one, and nothing is typed', async (label, message) => {
    const it = await rig(menu)
    await it.network.dial(ama, code)
    expect(await refusal(it.network.choose(ama, label))).toEqual({ message, options })
    expect(it.texts()).toEqual([''])
  })

  it('is refused where no session is open, and where it failed that says why', async () => {
    const it = await rig(() => 'Hello')
    const none = `${ama} has no open screen to choose from.`
    expect(await refusal(it.network.choose(ama, 'Pay'))).toEqual({
      message: `${none} Dial first.`,
      options: [],
    })
    await it.network.dial(ama, code)
    const { message = '', options: left } = (await refusal(it.network.choose(ama, 'Pay'))) as {
      message: string
      options: unknown
    }
    expect(message).toContain(`${none} Its session failed: Response should start with a CON or an END`)
    expect(message).toContain('The app answered "Hello".')
    expect(left).toEqual([])
  })

  it('is refused after a time-out, which is kept', async () => {
    const it = await rig(menu)
    await it.network.dial(ama, code)
    await it.kernel.freeze(it.kernel.lastKnown().now + 600_000)
    expect(await refusal(it.network.choose(ama, 'Leave'))).toEqual({
      message: `${ama} has no open screen to choose from. Dial first.`,
      options: [],
    })
    const { screen } = await it.kernel.read((rx) => it.network.phone(rx, ama))
    expect(screen).toMatchObject({ status: 'timed-out', options: [] })
  })

  it('is one of the screen that is open when its turn comes', async () => {
    let answer = (_: string) => {}
    const it = await rig((text) =>
      text === ''
        ? menu('')
        : new Promise((done) => {
            answer = done
          }),
    )
    await it.network.dial(ama, code)
    const first = it.network.choose(ama, 'Leave')
    while (it.requests.length < 2) await new Promise((turn) => setImmediate(turn))
    const second = refusal(it.network.choose(ama, 'Leave'))
    answer('CON Sure?\n1. Yes')
    expect(await first).toMatchObject({ text: 'Sure?\n1. Yes' })
    expect(await second).toEqual({
      message: 'No option matches "Leave". The screen has: 1 Yes.',
      options: [{ key: '1', label: 'Yes' }],
    })
    expect(it.texts()).toEqual(['', '3'])
  })

  it('is never typed into a push that came in between', async () => {
    const it = await rig(menu)
    await it.network.dial(ama, code)
    await it.network.cancel(ama)
    it.app.answers = () => 'CON Pay 5 EUR?\n1. Approve\n2. Reject'
    const sessionId = it.network.newSessionId()
    const pushing = it.network.push({ msisdn: ama, serviceCode: code, sessionId })
    const choosing = refusal(it.network.choose(ama, 'Leave'))
    expect(await pushing).toMatchObject({ outcome: 'opened' })
    expect(await choosing).toMatchObject({ message: expect.stringContaining('1 Approve · 2 Reject') })
  })

  it('is refused by a phone that is off, and makes no phone of a number that none can have', async () => {
    const it = await rig(menu)
    await it.network.setOnline(ama, false)
    expect(await refusal(it.network.choose(ama, 'Pay'))).toMatchObject({
      message: expect.stringContaining('is off'),
    })
    await expect(it.network.choose('0733000001', 'Pay')).rejects.toThrow('begins with 0')
  })
})
