import { sameAmount } from '../matching.ts'
import type { Scene } from '../scene.ts'
import type { ExpectWords, Grammar } from '../schema.ts'
import { StepFailure } from '../step-failure.ts'
import type { Expected } from '../steps-part.ts'
import { expectCalls } from './expect-calls.ts'

export async function expects(scene: Scene, expected: ExpectWords, grammar: Grammar): Promise<void> {
  for (const [word, value] of Object.entries(expected)) {
    const expectation = grammar.expectations.get(word)
    // The schema has checked that the words of its subject are there.
    if (expectation) await expectation.check(scene, value as string, expected as Expected<never>)
  }
  if (expected.calls !== undefined) await expectCalls(scene, expected.calls)
  if (expected.phone !== undefined) await expectBalance(scene, expected.phone, expected)
}

async function expectBalance(
  scene: Scene,
  msisdn: string,
  { balance = '', currency = '' }: ExpectWords,
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
