import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'

type Value<Word extends keyof StepWords> = NonNullable<StepWords[Word]>

export async function requestToPay(scene: Scene, asked: Value<'request-to-pay'>): Promise<void> {
  const { as, payer, amount, currency, environment, prompt } = asked
  if (prompt) await holdPrompt(scene, as, payer)
  scene.say({ kind: 'did', text: `${as}: a merchant asks ${payer} for ${amount} ${currency}` })
  const order = await scene
    .merchant(environment)
    .requestToPay({ payer, amount, currency, ...(await paymentTexts(scene, asked)) })
  scene.orders.set(as, order)
}

export async function preApproval(scene: Scene, asked: Value<'pre-approval'>): Promise<void> {
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
  scene.preApprovals.set(as, await scene.merchant(environment).preApprove(wanted))
}

async function holdPrompt(scene: Scene, name: string, payer: string): Promise<void> {
  const phone = scene.client.phone(payer)
  await phone.holdPrompt()
  scene.heldPrompts.set(name, phone)
}

/** What had to come before the prompt is done: release it now. */
export async function releasePrompt(scene: Scene, name: string): Promise<void> {
  const asked = scene.orders.get(name) ?? made(scene.preApprovals, name)
  const phone = made(scene.heldPrompts, name)
  scene.say({ kind: 'did', text: `${name}: its prompt goes out to ${phone.msisdn}` })
  await phone.releasePrompt(asked)
}

export async function cancelPreApproval(scene: Scene, name: string): Promise<void> {
  scene.say({ kind: 'did', text: `${name}: the merchant cancels it` })
  await made(scene.preApprovals, name).cancel()
}

export async function transfer(scene: Scene, sent: Value<'transfer'>): Promise<void> {
  const { as, payee, amount, currency, product, environment } = sent
  scene.say({ kind: 'did', text: `${as}: a merchant sends ${payee} ${amount} ${currency}` })
  const made = await scene.merchant(environment).transfer({
    payee,
    amount,
    currency,
    ...(await paymentTexts(scene, sent)),
    ...(product === undefined ? {} : { product }),
  })
  scene.transfers.set(as, made)
}

export async function notify(scene: Scene, { request, text, language }: Value<'notify'>): Promise<void> {
  const { value, masked } = await scene.resolve(text)
  scene.say({ kind: 'did', text: `${request}: the merchant notifies the payer: ${masked}` })
  await made(scene.orders, request).notify(value, language === undefined ? {} : { language })
}

/** The object with this name; parsing has checked that it exists. */
export function made<Kind>(kind: ReadonlyMap<string, Kind>, name: string): Kind {
  const found = kind.get(name)
  if (found) return found
  throw new Error(`Nothing was made under the name "${name}".`)
}

/** With their variables filled in. */
async function paymentTexts(
  scene: Scene,
  {
    message,
    note,
    'external-id': externalId,
  }: Pick<Value<'request-to-pay'>, 'message' | 'note' | 'external-id'>,
): Promise<{ message?: string; note?: string; externalId?: string }> {
  const texts = Object.entries({ message, note, externalId }).filter(([, text]) => text !== undefined)
  const filled = texts.map(async ([word, text = '']) => [word, (await scene.resolve(text)).value] as const)
  return Object.fromEntries(await Promise.all(filled))
}
