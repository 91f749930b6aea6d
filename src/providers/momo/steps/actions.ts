import type {
  BillPayment,
  Callback,
  CashTransfer,
  Consent,
  Deposit,
  Invoice,
  Merchant,
  Order,
  Payment,
  Phone,
  PreApproval,
  Refund,
  Transfer,
  Withdrawal,
} from '../../../client/index.ts'
import {
  action,
  calling,
  callVendor,
  type Kind,
  name,
  perScene,
  type Scene,
  sendAs,
  vendorCalls,
} from '../../../sessions/parts.ts'
import {
  cashTransferSchema,
  consentSchema,
  depositSchema,
  invoiceSchema,
  momoCallSchema,
  notifySchema,
  type PaymentTexts,
  payBillSchema,
  preApprovalSchema,
  refundSchema,
  requestToPaySchema,
  transferSchema,
  withdrawalSchema,
} from './schema.ts'

type Made = Invoice | Order | PreApproval | Payout | Withdrawal
/** What goes out. */
export type Payout = Transfer | Deposit | Refund | CashTransfer | BillPayment

const referenced = {
  idOf: ({ id }: Made) => id,
  again: (made: Made, options: { signal: AbortSignal }) => made.again(options),
}
export const orders: Kind<Order> = { ...referenced }
export const withdrawals: Kind<Withdrawal> = { ...referenced }
export const invoices: Kind<Invoice> = {
  ...referenced,
  words: ['number'],
  textOf: (made, _, scene) => calling(scene, (options) => made.number(options)),
}
export const preApprovals: Kind<PreApproval> = { ...referenced }
export const consents: Kind<Consent> = { idOf: ({ id }) => id }
export const transfers: Kind<Transfer> = { ...referenced }
export const deposits: Kind<Deposit> = { ...referenced }
export const refunds: Kind<Refund> = { ...referenced }
export const cashTransfers: Kind<CashTransfer> = { ...referenced }
export const billPayments: Kind<BillPayment> = { ...referenced }

/** The merchant of each environment. */
const merchants = perScene(() => new Map<string, Merchant>())
/** The phones of held prompts, by the name of the request. */
const heldPrompts = perScene(() => new Map<string, Phone>())

/** The statuses of what a merchant orders, and what its callbacks tell. */
const settling = {
  standing: async (made: Made) => {
    const { status } = await made.status({ callbackWaitMs: 0 })
    if (status === 'SUCCESSFUL') return { status, end: 'paid' as const }
    return status === 'FAILED' ? { status, end: 'failed' as const } : { status }
  },
  callbacks: (made: Made) => made.callbacks,
  toldBy: ({ body }: Callback) => (body as Partial<Payment>).status,
}

