import { homeOf, stranger, type World } from '../control/index.ts'
import { InputError, ownHost, type Tx } from '../kernel/index.ts'
import type { MessagingConfig } from '../messaging/index.ts'
import type { Network } from '../network/index.ts'
import type { Payer, PayerConfig } from '../payer/index.ts'
import type { AfricasTalking, AtSandbox, SandboxUrls } from './simulator-options.ts'

/**
 * Africa's Talking names no session longer than 180 s (help.africastalking.com/en/articles/1284071), and its sandbox
 * was seen to deliver no end event: a session that is open for longer here is over there.
 */
const idleSeconds = 180

/** @throws InputError if a value cannot be used */
export function checkAtSandbox({ serviceCode, publicUrl }: AtSandbox): AtSandbox {
  if (!/^\*384\*\d{1,10}#$/.test(serviceCode)) {
    throw new InputError(
      `${JSON.stringify(serviceCode)} is no channel of the sandbox. Those are *384*, the number you chose and #, such as *384*44135#.`,
      { serviceCode },
    )
  }
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined
  const plain = url && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  if (!plain || !['http:', 'https:'].includes(url.protocol)) {
    throw new InputError(
      `${JSON.stringify(publicUrl)} is no public URL. Give what your tunnel prints, such as https://abc.ngrok.app, with nothing behind it.`,
      { publicUrl },
    )
  }
  return { serviceCode, publicUrl: url.href.replace(/(?<!\/)\/+$/, '') }
}

/**
 * The world with the sandbox's code for the payer's app, and prompts by SMS, since the sandbox pushes no session.
 *
 * @throws InputError if the world gives the code to another app
 */
export function sandboxWorld(world: World, { serviceCode }: AtSandbox): World {
  if (world.network.serviceCodes.some(({ code }) => code === serviceCode)) {
    throw new InputError(
      `The world gives ${serviceCode} to another app. Take it out, or use another channel.`,
      {
        serviceCode,
      },
    )
  }
  const promptInvoices = world.promptInvoices === 'push' ? 'sms' : world.promptInvoices
  return { ...world, prompt: 'sms', promptInvoices, payerApp: { ...world.payerApp, serviceCode } }
}

/** The settings of a payer's app that anybody can call: secret paths, its own time-out, accounts for any number. */
export function sandboxPayer(world: World): Partial<PayerConfig> {
  return {
    secretPathsOnly: true,
    idleSeconds,
    strangers: world.phones === 'open' ? (phone) => strangerAt(world, phone) : undefined,
  }
}

/** A payer for a number that dials: funded like an auto-created wallet, in the environment of its country. */
function strangerAt(world: World, phone: string) {
  const [first = 'sandbox'] = Object.keys(world.environments)
  const environment = Object.hasOwn(world.environments, 'sandbox') ? 'sandbox' : first
  const { currencies = [], language = 'en' } = world.environments[environment] ?? {}
  const home = homeOf(world, phone) ?? { environment, currency: currencies[0] ?? 'EUR', language }
  return {
    phone,
    ...stranger,
    byItself: true,
    pin: '1234',
    language: home.language,
    environment: home.environment,
    balances: [{ currency: home.currency, amount: world.openingBalance }],
  }
}

/** Lets phones of this simulator dial the code too, and sends their sessions to the secret paths. */
export async function openSandboxCode(
  tx: Tx,
  { network, payer }: { network: Network; payer: Payer },
  { serviceCode }: AtSandbox,
): Promise<void> {
  const { hop, events } = payer.secretPaths
  const own = `http://${ownHost}`
  const before = (await network.serviceCodes(tx)).filter(({ callbackUrl }) => callbackUrl === `${own}/ussd`)
  for (const code of new Set([serviceCode, ...before.map(({ code }) => code)])) {
    await network.addServiceCode(tx, { code, callbackUrl: own + hop, eventsUrl: own + events })
  }
}

export function sandboxUrls({ publicUrl }: AtSandbox, { secretPaths }: Payer): SandboxUrls {
  const { hop, events, reports } = secretPaths
  return { callback: publicUrl + hop, events: publicUrl + events, deliveryReports: publicUrl + reports }
}

/**
 * SMS go to this simulator's own network, unless an account is given.
 *
 * @throws InputError for an account that cannot be used
 */
export function messagingConfig(
  { africasTalking: account, atSandbox }: { africasTalking?: AfricasTalking; atSandbox?: AtSandbox },
  { network }: World,
  ownUrl: string,
): MessagingConfig {
  if (!account) {
    const { username, apiKey } = network
    return { username, apiKey, baseUrl: ownUrl, from: null, ownNetwork: true }
  }
  const { username, apiKey, baseUrl = null, from = null } = account
  if (username.trim() === '' || apiKey.trim() === '')
    throw new InputError('Africa’s Talking needs a username and an API key, and one of them is blank.')
  if (atSandbox && username.toLowerCase() !== 'sandbox') {
    throw new InputError(
      `The sandbox’s username is sandbox, not ${username}: SMS of that account would leave for real phones.`,
      { username },
    )
  }
  return { username, apiKey, baseUrl, from }
}
