import type {
  Callback,
  Merchant,
  Order,
  Payment,
  Phone,
  PreApproval,
  Transfer,
} from '../../../client/index.ts'
import { action, type Kind, name, perScene, type Scene } from '../../../sessions/parts.ts'
import {
  notifySchema,
  type PaymentTexts,
  preApprovalSchema,
  requestToPaySchema,
  transferSchema,
} from './schema.ts'

type Made = Order | PreApproval | Transfer

export const orders: Kind<Order> = { idOf: ({ id }) => id }
export const preApprovals: Kind<PreApproval> = { idOf: ({ id }) => id }
export const transfers: Kind<Transfer> = { idOf: ({ id }) => id }

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
    order: {
      ...settling,
      moves: ({ payer, currency, amount }) => ({ party: payer, currency, amount: -Number(amount) }),
    },
    async perform(scene, asked) {
      const { as, payer, amount, currency, environment, prompt } = asked
      if (prompt) await holdPrompt(scene, as, payer)
      scene.say({ kind: 'did', text: `${as}: a merchant asks ${payer} for ${amount} ${currency}` })
      const order = await merchantOf(scene, environment).requestToPay({
        payer,
        amount,
        currency,
        ...(await paymentTexts(scene, asked)),
      })
      scene.make(orders, as, order)
    },
  }),
  'pre-approval': action({
    schema: preApprovalSchema,
    makes: preApprovals,
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
      scene.make(preApprovals, as, await merchantOf(scene, environment).preApprove(wanted))
    },
  }),
  'release-prompt': action({
    schema: name,
    refers: [
      {
        to: ['request-to-pay', 'pre-approval'],
        refusal: (named, { prompt }: { prompt?: string }) =>
          prompt === 'held'
            ? undefined
            : `The prompt of "${named}" is not held. Write prompt: held where it is made.`,
      },
    ],
    /** What had to come before the prompt is done: release it now. */
    async perform(scene, named) {
      const asked = scene.allMade(orders).get(named) ?? scene.made(preApprovals, named)
      const phone = heldPrompts(scene).get(named)
      if (!phone) throw new Error(`No prompt is held under the name "${named}".`)
      scene.say({ kind: 'did', text: `${named}: its prompt goes out to ${phone.msisdn}` })
      await phone.releasePrompt(asked)
    },
  }),
  'cancel-pre-approval': action({
    schema: name,
    refers: [{ to: ['pre-approval'] }],
    async perform(scene, named) {
      scene.say({ kind: 'did', text: `${named}: the merchant cancels it` })
      await scene.made(preApprovals, named).cancel()
    },
  }),
  transfer: action({
    schema: transferSchema,
    makes: transfers,
    order: {
      ...settling,
      moves: ({ payee, currency, amount }) => ({ party: payee, currency, amount: Number(amount) }),
    },
    async perform(scene, sent) {
      const { as, payee, amount, currency, product, environment } = sent
      scene.say({ kind: 'did', text: `${as}: a merchant sends ${payee} ${amount} ${currency}` })
      const made = await merchantOf(scene, environment).transfer({
        payee,
        amount,
        currency,
        ...(await paymentTexts(scene, sent)),
        ...(product === undefined ? {} : { product }),
      })
      scene.make(transfers, as, made)
    },
  }),
  notify: action({
    schema: notifySchema,
    refers: [{ path: ['request'], to: ['request-to-pay'] }],
    async perform(scene, { request, text, language }) {
      const { value, masked } = await scene.resolve(text)
      scene.say({ kind: 'did', text: `${request}: the merchant notifies the payer: ${masked}` })
      await scene.made(orders, request).notify(value, language === undefined ? {} : { language })
    },
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
  { message, note, 'external-id': externalId }: PaymentTexts,
): Promise<{ message?: string; note?: string; externalId?: string }> {
  const texts = Object.entries({ message, note, externalId }).filter(([, text]) => text !== undefined)
  const filled = texts.map(async ([word, text = '']) => [word, (await scene.resolve(text)).value] as const)
  return Object.fromEntries(await Promise.all(filled))
}