export const actions = {
  'request-to-pay': action({
    schema: requestToPaySchema,
    makes: orders,
    calls: true,
    order: {
      ...settling,
      moves: ({ payer, currency, amount }) => ({ party: payer, currency, amount: -Number(amount) }),
    },
    async perform(scene, asked) {
      const { as, payer, amount, currency, environment, prompt } = asked
      if (prompt) await holdPrompt(scene, as, payer)
      scene.say({ kind: 'did', text: `${as}: a merchant asks ${payer} for ${amount} ${currency}` })
      const wanted = { payer, amount, currency, ...(await paymentTexts(scene, asked)) }
      await sendAs(scene, { kind: orders, name: as }, (options) =>
        merchantOf(scene, environment).requestToPay(wanted, options),
      )
    },
  }),
  withdrawal: action({
    schema: withdrawalSchema,
    makes: withdrawals,
    calls: true,
    order: {
      ...settling,
      moves: ({ payer, currency, amount }) => ({ party: payer, currency, amount: -Number(amount) }),
    },
    async perform(scene, asked) {
      const { as, payer, amount, currency, environment, prompt, version } = asked
      if (prompt) await holdPrompt(scene, as, payer)
      scene.say({ kind: 'did', text: `${as}: an agent asks ${payer} for ${amount} ${currency}, for cash` })
      const texts = await paymentTexts(scene, asked)
      const wanted = { payer, amount, currency, ...texts, ...(version === undefined ? {} : { version }) }
      await sendAs(scene, { kind: withdrawals, name: as }, (options) =>
        merchantOf(scene, environment).withdrawal(wanted, options),
      )
    },
  }),
  invoice: action({
    schema: invoiceSchema,
    makes: invoices,
    calls: true,
    order: {
      ...settling,
      async standing(made) {
        const standing = await settling.standing(made)
        // It waits as long as it says, which may be days: nothing is wrong with that, if no money has moved.
        return { end: 'failed' as const, ...standing }
      },
      moves: ({ payer, currency, amount }) => ({ party: payer, currency, amount: -Number(amount) }),
    },
    async perform(scene, asked) {
      const { as, payer, amount, currency, validity, description, environment } = asked
      const until = validity === undefined ? '' : `, to be paid within ${validity}`
      scene.say({ kind: 'did', text: `${as}: a merchant bills ${payer} for ${amount} ${currency}${until}` })
      const wanted = {
        payer,
        amount,
        currency,
        ...(validity === undefined ? {} : { validity }),
        ...(description === undefined ? {} : { description: (await scene.resolve(description)).value }),
        ...(await paymentTexts(scene, asked)),
      }
      await sendAs(scene, { kind: invoices, name: as }, (options) =>
        merchantOf(scene, environment).invoice(wanted, options),
      )
    },
  }),
  'cancel-invoice': action({
    schema: name,
    calls: true,
    refers: [{ to: ['invoice'] }],
    async perform(scene, named) {
      scene.say({ kind: 'did', text: `${named}: the merchant takes it back` })
      await calling(scene, (options) => scene.made(invoices, named).cancel(options))
    },
  }),
  'pre-approval': action({
    schema: preApprovalSchema,
    makes: preApprovals,
    calls: true,
    order: settling,
    async perform(scene, asked) {
      const { as, payer, currency, validity, message, environment, prompt } = asked
      if (prompt) await holdPrompt(scene, as, payer)
      const until = validity === undefined ? 'without an end' : `for ${validity}`
      const text = `${as}: a merchant asks ${payer} to be debited in ${currency} ${until}`
      scene.say({ kind: 'did', text })
      const wanted = {
        payer,
        currency,
        ...(validity === undefined ? {} : { validity }),
        ...(message === undefined ? {} : { message: (await scene.resolve(message)).value }),
      }
      await sendAs(scene, { kind: preApprovals, name: as }, (options) =>
        merchantOf(scene, environment).preApprove(wanted, options),
      )
    },
  }),
  consent: action({
    schema: consentSchema,
    makes: consents,
    calls: true,
    order: {
      async standing(made) {
        const status = await made.standing()
        // No money moves by it, whatever the payer says.
        return status === 'PENDING' ? { status } : { status, end: 'failed' as const }
      },
      // Its merchant polls.
      callbacks: () => [],
      toldBy: () => undefined,
    },
    async perform(scene, asked) {
      const { as, payer, scopes, access, validity, product, environment, prompt } = asked
      if (prompt) await holdPrompt(scene, as, payer)
      scene.say({ kind: 'did', text: `${as}: a merchant asks ${payer} to share ${scopes.join(', ')}` })
      const wanted = {
        ...{ payer, scopes },
        ...(access === undefined ? {} : { access }),
        ...(validity === undefined ? {} : { validity }),
        ...(product === undefined ? {} : { product }),
      }
      await sendAs(scene, { kind: consents, name: as }, (options) =>
        merchantOf(scene, environment).consent(wanted, options),
      )
    },
  }),
  'read-consent': action({
    schema: name,
    calls: true,
    refers: [{ to: ['consent'] }],
    async perform(scene, named) {
      scene.say({ kind: 'did', text: `${named}: the merchant reads what the payer shares` })
      const consent = scene.made(consents, named)
      await calling(scene, (options) => consent.userInfo({ ...options, renew: true }))
    },
  }),
  'release-prompt': action({
    schema: name,
    refers: [
      {
        to: ['request-to-pay', 'withdrawal', 'pre-approval', 'consent'],
        refusal: (named, { prompt }: { prompt?: string }) =>
          prompt === 'held'
            ? undefined
            : `The prompt of "${named}" is not held. Write prompt: held where it is made.`,
      },
    ],
    /** What had to come before the prompt is done: release it now. */
    async perform(scene, named) {
      const asked =
        scene.allMade(orders).get(named) ??
        scene.allMade(consents).get(named) ??
        scene.allMade(withdrawals).get(named) ??
        scene.made(preApprovals, named)
      const phone = heldPrompts(scene).get(named)
      if (!phone) throw new Error(`No prompt is held under the name "${named}".`)
      scene.say({ kind: 'did', text: `${named}: its prompt goes out to ${phone.msisdn}` })
      await phone.releasePrompt(asked)
    },
  }),
  'cancel-pre-approval': action({
    schema: name,
    calls: true,
    refers: [{ to: ['pre-approval'] }],
    async perform(scene, named) {
      scene.say({ kind: 'did', text: `${named}: the merchant cancels it` })
      await calling(scene, (options) => scene.made(preApprovals, named).cancel(options))
    },
  }),
  transfer: action({
    schema: transferSchema,
    makes: transfers,
    calls: true,
    order: {
      ...settling,
      moves: ({ payee, currency, amount }) => ({ party: payee, currency, amount: Number(amount) }),
    },
    async perform(scene, sent) {
      const { as, payee, amount, currency, product, environment } = sent
      scene.say({ kind: 'did', text: `${as}: a merchant sends ${payee} ${amount} ${currency}` })
      const wanted = {
        payee,
        amount,
        currency,
        ...(await paymentTexts(scene, sent)),
        ...(product === undefined ? {} : { product }),
      }
      await sendAs(scene, { kind: transfers, name: as }, (options) =>
        merchantOf(scene, environment).transfer(wanted, options),
      )
    },
  }),
  deposit: action({
    schema: depositSchema,
    makes: deposits,
    calls: true,
    order: {
      ...settling,
      moves: ({ payee, currency, amount }) => ({ party: payee, currency, amount: Number(amount) }),
    },
    async perform(scene, sent) {
      const { as, payee, amount, currency, version, environment } = sent
      scene.say({ kind: 'did', text: `${as}: a merchant deposits ${amount} ${currency} to ${payee}` })
      const wanted = { payee, amount, currency, ...(await paymentTexts(scene, sent)), ...known({ version }) }
      await sendAs(scene, { kind: deposits, name: as }, (options) =>
        merchantOf(scene, environment).deposit(wanted, options),
      )
    },
  }),
  refund: action({
    schema: refundSchema,
    makes: refunds,
    calls: true,
    refers: [{ path: ['of'], to: ['request-to-pay'] }],
    order: {
      ...settling,
      moves: ({ of, currency, amount }, stepOf) => ({
        party: (stepOf(of) as { payer: string }).payer,
        currency,
        amount: Number(amount),
      }),
    },
    async perform(scene, sent) {
      const { as, of, amount, currency, version, environment } = sent
      scene.say({ kind: 'did', text: `${as}: the merchant gives back ${amount} ${currency} of ${of}` })
      const wanted = {
        ...{ of: scene.made(orders, of), amount, currency },
        ...(await paymentTexts(scene, sent)),
        ...known({ version }),
      }
      await sendAs(scene, { kind: refunds, name: as }, (options) =>
        merchantOf(scene, environment).refund(wanted, options),
      )
    },
  }),
  'cash-transfer': action({
    schema: cashTransferSchema,
    makes: cashTransfers,
    calls: true,
    order: {
      ...settling,
      moves: ({ payee, currency, amount }) => ({ party: payee, currency, amount: Number(amount) }),
    },
    async perform(scene, sent) {
      const { as, payee, amount, currency, country, original, sender = {}, environment } = sent
      scene.say({
        kind: 'did',
        text: `${as}: a merchant pays out ${amount} ${currency} from abroad to ${payee}`,
      })
      const { language, email, msisdn, gender, identity } = sender
      const who = known({
        ...{ firstName: sender['first-name'], surName: sender['sur-name'], language, email, msisdn, gender },
        ...{ identity, identificationType: sender['identification-type'] },
        identificationNumber: sender['identification-number'],
      })
      const wanted = {
        ...{ payee, amount, currency, sender: who },
        ...(await paymentTexts(scene, sent)),
        ...known({ country, original }),
      }
      await sendAs(scene, { kind: cashTransfers, name: as }, (options) =>
        merchantOf(scene, environment).cashTransfer(wanted, options),
      )
    },
  }),
  'pay-bill': action({
    schema: payBillSchema,
    makes: billPayments,
    calls: true,
    order: settling,
    async perform(scene, sent) {
      const { as, provider, customer, amount, currency, 'fee-included': feeIncluded, environment } = sent
      const text = `${as}: a merchant pays ${provider} ${amount} ${currency} for ${customer}`
      scene.say({ kind: 'did', text })
      const wanted = {
        ...{ provider, customer, amount, currency },
        ...(await paymentTexts(scene, sent)),
        ...known({ feeIncluded }),
      }
      await sendAs(scene, { kind: billPayments, name: as }, (options) =>
        merchantOf(scene, environment).payBill(wanted, options),
      )
    },
  }),
  notify: action({
    schema: notifySchema,
    calls: true,
    refers: [{ path: ['request'], to: ['request-to-pay'] }],
    async perform(scene, { request, text, language }) {
      const { value, masked } = await scene.resolve(text)
      scene.say({ kind: 'did', text: `${request}: the merchant notifies the payer: ${masked}` })
      const said = language === undefined ? {} : { language }
      await calling(scene, (options) => scene.made(orders, request).notify(value, { ...said, ...options }))
    },
  }),
  /** Any operation, for what no word of its own is about. */
  momo: action({
    schema: momoCallSchema,
    makes: vendorCalls,
    calls: true,
    perform: (scene, { environment, ...asked }) =>
      callVendor(scene, asked, {
        send: (request, referenceId) => merchantOf(scene, environment).call({ ...request, referenceId }),
        isKnown: ({ code }) => code === 'RESOURCE_ALREADY_EXIST',
      }),
  }),
}

function merchantOf(scene: Scene, environment = 'sandbox'): Merchant {
  const known = merchants(scene)
  const merchant = known.get(environment) ?? scene.client.merchant({ environment })
  known.set(environment, merchant)
  return merchant
}

async function holdPrompt(scene: Scene, named: string, payer: string): Promise<void> {
  const phone = scene.client.phone(payer)
  await phone.holdPrompt()
  heldPrompts(scene).set(named, phone)
}

/** With their variables filled in. */
async function paymentTexts(
  scene: Scene,
  { message, note, 'external-id': externalId }: Partial<PaymentTexts>,
): Promise<{ message?: string; note?: string; externalId?: string }> {
  const texts = Object.entries({ message, note, externalId }).filter(([, text]) => text !== undefined)
  const filled = texts.map(async ([word, text = '']) => [word, (await scene.resolve(text)).value] as const)
  return Object.fromEntries(await Promise.all(filled))
}

/** Without what is undefined. */
function known<Words extends object>(
  words: Words,
): { [Name in keyof Words]?: Exclude<Words[Name], undefined> } {
  const given = Object.entries(words).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [Name in keyof Words]?: Exclude<Words[Name], undefined> }
}
