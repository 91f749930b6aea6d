import { beginningOf, type Kernel } from '../kernel/index.ts'
import { type Told, told } from '../terms/index.ts'
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
): Told {
  const accounts = accountsOf(config)
  const account = accounts.find(({ username }) => username === sent.username)
  const problems = account
    ? [hostProblem(account, sent.host), keyProblem(kernel, account, sent, now)]
    : [userProblem(sent.username, accounts), unknownKeyProblem(sent, accounts)]
  const known = accounts.map(({ username, apiKey }) => {
    const name = JSON.stringify(username)
    const begins = beginningOf(apiKey)
    return { en: `${name} with an apiKey that ${begins.en}`, fr: `${name} dont l’apiKey ${begins.fr}` }
  })
  const applications = {
    en: known.map(({ en }) => en).join(', and '),
    fr: known.map(({ fr }) => fr).join(', et '),
  }
  return told([
    ...problems.filter((each) => each !== undefined),
    {
      en: `The applications of this world are ${applications.en} (network in the world file; GET /_sim/world shows them).`,
      fr: `Les applications de ce monde sont ${applications.fr} (network dans le fichier de monde ; GET /_sim/world les montre).`,
    },
  ])
}

function userProblem(username: string, accounts: readonly Account[]): Told {
  if (username === '') return { en: 'No username was sent.', fr: 'Aucun username n’a été envoyé.' }
  if (accounts.some(({ apiKey }) => apiKey === username)) {
    return {
      en: 'The apiKey was sent as the username.',
      fr: 'L’apiKey a été envoyée à la place du username.',
    }
  }
  const name = JSON.stringify(username.slice(0, 40))
  return { en: `The username that was sent is ${name}.`, fr: `Le username envoyé est ${name}.` }
}

function hostProblem({ username }: Account, host: string | undefined): Told | undefined {
  if (answersAt(username, host)) return undefined
  const name = JSON.stringify(username)
  return {
    en: `The request was for ${host}, and ${name} answers at ${hostOf(username)}.`,
    fr: `La requête était pour ${host}, et ${name} répond à ${hostOf(username)}.`,
  }
}

function keyProblem(
  kernel: Kernel,
  account: Account,
  { apiKey, token, ended }: Credentials,
  now: number,
): Told | undefined {
  if (apiKey === account.apiKey) return undefined
  if (ended) {
    return {
      en: 'The authToken that was sent was ended before its time, by a fault. Generate another.',
      fr: 'L’authToken envoyé a pris fin avant l’heure, par une panne. Générez-en un autre.',
    }
  }
  if (token !== undefined && readAuthToken(kernel, account.username, token, now)) return undefined
  if (apiKey !== undefined && apiKey !== '') {
    const begins = beginningOf(apiKey)
    return {
      en: `The apiKey that was sent is not its own: it ${begins.en}.`,
      fr: `L’apiKey envoyée n’est pas la sienne : elle ${begins.fr}.`,
    }
  }
  if (token === undefined) {
    return {
      en: 'Neither the header apiKey nor authToken was sent.',
      fr: 'Ni l’en-tête apiKey ni authToken n’a été envoyé.',
    }
  }
  return {
    en: 'The authToken that was sent has run out, or is of another account or simulator; it is good for an hour.',
    fr: 'L’authToken envoyé a expiré, ou il est d’un autre compte ou d’un autre simulateur ; il vaut une heure.',
  }
}

function unknownKeyProblem({ apiKey }: Credentials, accounts: readonly Account[]): Told | undefined {
  if (apiKey === undefined || apiKey === '' || accounts.some((account) => account.apiKey === apiKey))
    return undefined
  const begins = beginningOf(apiKey)
  return {
    en: `The apiKey that was sent is of no application here: it ${begins.en}.`,
    fr: `L’apiKey envoyée n’est celle d’aucune application d’ici : elle ${begins.fr}.`,
  }
}

/** Why a sender id is refused. */
export function explainSender(from: string, { senderIds }: NetworkConfig): Told {
  const sent = JSON.stringify(from.slice(0, 40))
  const known = ['AFRICASTKNG', ...senderIds].join(', ')
  return {
    en:
      `The sender id ${sent} is not one of this world: it has ${known} ` +
      'and short codes of digits. Give it with network.senderIds in the world file; a name has at most 11 characters.',
    fr:
      `L’identifiant d’expéditeur ${sent} n’est pas de ce monde, qui a ${known} et des numéros courts en chiffres. ` +
      'Donnez-le par network.senderIds dans le fichier de monde ; un nom a 11 caractères au plus.',
  }
}

/** Why a text is too long for any network; undefined if it is not. */
export function explainLength(message: string): Told | undefined {
  const parts = smsParts(message)
  if (parts <= maxParts) return undefined
  const [plain, others] = [maxParts * 153, maxParts * 67]
  return {
    en:
      `The message would fill ${parts} SMS, and a phone joins ${maxParts} at most (3GPP TS 23.040, 9.2.3.24.1): ` +
      `${plain} characters of GSM 7-bit, or ${others} of others. Send less, or several messages.`,
    fr:
      `Le message remplirait ${parts} SMS, et un téléphone en assemble ${maxParts} au plus (3GPP TS 23.040, 9.2.3.24.1) : ` +
      `${plain} caractères de GSM 7 bits, ou ${others} d’autres. Envoyez-en moins, ou plusieurs messages.`,
  }
}
