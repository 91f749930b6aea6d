import { beginningOf, type Kernel } from '../kernel/index.ts'
import { type Account, accountsOf, answersAt, hostOf } from './accounts.ts'
import { readAuthToken } from './auth-token.ts'
import type { NetworkConfig } from './config.ts'
import { maxParts, smsParts } from './sms-parts.ts'

/** The credentials of a request to Africa's Talking's API. */
export interface Credentials {
  username: string
  apiKey: string | undefined
  token: string | undefined
  /** Whether a fault has ended the token. */
  ended: boolean
  host: string | undefined
}

/**
 * The reason of "The supplied authentication is invalid": which of username, key, token and host does not belong to the
 * application.
 */
export function explainAuthentication(
  kernel: Kernel,
  config: NetworkConfig,
  sent: Credentials,
  now: number,
): string {
  const accounts = accountsOf(config)
  const account = accounts.find(({ username }) => username === sent.username)
  const problems = account
    ? [hostProblem(account, sent.host), keyProblem(kernel, account, sent, now)]
    : [userProblem(sent.username, accounts), unknownKeyProblem(sent, accounts)]
  const known = accounts.map(
    ({ username, apiKey }) => `${JSON.stringify(username)} with an apiKey that ${beginningOf(apiKey)}`,
  )
  return [
    ...problems.filter((each) => each !== undefined),
    `The applications of this world are ${known.join(', and ')} (network in the world file; GET /_sim/world shows them).`,
  ].join(' ')
}

function userProblem(username: string, accounts: readonly Account[]): string {
  if (username === '') return 'No username was sent.'
  if (accounts.some(({ apiKey }) => apiKey === username)) return 'The apiKey was sent as the username.'
  return `The username that was sent is ${JSON.stringify(username.slice(0, 40))}.`
}

function hostProblem({ username }: Account, host: string | undefined): string | undefined {
  if (answersAt(username, host)) return undefined
  return `The request was for ${host}, and ${JSON.stringify(username)} answers at ${hostOf(username)}.`
}

function keyProblem(
  kernel: Kernel,
  account: Account,
  { apiKey, token, ended }: Credentials,
  now: number,
): string | undefined {
  if (apiKey === account.apiKey) return undefined
  if (ended) return 'The authToken that was sent was ended before its time, by a fault. Generate another.'
  if (token !== undefined && readAuthToken(kernel, account.username, token, now)) return undefined
  if (apiKey !== undefined && apiKey !== '')
    return `The apiKey that was sent is not its own: it ${beginningOf(apiKey)}.`
  if (token === undefined) return 'Neither the header apiKey nor authToken was sent.'
  return 'The authToken that was sent has run out, or is of another account or simulator; it is good for an hour.'
}

function unknownKeyProblem({ apiKey }: Credentials, accounts: readonly Account[]): string | undefined {
  if (apiKey === undefined || apiKey === '' || accounts.some((account) => account.apiKey === apiKey))
    return undefined
  return `The apiKey that was sent is of no application here: it ${beginningOf(apiKey)}.`
}

/** Why a sender id is refused. */
export function explainSender(from: string, { senderIds }: NetworkConfig): string {
  return (
    `The sender id ${JSON.stringify(from.slice(0, 40))} is not one of this world: it has ${['AFRICASTKNG', ...senderIds].join(', ')} ` +
    'and short codes of digits. Give it with network.senderIds in the world file; a name has at most 11 characters.'
  )
}

/** Why a text is too long for any network; undefined if it is not. */
export function explainLength(message: string): string | undefined {
  const parts = smsParts(message)
  if (parts <= maxParts) return undefined
  return (
    `The message would fill ${parts} SMS, and a phone joins ${maxParts} at most (3GPP TS 23.040, 9.2.3.24.1): ` +
    `${maxParts * 153} characters of GSM 7-bit, or ${maxParts * 67} of others. Send less, or several messages.`
  )
}
