import type { Payment } from '../../client/index.ts'
import { StepFailure } from '../failure.ts'
import { sameAmount } from '../matching.ts'
import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'

type Expected = NonNullable<StepWords['expect']>

export async function expects(scene: Scene, expected: Expected): Promise<void> {
  if (expected.request !== undefined) await expectOrder(scene, expected.request, expected)
  else if (expected.phone !== undefined) await expectBalance(scene, expected.phone, expected)
}

async function expectOrder(
  scene: Scene,
  name: string,
  { status, reason, callbacks }: Expected,
): Promise<void> {
  const order = scene.orders.get(name)
  if (!order) throw new Error(`No request-to-pay is named "${name}".`)
  // What was due has been attempted before this step: a callback that is not there will not come.
  const payment = await order.status({ callbackWaitMs: 0 })
  const seenReason = reasonOf(payment)
  const seen = `${payment.status}${seenReason === undefined ? '' : ` ${seenReason}`}`
  if (payment.status !== status) {
    throw new StepFailure({ expected: `${name} ${status}`, seen, path: ['status'] })
  }
  if (reason !== undefined && seenReason !== reason) {
    throw new StepFailure({ expected: `${name} ${status} ${reason}`, seen, path: ['reason'] })
  }
  const count = order.callbacks.length
  if (callbacks !== undefined && count !== callbacks) {
    throw new StepFailure({ expected: counted(callbacks), seen: counted(count), path: ['callbacks'] })
  }
  const called = callbacks === undefined ? '' : `, ${counted(count)}`
  scene.say({ kind: 'checked', text: `${name} is ${seen}${called}` })
}

async function expectBalance(
  scene: Scene,
  msisdn: string,
  { balance = '', currency = '' }: Expected,
): Promise<void> {
  const { phones } = await scene.client.world()
  const balances = phones.filter((phone) => phone.msisdn === msisdn).flatMap((phone) => phone.balances)
  const found = balances.filter((one) => one.currency === currency)
  if (!found.some(({ amount }) => sameAmount(amount, balance))) {
    const seen = (found.length > 0 ? found : balances).map((one) => `${one.amount} ${one.currency}`)
    throw new StepFailure({
      expected: `${msisdn} to have ${balance} ${currency}`,
      seen: seen.join(', ') || 'no account',
      path: [found.length > 0 ? 'balance' : balances.length > 0 ? 'currency' : 'phone'],
    })
  }
  scene.say({ kind: 'checked', text: `${msisdn} has ${balance} ${currency}` })
}

function reasonOf({ reason }: Payment): string | undefined {
  return typeof reason === 'object' ? reason.code : reason
}

function counted(callbacks: number): string {
  return callbacks === 1 ? '1 callback' : `${callbacks} callbacks`
}
