import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { SimulatorClient } from '../src/client/index.ts'
import { type Entry, english, french, Teller } from '../src/events/telling.ts'
import { builtInProviders } from '../src/providers/built-in.ts'
import { findScripts, prettyReporter, runScripts } from '../src/sessions/index.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import type { TimelineEntries } from '../src/terms/sim/timeline-entry.ts'

const tellings = builtInProviders.flatMap(({ telling }) => telling ?? [])
const teller = new Teller(english, tellings)
const inFrench = new Teller(french, tellings)

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
    const sentences = Object.assign({}, french.events, ...tellings.map((each) => each.translations?.fr))
    expect(kinds.filter((kind) => !Object.hasOwn(sentences, kind))).toEqual([])
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
    const seenInFrench = new Map<string, string>()
    const newSimulator = async () => {
      const sim = await startSimulator({ clock: 'frozen' })
      const close = async () => {
        for (const entry of await entriesOf(sim.port)) {
          const sentence = sentenceOf(entry)
          const translated = inFrench.sentenceOf(entry, (phone) => names[phone])
          for (const each of [sentence, translated])
            expect(each, JSON.stringify(entry)).not.toMatch(/undefined|\bnull\b|\[object|\n|NaN|^\s*$/)
          expect(translated).not.toBe(sentence)
          if (!seenInFrench.has(entry.kind)) seenInFrench.set(entry.kind, translated)
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
    expect(Object.fromEntries([...seenInFrench].sort())).toMatchInlineSnapshot(`
      {
        "answer.held": "La réponse à momo.createRequestToPay est retenue pour toujours",
        "balance-request.answered": "Back Office a reçu le solde du compte de +2348022221408 sans demander",
        "balance-request.code-issued": "Un code a été envoyé à +2348022221408",
        "balance-request.expired": "Aucun code à temps : Lagos Ledger n’a pas reçu le solde du compte de +2348022221408",
        "balance-request.locked": "Trop de mauvais codes : Lagos Ledger ne reçoit pas le solde du compte de +2348022221408",
        "balance-request.opened": "Lagos Ledger a demandé le solde du compte de +2348022221408, qui doit donner son accord",
        "balance-request.reversed": "Lagos Ledger a retiré sa demande du solde du compte de +2348022221408",
        "balance-request.undelivered": "Le code pour Lagos Ledger n’a pas pu être envoyé à +2348022221409, qui ne peut pas donner son accord",
        "balance-request.verified": "Lagos Ledger a donné le bon code, et a reçu le solde du compte de +2348022221408",
        "balance-request.wrong-answer": "Lagos Ledger a donné un mauvais code de +2348022221408 : encore 2 essais",
        "bill-payment.created": "shop-1.test paie à Electricity Inc. une facture de 20,00 EUR",
        "bill-payment.settled": "shop-1.test a payé une facture de 20,00 EUR",
        "call.held": "Un rappel à shop-1.test est retenu",
        "call.released": "Un rappel à shop-1.test est reparti modifié",
        "callback.answered": "Le rappel à shop-1.test a reçu la réponse 200",
        "callback.failed": "Le rappel à shop-1.test a échoué : L’appel a été retenu, puis abandonné à la main : il n’est pas parti ; il ne sera pas renvoyé",
        "cash-transfer.created": "shop-1.test envoie 90,00 EUR à +46733000002, depuis un autre pays",
        "cash-transfer.settled": "+46733000002 a reçu 90,00 EUR depuis un autre pays, de la part de shop-1.test",
        "clock.moved": "L’horloge a été avancée de 20 secondes, à 09:00:20",
        "consent.created": "shop-1.test a demandé à Ama Lindqvist la permission de lire les données personnelles (all_info)",
        "consent.ended": "Ama Lindqvist ne permet plus à shop-1.test de lire les données personnelles",
        "consent.settled": "Ama Lindqvist n’a pas permis à shop-1.test de lire les données personnelles",
        "deposit.created": "shop-1.test envoie 40,00 EUR à +46733000002, en dépôt",
        "deposit.settled": "+46733000002 a reçu 40,00 EUR en dépôt de shop-1.test",
        "disbursement.created": "shop-1.test envoie 12,50 EUR à +46733000002",
        "disbursement.settled": "+46733000002 a reçu 12,50 EUR de shop-1.test",
        "email.lost": "L’e-mail de no-reply@payersim.example à bola.eze@example.com s’est perdu",
        "email.received": "bola.eze@example.com a reçu un e-mail de no-reply@payersim.example : « Your code to show your account balance »",
        "email.rejected": "L’e-mail de no-reply@payersim.example à bola.eze@example.com a été refusé : mailbox full",
        "fault.injected": "Une panne a frappé un appel de l’API d’un fournisseur : réponse 503",
        "faults.set": "Des pannes sont prévues pour un appel de l’API d’un fournisseur : réponse 503 ; pour un appel de l’API d’un fournisseur : réponse 429 ; pour un appel de l’API d’un fournisseur : aucune réponse ; pour un appel de l’API d’un fournisseur : jeton devenu invalide ; pour un appel de l’API d’un fournisseu…",
        "handset.network-changed": "Le téléphone d’Ama Lindqvist est maintenant sur le réseau 63903",
        "handset.offline": "Ama Lindqvist a éteint son téléphone",
        "handset.online": "Ama Lindqvist a allumé son téléphone",
        "hop.answered": "L’application sur payersim.test a été appelée pour un écran, et a répondu 200",
        "invoice.created": "shop-1.test a envoyé à Ama Lindqvist la facture 1308629355 de 12,50 EUR",
        "invoice.settled": "shop-1.test a annulé sa facture de 12,50 EUR pour Ama Lindqvist",
        "ledger.moved": "500,00 EUR de payersim float vers Ama Lindqvist",
        "payer.session-abandoned": "Ama Lindqvist a quitté l’application du payeur avant la fin (Incomplete)",
        "pin.locked": "Ama Lindqvist a tapé trop de mauvais codes PIN : le compte est bloqué",
        "pin.wrong": "Ama Lindqvist a tapé un mauvais code PIN : encore 2 essais",
        "pre-approval.created": "shop-1.test a demandé à Ama Lindqvist la permission de débiter le compte sans demander : « Gym membership »",
        "pre-approval.ended": "shop-1.test a rendu la permission d’Ama Lindqvist de débiter le compte sans demander",
        "pre-approval.settled": "Ama Lindqvist a permis à shop-1.test de débiter le compte sans demander",
        "refund.created": "shop-1.test rembourse 1,00 EUR à Ama Lindqvist",
        "refund.settled": "Ama Lindqvist n’a pas reçu 1,00 EUR en remboursement de shop-1.test : ce paiement n’a jamais été payé",
        "request-to-pay.created": "shop-1.test a demandé 12,50 EUR à Ama Lindqvist",
        "request-to-pay.notification": "shop-1.test a écrit à Ama Lindqvist : « Seat 14 is yours: show 4711 at the door »",
        "request-to-pay.settled": "Ama Lindqvist a approuvé 12,50 EUR pour shop-1.test",
        "request.answered": "POST /v1_0/apiuser a reçu la réponse 201",
        "request.failed": "POST /collection/v1_0/requesttopay n’a pas eu de réponse : Aucune réponse n’est venue, par la panne fault-3.",
        "sms.held": "Un SMS d’AFRICASTKNG attend : le téléphone d’Ama Lindqvist est éteint",
        "sms.lost": "Un SMS d’AFRICASTKNG à +2348022221408 s’est perdu",
        "sms.not-sent": "Un SMS à +2348022221408 n’est pas parti : UserInBlacklist",
        "sms.opted-in": "Ama Lindqvist veut de nouveau des messages d’AFRICASTKNG",
        "sms.opted-out": "Ama Lindqvist ne veut plus de messages d’AFRICASTKNG",
        "sms.received": "Ama Lindqvist a reçu un SMS d’AFRICASTKNG : « You paid 12.50 EUR to shop-1.test. Id 1365064233 New balance 487.50 EUR »",
        "sms.refused": "Le réseau a refusé un SMS d’AFRICASTKNG à +2348022221408 : UserInBlacklist",
        "sms.sent": "Ama Lindqvist a envoyé un SMS à AFRICASTKNG : « STOP »",
        "snapshot.restored": "Le monde est revenu à l’instantané « waiting »",
        "ussd.dialled": "Ama Lindqvist a composé *165#",
        "ussd.hop": "Le téléphone d’Ama Lindqvist affiche « Pay 12.50 EUR to shop-1.test? »",
        "ussd.pushed": "Le téléphone d’Ama Lindqvist a sonné : une question du *165#",
        "ussd.session-ended": "La session d’Ama Lindqvist sur le *165# s’est terminée après 3 écrans",
        "withdrawal.created": "shop-1.test a demandé 2,00 EUR à +46733000003, pour un retrait en espèces",
        "withdrawal.settled": "+46733000003 a refusé 2,00 EUR pour shop-1.test",
      }
    `)
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
        "call.held": "A callback to shop-1.test is held",
        "call.released": "A callback to shop-1.test was changed and let go",
        "callback.answered": "The callback to shop-1.test was answered 200",
        "callback.failed": "The callback to shop-1.test failed: It was held, and dropped by hand: it was not sent; it is not sent again",
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
