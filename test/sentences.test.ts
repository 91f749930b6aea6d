import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { SimulatorClient } from '../src/client/index.ts'
import { type Entry, english, Teller } from '../src/events/telling.ts'
import { builtInProviders } from '../src/providers/built-in.ts'
import { findScripts, prettyReporter, runScripts } from '../src/sessions/index.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import type { TimelineEntries } from '../src/terms/sim/timeline-entry.ts'

const teller = new Teller(
  english,
  builtInProviders.flatMap(({ telling }) => telling ?? []),
)

const opened: Simulator[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

async function entriesOf(port: Simulator['port']): Promise<Entry[]> {
  const entries: Entry[] = []
  for (let after = ''; ; ) {
    const path = `/_sim/timeline/all?after=${after}`
    const { text } = await port.fetch({ method: 'GET', path, headers: {} })
    const read = JSON.parse(text) as TimelineEntries
    entries.push(...(read.entries as Entry[]))
    after = read.after
    if (!read.more) return entries
  }
}

const names: Record<string, string> = { '+46733000001': 'Ama Lindqvist' }
const sentenceOf = (entry: Entry) => teller.sentenceOf(entry, (phone) => names[phone])

/** What a person would tell, as the terminal and the page do. */
async function told(sim: Simulator): Promise<string[]> {
  const entries = await entriesOf(sim.port)
  return entries.filter((entry) => teller.rankOf(entry) !== 'internal').map(sentenceOf)
}

describe('sentences', () => {
  it('are there for every kind of event', () => {
    // That document has every kind that a room declares: test/events-doc.test.ts.
    const document = readFileSync(new URL('../docs/events.md', import.meta.url), 'utf8')
    const kinds = [...document.matchAll(/^\| `([a-z-]+\.[a-z-]+)` \|/gm)].map(([, kind = '']) => kind)
    expect(kinds).toContain('request-to-pay.settled')
    expect(kinds.filter((kind) => !teller.knows(kind))).toEqual([])
  })

  it('tell a payment as a person would', async () => {
    const sim = await startSimulator({ clock: 'frozen' })
    opened.push(sim)
    const ama = sim.phone('+46733000001')
    const order = await sim.merchant().requestToPay({ payer: ama, amount: '12.5', currency: 'EUR' })
    await ama.prompted()
    await ama.choose('Approve')
    await ama.reply('1234')
    await order.settled()
    await sim.settle()
    expect(await told(sim)).toMatchInlineSnapshot(`
      [
        "shop-1.test asked Ama Lindqvist for 12.50 EUR",
        "The phone of Ama Lindqvist rang: a question by *165#",
        "Ama Lindqvist approved 12.50 EUR for shop-1.test",
        "The callback to shop-1.test was answered 200",
        "Ama Lindqvist got an SMS from AFRICASTKNG: “You paid 12.50 EUR to shop-1.test. Id 1365064233 New balance 487.50 EUR”",
      ]
    `)
  })

  it('tell of a callback whether it is sent again', () => {
    const data = {
      direction: 'out',
      method: 'POST',
      url: 'http://shop.test/paid',
      tookMs: 3,
      request: '',
    } as const
    const callback = (rest: { status: number | null; error: string | null; again: boolean }) =>
      sentenceOf({
        ...{ id: 'http-3f9a21-2', place: 7.25, phone: '+46733000001', at: '2026-01-05T09:00:00.000Z' },
        ...{ kind: 'callback.answered', trace: null, data: { ...data, ...rest, answer: null } },
      })
    expect(callback({ status: 500, error: null, again: false })).toBe(
      'The callback to shop.test was answered 500; it is not sent again',
    )
    expect(callback({ status: null, error: 'No answer came', again: true })).toBe(
      'The callback to shop.test failed: No answer came; it is sent again',
    )
    expect(callback({ status: 204, error: null, again: false })).toBe(
      'The callback to shop.test was answered 204',
    )
  })

  it('need no field that an older version did not write', () => {
    const event = { id: '7', place: 7, phone: null, at: '2026-01-05T09:00:00.000Z', trace: null }
    const old = { ...event, kind: 'request-to-pay.created', data: { amount: '5', currency: 'EUR' } }
    expect(sentenceOf(old as Entry)).toBe('request to pay created: amount 5, currency EUR')
    const ofOthers = { ...event, kind: 'acme.charged', data: { shop: 'Corner', amount: '5' } }
    expect(sentenceOf(ofOthers as Entry)).toBe('acme charged: shop Corner, amount 5')
  })

  it('tell all that the scripts of this project bring about, each in one line of words', {
    timeout: 200_000,
  }, async () => {
    const seen = new Map<string, string>()
    const newSimulator = async () => {
      const sim = await startSimulator({ clock: 'frozen' })
      const close = async () => {
        for (const entry of await entriesOf(sim.port)) {
          const sentence = sentenceOf(entry)
          expect(sentence, JSON.stringify(entry)).not.toMatch(/undefined|\bnull\b|\[object|\n|NaN|^\s*$/)
          if (!entry.id.startsWith('http-') && entry.kind !== 'ledger.moved')
            expect(teller.knows(entry.kind), entry.kind).toBe(true)
          if (!seen.has(entry.kind)) seen.set(entry.kind, sentence)
        }
        await sim.close()
      }
      return { client: new SimulatorClient(sim.port), close }
    }
    let output = ''
    const write = (text: string) => {
      output += text
    }
    const files = await findScripts(['sessions'])
    const reporter = prettyReporter({ write, colours: false })
    const result = await runScripts(files, { reporter, newSimulator })
    expect(result, output).toEqual({ passed: files.length, failed: 0 })
    expect(Object.fromEntries([...seen].sort())).toMatchInlineSnapshot(`
      {
        "answer.held": "The answer to momo.createRequestToPay is held back for ever",
        "balance-request.answered": "Back Office got the balance of +2348022221408 without asking",
        "balance-request.code-issued": "A code was sent to +2348022221408",
        "balance-request.expired": "No code came in time: Lagos Ledger got no balance of +2348022221408",
        "balance-request.locked": "Too many codes were wrong: Lagos Ledger gets no balance of +2348022221408",
        "balance-request.opened": "Lagos Ledger asked for the balance of +2348022221408, who has to agree",
        "balance-request.reversed": "Lagos Ledger took back its request for the balance of +2348022221408",
        "balance-request.undelivered": "The code for Lagos Ledger could not be sent to +2348022221409, who cannot agree",
        "balance-request.verified": "Lagos Ledger gave the right code, and got the balance of +2348022221408",
        "balance-request.wrong-answer": "Lagos Ledger gave a wrong code of +2348022221408: 2 tries left",
        "bill-payment.created": "shop-1.test pays a bill of 20.00 EUR to Electricity Inc.",
        "bill-payment.settled": "shop-1.test paid a bill of 20.00 EUR",
        "callback.answered": "The callback to shop-1.test was answered 200",
        "cash-transfer.created": "shop-1.test sends 90.00 EUR to +46733000002, from another country",
        "cash-transfer.settled": "+46733000002 got 90.00 EUR from another country by shop-1.test",
        "clock.moved": "The clock was moved on by 20 seconds, to 09:00:20",
        "consent.created": "shop-1.test asked Ama Lindqvist to be allowed to read personal data (all_info)",
        "consent.ended": "Ama Lindqvist no longer allows shop-1.test to read personal data",
        "consent.settled": "Ama Lindqvist did not allow shop-1.test to read personal data",
        "deposit.created": "shop-1.test sends 40.00 EUR to +46733000002, as a deposit",
        "deposit.settled": "+46733000002 got 40.00 EUR as a deposit from shop-1.test",
        "disbursement.created": "shop-1.test sends 12.50 EUR to +46733000002",
        "disbursement.settled": "+46733000002 got 12.50 EUR from shop-1.test",
        "email.lost": "The e-mail from no-reply@payersim.example to bola.eze@example.com was lost",
        "email.received": "bola.eze@example.com got an e-mail from no-reply@payersim.example: “Your code to show your account balance”",
        "email.rejected": "The e-mail from no-reply@payersim.example to bola.eze@example.com was refused: mailbox full",
        "fault.injected": "A fault struck a call of a vendor's API: it is answered 503",
        "faults.set": "Faults are planned for a call of a vendor's API: it is answered 503; for a call of a vendor's API: it is answered 429; for a call of a vendor's API: it is never answered; for a call of a vendor's API: its token is no longer valid; for a call of a vendor's API: the answer comes late",
        "handset.network-changed": "The phone of Ama Lindqvist is now on the network 63903",
        "handset.offline": "Ama Lindqvist switched the phone off",
        "handset.online": "Ama Lindqvist switched the phone on",
        "hop.answered": "The app at payersim.test was asked for a screen, and answered 200",
        "invoice.created": "shop-1.test sent Ama Lindqvist the invoice 1308629355 for 12.50 EUR",
        "invoice.settled": "shop-1.test cancelled its invoice of 12.50 EUR for Ama Lindqvist",
        "ledger.moved": "500.00 EUR moved from payersim float to Ama Lindqvist",
        "payer.session-abandoned": "Ama Lindqvist left the payer’s app before its end (Incomplete)",
        "pin.locked": "Ama Lindqvist typed too many wrong PINs: the account is locked",
        "pin.wrong": "Ama Lindqvist typed a wrong PIN: 2 tries left",
        "pre-approval.created": "shop-1.test asked Ama Lindqvist to be allowed to debit the account without asking: “Gym membership”",
        "pre-approval.ended": "shop-1.test gave up the permission of Ama Lindqvist to debit the account without asking",
        "pre-approval.settled": "Ama Lindqvist allowed shop-1.test to debit the account without asking",
        "refund.created": "shop-1.test gives 1.00 EUR back to Ama Lindqvist",
        "refund.settled": "Ama Lindqvist did not get 1.00 EUR back from shop-1.test: that payment was never paid",
        "request-to-pay.created": "shop-1.test asked Ama Lindqvist for 12.50 EUR",
        "request-to-pay.notification": "shop-1.test wrote to Ama Lindqvist: “Seat 14 is yours: show 4711 at the door”",
        "request-to-pay.settled": "Ama Lindqvist approved 12.50 EUR for shop-1.test",
        "request.answered": "POST /v1_0/apiuser was answered 201",
        "request.failed": "POST /collection/v1_0/requesttopay got no answer: No answer came, by the fault fault-3.",
        "sms.held": "An SMS from AFRICASTKNG waits: the phone of Ama Lindqvist is off",
        "sms.lost": "An SMS from AFRICASTKNG to +2348022221408 was lost",
        "sms.not-sent": "An SMS to +2348022221408 was not sent: UserInBlacklist",
        "sms.opted-in": "Ama Lindqvist wants messages from AFRICASTKNG again",
        "sms.opted-out": "Ama Lindqvist wants no more messages from AFRICASTKNG",
        "sms.received": "Ama Lindqvist got an SMS from AFRICASTKNG: “You paid 12.50 EUR to shop-1.test. Id 1365064233 New balance 487.50 EUR”",
        "sms.refused": "The network refused an SMS from AFRICASTKNG to +2348022221408: UserInBlacklist",
        "sms.sent": "Ama Lindqvist sent an SMS to AFRICASTKNG: “STOP”",
        "snapshot.restored": "The world went back to the snapshot “waiting”",
        "ussd.dialled": "Ama Lindqvist dialled *165#",
        "ussd.hop": "The phone of Ama Lindqvist shows “Pay 12.50 EUR to shop-1.test?”",
        "ussd.pushed": "The phone of Ama Lindqvist rang: a question by *165#",
        "ussd.session-ended": "The session of Ama Lindqvist on *165# ended after 3 screens",
        "withdrawal.created": "shop-1.test asked +46733000003 for 2.00 EUR, to hand it out in cash",
        "withdrawal.settled": "+46733000003 rejected 2.00 EUR for shop-1.test",
      }
    `)
  })
})
