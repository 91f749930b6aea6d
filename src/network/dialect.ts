import { z } from 'zod'
import { InputError, inWords } from '../kernel/index.ts'

/** How one mobile network treats USSD. */
export interface Dialect {
  /** Five digits, as apps see it (developers.africastalking.com/docs/ussd). */
  networkCode: string
  name: string
  /** The longest screen, without `CON ` or `END `. */
  screenSeptets: number
  /** A longer screen is shown whole, cut off, or split into pages; the network turns pages without the app. */
  longScreens: 'whole' | 'cut' | 'paged'
  /** The longest answer that a phone can send. */
  inputCharacters: number
  /** Time-out of an open screen, in business seconds. */
  idleSeconds: number
  /** The longest session, in business seconds. */
  sessionSeconds: number
  /** Time-out of each call of the app, in seconds. */
  answerSeconds: number
  /** Whether the first callback contains the answers dialled after the code, or an empty text. */
  preFilledDial: 'text' | 'empty'
  /** Whether the first callback of a session is sent twice. */
  doubleStart: boolean
  /** Whether the end of a session is sent to the events URL. */
  endEvent: boolean
  /** The `cost` of the end-of-session event. */
  sessionCost: string
}

/**
 * The Africa's Talking sandbox: 30 s for an answer and 10 s for an app (developers.africastalking.com/docs/ussd), 160
 * septets as the shortest of its networks. It shows longer screens whole, and sends end-of-session events.
 */
export const sandbox: Dialect = {
  networkCode: '99999',
  name: 'the sandbox',
  screenSeptets: 160,
  longScreens: 'whole',
  inputCharacters: 182,
  idleSeconds: 30,
  sessionSeconds: 180,
  answerSeconds: 10,
  preFilledDial: 'text',
  doubleStart: false,
  endEvent: true,
  sessionCost: '0.00',
}

/**
 * How networks differ. Kenya: Africa's Talking help centre, articles 1284071 (times) and 1284096 (lengths, paging);
 * Safaricom's second session start: github.com/praekeltfoundation/vumi/pull/304. Ghana cuts at 160 characters:
 * github.com/eani/smartussd_api. Nothing is published on MTN's times and on Uganda, so they have Kenya's, and an empty
 * first text after a dial with answers, as the documentation has it. A world can change each setting.
 */
export const dialects: readonly Dialect[] = [
  sandbox,
  {
    ...sandbox,
    networkCode: '63902',
    name: 'Safaricom Kenya',
    longScreens: 'paged',
    inputCharacters: 80,
    doubleStart: true,
  },
  {
    ...sandbox,
    networkCode: '63903',
    name: 'Airtel Kenya',
    screenSeptets: 184,
    longScreens: 'paged',
    inputCharacters: 90,
    idleSeconds: 60,
    answerSeconds: 15,
  },
  {
    ...sandbox,
    networkCode: '62001',
    name: 'MTN Ghana',
    longScreens: 'cut',
    inputCharacters: 160,
    preFilledDial: 'empty',
  },
  {
    ...sandbox,
    networkCode: '64110',
    name: 'MTN Uganda',
    longScreens: 'cut',
    inputCharacters: 160,
    preFilledDial: 'empty',
  },
]

const seconds = z.number().positive().max(86_400)

/** Settings of a world that replace those of the table. A screen of 40 septets still has room for the paging footer. */
export const dialectSettings = z
  .strictObject({
    name: z.string().min(1).max(40),
    screenSeptets: z.int().min(40).max(1_000),
    longScreens: z.enum(['whole', 'cut', 'paged']),
    inputCharacters: z.int().min(1).max(182),
    idleSeconds: seconds,
    sessionSeconds: seconds,
    answerSeconds: seconds,
    preFilledDial: z.enum(['text', 'empty']),
    doubleStart: z.boolean(),
    endEvent: z.boolean(),
    sessionCost: z.string().max(40),
  })
  .partial()

type DialectSettings = z.infer<typeof dialectSettings>

/** A world's settings of its networks. */
export interface DialectConfig {
  /**
   * The default network of handsets, five digits; `99999` is the Africa's Talking sandbox
   * (developers.africastalking.com/docs/ussd).
   */
  networkCode: string
  /** For the default network, replaces its dialect's: time-out of an open screen, in business seconds. */
  idleSeconds?: number | undefined
  /** For the default network: the longest session, in business seconds. */
  sessionSeconds?: number | undefined
  /** For the default network: time-out of each call of the app, in real milliseconds. */
  answerTimeoutMs: number
  /** For the default network: whether the first callback contains the answers dialled after the code, or an empty text. */
  preFilledDial?: Dialect['preFilledDial'] | undefined
  /** By network code: the settings that differ from the table of dialects. */
  dialects?: Readonly<Record<string, DialectSettings>> | undefined
}

const known: ReadonlyMap<string, Dialect> = new Map(dialects.map((dialect) => [dialect.networkCode, dialect]))

/**
 * The dialect of a network code. An unknown code behaves as the sandbox does; the world's default network has the
 * world's own settings.
 */
export function dialectOf(config: DialectConfig, networkCode: string): Dialect {
  const table = known.get(networkCode) ?? { ...sandbox, networkCode, name: `the network ${networkCode}` }
  const own = networkCode === config.networkCode ? ownSettings(config) : {}
  return { ...table, ...own, ...given(config.dialects?.[networkCode]) }
}

function ownSettings({ idleSeconds, sessionSeconds, answerTimeoutMs, preFilledDial }: DialectConfig) {
  return given({ idleSeconds, sessionSeconds, preFilledDial, answerSeconds: answerTimeoutMs / 1000 })
}

/** Without the undefined settings, which would overwrite those of the table. */
function given(settings: DialectSettings = {}): Partial<Dialect> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

/** @throws InputError that names the network and the setting */
export function checkDialects(settingsOf: DialectConfig['dialects'] = {}): void {
  for (const [code, settings] of Object.entries(settingsOf)) {
    const [issue] = dialectSettings.safeParse(settings, { error: inWords }).error?.issues ?? []
    if (!issue) continue
    const setting = ['dialects', checkNetworkCode(code), ...issue.path].join('.')
    throw new InputError(`${setting}: ${issue.message}.`, { networkCode: code })
  }
}

/** @throws InputError unless it is five digits */
export function checkNetworkCode(code: string): string {
  if (/^\d{5}$/.test(code)) return code
  const names = dialects.map(({ networkCode, name }) => `${networkCode} (${name})`).join(', ')
  throw new InputError(
    `The network code ${JSON.stringify(code)} is not five digits. Known are ${names}.`,
    {
      networkCode: code,
    },
    { problem: 'not-a-network-code' },
  )
}
