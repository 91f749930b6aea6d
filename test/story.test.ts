import { afterEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../src/simulator/index.ts'
import { mermaidOf, type Story, storyOf, svgOf, withClock } from '../src/story/index.ts'
import { ama, entriesOf, type Running, stories } from './stories.fixture.ts'

const closers: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function told(name: keyof typeof stories): Promise<Story> {
  const sim = (await startSimulator({ clock: 'frozen', port: 0 })) as Running
  closers.push(() => sim.close())
  await stories[name](sim)
  const { all, traced } = await entriesOf(sim)
  return storyOf(withClock(traced, all), { [ama]: 'Ama Lindqvist' })
}

/** `Wallet > MTN MoMo: Request to pay: failed`, with `!` where something went wrong and `x` where it never arrived. */
function linesOf({ lifelines, items }: Story): string[] {
  const names = new Map(lifelines.map(({ id, name }) => [id, name]))
  return items.map((item) => {
    const mark = item.tone === 'bad' ? '! ' : ''
    const text = item.text.split('\n')[0]
    if (item.shape === 'note') return `${mark}${names.get(item.over ?? '') ?? 'all'}: ${text}`
    return `${mark}${names.get(item.from)} ${item.lost ? 'x' : '>'} ${names.get(item.to)}: ${text}`
  })
}

const ofPhone = 'Ama Lindqvist +46733000001'

// The first one loads the whole simulator.
describe('the story of a payment', { timeout: 60_000 }, () => {
  it('that is approved: from the request to the phone and back, with what was typed before what it brought about', async () => {
    const story = await told('approved')
    expect(story.title).toBe('Request to pay of 12.50 EUR: Kiosk 24 and Ama Lindqvist')
    expect(story.outcome).toEqual({ text: 'Successful.', tone: 'good' })
    expect(story.lifelines.map(({ name }) => name)).toEqual([
      'Kiosk 24',
      'MTN MoMo',
      'Wallet',
      'Payer’s app',
      'Network',
      ofPhone,
    ])
    const lines = linesOf(story)
    expect(lines.slice(0, 18)).toEqual([
      'Kiosk 24 > MTN MoMo: POST /collection/v1_0/requesttopay',
      'MTN MoMo > Wallet: Request to pay of 12.50 EUR',
      'MTN MoMo > Kiosk 24: 202 Accepted',
      `Network > ${ofPhone}: Rings: a session of *165# opens`,
      'Network > Payer’s app: POST /ussd',
      'Payer’s app > Network: 200 OK',
      `Network > ${ofPhone}: Pay 12.50 EUR to Kiosk 24?`,
      `${ofPhone} > Network: Types 1`,
      'Network > Payer’s app: POST /ussd',
      'Payer’s app > Network: 200 OK',
      `Network > ${ofPhone}: Enter your PIN to pay 12.50 EUR to Kiosk 24`,
      `${ofPhone} > Network: Types ****`,
      'Network > Payer’s app: POST /ussd',
      'Wallet: 12.50 EUR from Ama Lindqvist to Kiosk 24',
      'Wallet > MTN MoMo: Request to pay: successful',
      'Payer’s app > Network: 200 OK',
      `Network > ${ofPhone}: Approved. You paid 12.50 EUR to Kiosk 24.`,
      `Network > ${ofPhone}: The session is over`,
    ])
    // These go out at the same time.
    expect(lines).toContain('MTN MoMo > Kiosk 24: Callback SUCCESSFUL: POST /paid')
    expect(lines).toContain('Kiosk 24 > MTN MoMo: 204 No Content')
    expect(lines).toContain(`Network > ${ofPhone}: SMS from AFRICASTKNG: You paid 12.50 EUR to Kiosk 24.`)
    expect(mermaidOf(story)).not.toContain('1234')
    expect(svgOf(story)).not.toContain('1234')
  })

  it('that is rejected has its reason where the wallet tells it', async () => {
    const story = await told('rejected')
    expect(story.outcome).toEqual({ text: 'Failed: The payer said no.', tone: 'bad' })
    expect(linesOf(story)).toContain('! Wallet > MTN MoMo: Request to pay: failed')
    expect(story.items.find(({ tone }) => tone === 'bad')?.explanation).toBe('The payer said no.')
    expect(linesOf(story)).toContain('MTN MoMo > Kiosk 24: Callback FAILED: POST /paid')
  })

  it('with a wrong PIN is red at the wallet, and goes on', async () => {
    const story = await told('wrong PIN')
    const lines = linesOf(story)
    const wrong = lines.indexOf('! Wallet: Wrong PIN')
    expect(lines.slice(wrong - 2, wrong + 3)).toEqual([
      `${ofPhone} > Network: Types ****`,
      'Network > Payer’s app: POST /ussd',
      '! Wallet: Wrong PIN',
      'Payer’s app > Network: 200 OK',
      `Network > ${ofPhone}: Wrong PIN. 2 tries left.`,
    ])
    expect(story.items[wrong]?.explanation).toBe('2 tries are left.')
    expect(story.outcome?.tone).toBe('good')
  })

  it('that times out has the jump of the clock before what it brought about', async () => {
    const story = await told('timed out')
    const lines = linesOf(story)
    const jump = lines.indexOf('all: The clock jumps 2 h: 09:00:00 → 11:00:00')
    expect(lines.indexOf('Network: The SMS waits: the phone is off')).toBe(jump - 1)
    expect(lines[jump + 1]).toBe('! Wallet > MTN MoMo: Request to pay: failed')
    expect(story.outcome?.text).toBe('Failed: Nobody answered in time.')
  })

  it('with a callback that was refused, and sent again, has both', async () => {
    const story = await told('callback sent again')
    const told500 = story.items.find(({ text }) => text === '500 Internal Server Error')
    expect(told500).toMatchObject({ tone: 'bad', explanation: expect.stringContaining('did not take it') })
    expect(linesOf(story).slice(-2)).toEqual([
      'MTN MoMo > Kiosk 24: Callback SUCCESSFUL: POST /paid',
      'Kiosk 24 > MTN MoMo: 204 No Content',
    ])
  })

  it('with a fault on the callback has an arrow that never arrives', async () => {
    const story = await told('fault on the callback')
    expect(linesOf(story)).toContain('! MTN MoMo x Kiosk 24: Fault: A callback to a merchant · failing dns')
    expect(linesOf(story).join()).not.toContain('Callback SUCCESSFUL')
    expect(mermaidOf(story)).toMatch(/p2-xp1: ✗ Fault: .*<br\/>Its host has no address/)
  })

  it('of a balance by OnePipe has the code that comes by SMS, and never its digits', async () => {
    const story = await told('OnePipe OTP')
    expect(story.title).toBe('Balance request: Lagos Ledger and +2348022221408')
    expect(story.outcome?.text).toBe('Successful.')
    expect(story.lifelines.map(({ role }) => role)).toEqual([
      'merchant',
      'gateway',
      'wallet',
      'network',
      'phone',
    ])
    const lines = linesOf(story)
    expect(lines[0]).toBe('Lagos Ledger > OnePipe: POST /v2/transact')
    expect(lines).toContain(
      'Network > +2348022221408: SMS from AFRICASTKNG: **** is your code to show your account balance to Lagos Ledger. It works for 5 minutes. Do not share it.',
    )
    expect(lines.indexOf('OnePipe: Balance request: verified')).toBeGreaterThan(
      lines.indexOf('Lagos Ledger > OnePipe: POST /v2/transact/validate'),
    )
  })
})
