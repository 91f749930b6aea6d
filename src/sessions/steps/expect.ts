import type { Order, Payment, PreApproval, Transfer } from '../../client/index.ts'
import { StepFailure } from '../failure.ts'
import { sameAmount } from '../matching.ts'
import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'
import { expectCallbacks } from './callbacks.ts'
import { made } from './merchant.ts'
import { expectAnswer } from './onepipe.ts'

type Expected = NonNullable<StepWords['expect']>

export async function expects(scene: Scene, expected: Expected): Promise<void> {
  const { request, 'pre-approval': preApproval, transfer, phone } = expected
  const { 'balance-request': balanceRequest } = expected
  if (request !== undefined) await expectStatus(scene, { name: request, of: scene.orders }, expected)
  if (preApproval !== undefined) {
    await expectStatus(scene, { name: preApproval, of: scene.preApprovals }, expected)
    await expectListed(scene, preApproval, expected)
  }
  if (transfer !== undefined) await expectStatus(scene, { name: transfer, of: scene.transfers }, expected)
  if (balanceRequest !== undefined) expectAnswer(scene, balanceRequest, expected)
  if (phone !== undefined) await expectBalance(scene, phone, expected)
}

async function expectStatus(
  scene: Scene,
  { name, of }: { name: string; of: ReadonlyMap<string, Order | PreApproval | Transfer> },
  { status, reason, callbacks }: Expected,
): Promise<void> {
  const found = made(of, name)
  // Everything due was attempted before this step: a callback that is not there will not come.
  const payment = await found.status({ callbackWaitMs: 0 })
  const seenReason = reasonOf(payment)
  const seen = `${payment.status}${seenReason === undefined ? '' : ` ${seenReason}`}`
  if (payment.status !== status) {
    throw new StepFailure({ expected: `${name} ${status}`, seen, path: ['status'] })
  }
  if (reason !== undefined && seenReason !== reason) {
    throw new StepFailure({ expected: `${name} ${status} ${reason}`, seen, path: ['reason'] })
  }
  const called = callbacks === undefined ? '' : await expectCallbacks(scene, found.callbacks, callbacks)
  scene.say({ kind: 'checked', text: `${name} is ${seen}${called}` })
}

/** The status by reference stays as decided; only the list shows how a pre-approval ended. */
async function expectListed(scene: Scene, name: string, { listed }: Expected): Promise<void> {
  if (listed === undefined) return
  const { status } = await made(scene.preApprovals, name).details()
  if (status !== listed) {
    throw new StepFailure({ expected: `${name} listed as ${listed}`, seen: status, path: ['listed'] })
  }
  scene.say({ kind: 'checked', text: `${name} is listed as ${listed}` })
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
