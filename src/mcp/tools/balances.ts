import { z } from 'zod'
import type { BalanceRequest } from '../../client/index.ts'
import { ClientError } from '../../client/index.ts'
import type { Place } from '../desk.ts'
import { type Tool, tool } from '../tool.ts'

const reference = z.string().describe('As request_balance returned it')

export const balanceTools: readonly Tool[] = [
  tool({
    name: 'request_balance',
    title: 'Ask OnePipe for a balance',
    description:
      "Sends OnePipe's get_balance as an app of this world would, signed and encrypted by its own secret. The customer gets a one-time code by SMS (read_sms); answer_balance_request takes it. To test your own program let it call the routes itself.",
    input: {
      source: z.string().describe("An account, card, wallet or phone number of the world's sources"),
      app: z.string().optional().describe('An app by its name in the world; the first one by default'),
    },
    does: 'changes',
    async run({ source, app }, place) {
      const request = await place.sim.onepipeApp(app).getBalance({ source })
      place.balances.set(request.transactionRef, request)
      return told(request)
    },
  }),
  tool({
    name: 'answer_balance_request',
    title: 'Give the code of a balance request',
    description:
      'Sends the one-time code, or the PIN, that OnePipe waits for. The answer has the balance, or why there is none.',
    input: { transaction_ref: reference, code: z.string().describe('Such as the code of the SMS') },
    does: 'changes',
    async run({ transaction_ref, code }, place) {
      const request = requestOf(place, transaction_ref)
      await request.validate(code)
      return told(request)
    },
  }),
  tool({
    name: 'query_balance_request',
    title: 'Ask how a balance request stands',
    description:
      'As OnePipe tells the app by its query. It never has the balance: only the answer to the code has.',
    input: { transaction_ref: reference },
    does: 'reads',
    async run({ transaction_ref }, place) {
      const request = requestOf(place, transaction_ref)
      await request.query()
      return told(request)
    },
  }),
]

/** @throws ClientError where no agent here has begun it */
function requestOf({ balances }: Place, transactionRef: string): BalanceRequest {
  const found = balances.get(transactionRef)
  if (found) return found
  const begun = balances.size === 0 ? 'None was begun.' : `Begun were: ${[...balances.keys()].join(', ')}.`
  throw new ClientError(
    `request_balance has begun no ${transactionRef} in this world. ${begun} One of your own program is in list_payments.`,
  )
}

function told(request: BalanceRequest) {
  const { transactionRef, status, error, balance, answer } = request
  // OnePipe counts in kobo, the hundredth of a naira.
  const amount = balance === null ? null : `${(balance.amount / 100).toFixed(2)} ${balance.currency}`
  const lines = [
    `${transactionRef}: ${status}.${answer.message && error === null ? ` ${answer.message}` : ''}`,
    ...(amount === null ? [] : [`The balance is ${amount}.`]),
    ...(error === null ? [] : [`OnePipe refused it with the code ${error.code}: ${error.message}`]),
  ]
  return {
    text: lines.join('\n'),
    data: { transactionRef, status, error, balance },
  }
}
