import type { KnownOptions } from '../client/index.ts'
import { oneOf, text, words } from '../client/index.ts'
import { keepMilliseconds } from '../control/index.ts'
import type { ForkOptions } from './running-simulator.ts'
import type { SimulatorOptions } from './simulator-options.ts'

const has =
  (...methods: string[]) =>
  (value: unknown) =>
    methods.every((method) => typeof Reflect.get(Object(value), method) === 'function')
      ? undefined
      : `it has the methods ${methods.join(' and ')}`
const aFunction = (value: unknown) => (typeof value === 'function' ? undefined : 'it is a function')
const port = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535
    ? undefined
    : 'it is a number from 0 to 65535'
const wholeNumber = (value: unknown) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'it is a whole number from 0 on'
const yesOrNo = (value: unknown) => (typeof value === 'boolean' ? undefined : 'it is true or false')
const keep = (value: unknown) =>
  typeof value === 'string' && keepMilliseconds(value) !== undefined
    ? undefined
    : 'it is a duration such as P30D or PT12H, or forever'
const listOfTexts = (value: unknown) =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
    ? undefined
    : 'it is a list of texts'
const fileOrWorld = (value: unknown) =>
  typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? undefined
    : 'it is a world file, or a world'

const listOfProviders = (value: unknown) =>
  Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null)
    ? undefined
    : 'it is a list of providers'

/** The options of `startSimulator`, each checked before anything is opened. */
export const simulatorWords = {
  clock: oneOf('running', 'frozen'),
  at: text,
  data: text,
  keep,
  world: fileOrWorld,
  providers: listOfProviders,
  port,
  host: text,
  allowHosts: listOfTexts,
  seed: text,
  adminToken: text,
  behindProxy: yesOrNo,
  callbackCa: text,
  tls: words({ port, names: listOfTexts, ca: text }),
  africasTalking: words({ username: text, apiKey: text, from: text, baseUrl: text }),
  atSandbox: words({ serviceCode: text, publicUrl: text }),
  worlds: words({ most: wholeNumber, idle: keep }),
  logger: has('warn', 'error'),
  tell: aFunction,
  tellIn: oneOf('en', 'fr'),
} satisfies Record<keyof SimulatorOptions, KnownOptions[string]>

export const forkWords = { port, seed: text, name: text } satisfies Record<
  keyof ForkOptions,
  KnownOptions[string]
>
