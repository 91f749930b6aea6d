import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Order, Phone, PreApproval, World } from '../../client/index.ts'
import { onePipeSteps } from '../../providers/onepipe/steps/index.ts'
import { ScriptDraft } from './draft.ts'
import { RecordedEvent } from './events.ts'
import { ReadSms } from './read-sms.ts'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'

let studio: Studio
let ama: Phone
beforeEach(async () => {
  studio = await openStudio()
  ama = studio.sim.phone('+46733000001')
})
afterEach(() => studio.close())

const asked = {
  'request to pay': () => studio.sim.merchant().requestToPay({ payer: ama, amount: '2', currency: 'EUR' }),
  'pre-approval': () => studio.sim.merchant().preApprove({ payer: ama, currency: 'EUR' }),
}
type Asked = Order | PreApproval

/** Makes a request whose prompt is held until it is released. */
async function ask(kind: keyof typeof asked): Promise<Asked> {
  await ama.holdPrompt()
  return asked[kind]()
}

async function come(request: Asked): Promise<void> {
  await ama.releasePrompt(request)
  await studio.sim.settle()
}

describe.each(['request to pay', 'pre-approval'] as const)('a recording of a %s that is crossed', (kind) => {
  it('by a dial replays: the prompt is an SMS, since the phone is busy', async () => {
    const text = await studio.recorded(async () => {
      const request = await ask(kind)
      await ama.dial('*165#')
      await come(request)
      await ama.choose('Approvals')
    })
    expect(text).toMatch(/prompt: held \}/)
    expect(text).toMatch(/dials: "\*165#"\n {4}shows: MoMo\n {2}- release-prompt: (order|plan)\n {2}- sms:/)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('by a dial at the same moment replays, whichever comes first', async () => {
    for (const name of ['once', 'twice', 'thrice']) {
      const text = await studio.recorded(async () => {
        await ama.look()
        await Promise.all([asked[kind](), ama.dial('*165#')])
        await studio.sim.settle()
        await ama.cancel()
        await asked[kind]()
        await ama.dial('*165#')
        await ama.cancel()
      }, name)
      expect(await failureOf(text, studio)).toBe('')
      await studio.sim.reset()
      await ama.look()
    }
  })

  it('by a phone that goes off replays', async () => {
    const text = await studio.recorded(async () => {
      const request = await ask(kind)
      await ama.goOffline()
      await come(request)
      await ama.goOnline()
    })
    expect(text).toMatch(/goes: offline\n {2}- release-prompt: (order|plan)\n {2}- goes: online\n {2}- sms:/)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('by the end of a session replays: the prompt is on the screen', async () => {
    const text = await studio.recorded(async () => {
      await ama.dial('*165#')
      const request = await ask(kind)
      await ama.cancel()
      await come(request)
    })
    expect(text).toMatch(/breaks: cancelled\n {2}- release-prompt: (order|plan)\n {2}- prompted: true/)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('by a session that was over before the prompt replays', async () => {
    const text = await studio.recorded(async () => {
      const request = await ask(kind)
      await ama.dial('*165#')
      await ama.cancel()
      await come(request)
      await ama.choose('Reject')
    })
    expect(text).toMatch(/release-prompt: (order|plan)\n {2}- prompted: true/)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('by another, and by a dial between their prompts, replays', async () => {
    const text = await studio.recorded(async () => {
      const first = await ask(kind)
      const second = await ask('request to pay')
      await ama.dial('*165#')
      await come(first)
      await ama.cancel()
      await come(second)
    })
    expect(text.match(/prompt: held/g)).toHaveLength(2)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('by a phone that hangs up before the screen came replays, without the SMS and with a word', async () => {
    let begun = () => {}
    let answer = () => {}
    const asking = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = createServer((_, response) => {
      answer = () => response.setHeader('Content-Type', 'text/plain').end('CON Late\n1. Approve')
      begun()
    })
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/ussd`
      await studio.sim.network.serviceCode('*165#', url)
      const text = await studio.recorded(async () => {
        await asked[kind]()
        await asking
        await ama.cancel()
        answer()
        await studio.sim.settle()
        expect(await ama.messages()).toHaveLength(1)
      })
      expect(text).toContain('# The phone hung up before the prompt was on its screen')
      expect(text).not.toContain('- sms:')
      expect(await failureOf(text, studio)).toBe('')
    } finally {
      await new Promise((resolve) => slow.close(resolve))
    }
  })
})

it('a recording in which nothing crosses holds no prompt', async () => {
  const text = await studio.recorded(async () => {
    await asked['request to pay']()
    await studio.sim.settle()
    await ama.dial('*165#')
    await asked['pre-approval']()
    await studio.sim.settle()
    await ama.cancel()
  })
  expect(text).not.toContain('held')
  expect(await failureOf(text, studio)).toBe('')
})

describe('a recording of a balance that is asked', () => {
  const ngozi = () => studio.sim.phone('+2348022221408')

  it('while its owner dials, or goes off and on, replays', async () => {
    const text = await studio.recorded(async () => {
      await ngozi().look()
      const source = { source: '6200000766' }
      const [first] = await Promise.all([studio.sim.onepipeApp().getBalance(source), ngozi().dial('*165#')])
      await ngozi().goOffline()
      await ngozi().goOnline()
      await first.validate((await ngozi().nextSms()).code ?? '')
    })
    expect(text).toContain('code: "{{sms.code}}"')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('fails also where something came between it and the news that its code is not delivered', () => {
    const draft = new ScriptDraft(0, true)
    const world: Partial<World> = {
      phones: [],
      onepipe: {
        apps: [{ name: 'Shop', apiKey: 'key', secret: 'secret', otpOverride: false }],
        sources: [{ type: 'bank.account', plaintext: '62;58', phone: '+234' }],
      },
    }
    const balances = onePipeSteps.record.begin({
      draft,
      sms: new ReadSms(draft),
      world: world as World,
      quirks: {},
      isHeld: () => false,
      moneyMovedAfter: () => true,
    })
    const [opened, issued, undelivered] = (['opened', 'code-issued', 'undelivered'] as const).map(
      (what, id) => {
        const data = { app: 'Shop', transactionRef: '1' }
        return new RecordedEvent({
          id,
          kind: `balance-request.${what}`,
          trace: null,
          phone: '+234',
          at: '2026-01-05T09:00:00Z',
          data,
        })
      },
    ) as [RecordedEvent, RecordedEvent, RecordedEvent]
    balances.take(opened, issued)
    balances.take(issued, undefined)
    draft.add({ dials: '*165#' }, '+234')
    balances.take(undelivered, undefined)
    expect(draft.written()[0]?.words.expect).toEqual({ 'balance-request': 'ask', status: 'Failed' })
  })
})
