import { isSea } from 'node:sea'
import type { World } from '../client/index.ts'
import type { Provider } from '../providers/index.ts'
import type { Tls } from '../simulator/index.ts'

const shownPhones = 10

/** How this program is called: the binary without Node by its path, as it was typed. */
const ownCommand = isSea() ? process.argv0 : 'npx payersim'

/** Addresses, codes and credentials for the first five minutes. All of them are public. */
export function newcomerText(
  url: string,
  world: World,
  {
    data,
    made,
    worldFile,
    providers,
    sms,
    tls,
    madeToken,
  }: {
    data: string
    /** Given if the data file was made just now; `ignored`: the .gitignore beside it has it from now on. */
    made?: { ignored: boolean }
    /** Read where the data file is new; a data file has its world. */
    worldFile?: string | undefined
    providers: readonly Provider[]
    /** The account of the real Africa's Talking for outgoing SMS, if any. */
    sms?: string | undefined
    /** The TLS port, if any. */
    tls?: Tls | undefined
    /** An admin token that was made for this start: nobody else tells it. */
    madeToken?: string | undefined
  },
): string {
  const { network, phones } = world
  const code = network.serviceCodes[0]?.code ?? ''
  const first = phones[0]
  const others = network.accounts.filter(({ username }) => username !== network.username)
  const rows: Array<readonly [string, string]> = [
    ['Phones page', madeToken === undefined ? `${url}/` : `${url}/?token=${encodeURIComponent(madeToken)}`],
    ...(madeToken === undefined ? [] : ([['Admin token', madeToken]] as Array<[string, string]>)),
    ...providers.flatMap(({ name, guide }) => guide?.(url, world[name]) ?? []),
    ['Africa’s Talking', `${url}/version1  username ${network.username}  key ${network.apiKey}`],
    ...others.map(({ username, apiKey }): [string, string] => [
      '',
      `${url}/version1  username ${username}  key ${apiKey}  (live, as the Python SDK wants it)`,
    ]),
    [
      'USSD codes',
      network.serviceCodes.map(({ code: each, callbackUrl }) => `${each} → ${callbackUrl}`).join('  '),
    ],
    ...(sms === undefined
      ? []
      : ([['SMS', `by the real Africa’s Talking, as ${sms} (AT_USERNAME)`]] as Array<[string, string]>)),
    ...(tls === undefined
      ? []
      : ([
          ['TLS', `${tls.url}  for ${tls.names.join(', ')}`],
          ['  its authority', `${tls.authorityFile}  (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, curl --cacert)`],
        ] as Array<[string, string]>)),
    ['Control', `${url}/_sim/health`],
    ...(worldFile === undefined ? [] : [['World', worldFile] as [string, string]]),
    ['Data', dataRow(data, made)],
  ]
  const people = phones.slice(0, shownPhones).map(({ msisdn, name, pin, environment, balances }) => {
    const money = balances.map(({ currency, amount }) => `${amount} ${currency}`).join(', ')
    return `  ${msisdn.padEnd(16)}${(name ?? '').padEnd(16)}PIN ${pin ?? '–'}   ${(environment ?? '').padEnd(14)} ${money}`
  })
  return [
    '',
    ...rows.map(([label, value]) => `${label.padEnd(20)}${value}`),
    '',
    'Phones',
    ...people,
    ...(phones.length > shownPhones ? [`  and ${phones.length - shownPhones} more: ${url}/_sim/world`] : []),
    '',
    `Pick one up in a second terminal:  ${ownCommand} dial ${first?.msisdn ?? '+46733000001'} '${code}'`,
    '',
  ].join('\n')
}

function dataRow(data: string, made: { ignored: boolean } | undefined): string {
  if (data === ':memory:') return 'in memory; gone when this ends'
  if (made === undefined) return data
  return `${data}, made just now${made.ignored ? ', and added to .gitignore' : ''}`
}
