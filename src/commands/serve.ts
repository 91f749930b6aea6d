import { existsSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { visible } from '../safe-text/index.ts'
import type { Simulator, TlsPort, WorldLimits } from '../simulator/index.ts'
import { parseDuration } from '../terms/index.ts'
import type { Health } from '../terms/sim/health.ts'
import { type AdminTokenFlags, openAdminToken, withAdminToken } from './admin-token.ts'
import { dataOption } from './data-option.ts'
import { ignoreDataFile } from './ignore-data-file.ts'
import { newcomerText } from './newcomer.ts'
import { portNumber } from './port-number.ts'
import { anotherFile, providersOf } from './providers-of.ts'
import type { Ready } from './ready-file.ts'
import { sandboxGuide } from './sandbox-guide.ts'
import { type Log, type LogLevel, logForMachines, logForPeople, logLevels } from './terminal-log.ts'
import { worldFileHere, worldFileName } from './world-file-here.ts'

interface ServeFlags extends AdminTokenFlags {
  port: number
  host: string
  data: string
  keep?: string
  world?: string
  provider: string[]
  callbackCa?: string
  frozenClock?: string | true
  behindProxy?: true
  allowHost: string[]
  seed?: string
  logLevel?: LogLevel
  logFormat?: 'text' | 'json'
  language: 'en' | 'fr'
  atSandbox?: true
  serviceCode?: string
  publicUrl?: string
  tls?: true
  tlsPort?: number
  tlsName: string[]
  tlsCa?: string
  readyFile?: string
  json?: true
  worlds?: number
  worldIdle?: string
}

const defaultTlsPort = 4443

/** Each of these flags turns TLS on. */
function tlsOf({ tls, tlsPort, tlsName, tlsCa }: ServeFlags): { tls: TlsPort } | undefined {
  if (!tls && tlsPort === undefined && tlsName.length === 0 && tlsCa === undefined) return undefined
  const ca = tlsCa === undefined ? {} : { ca: tlsCa }
  return { tls: { port: tlsPort ?? defaultTlsPort, names: tlsName, ...ca } }
}

async function readyOf(simulator: Simulator, madeToken: string | undefined): Promise<Ready> {
  const { url = '', tls, sandboxUrls } = simulator
  // By the port, since the client refuses the answer while the data file is in trouble.
  const health = await simulator.port.fetch({ method: 'GET', path: '/_sim/health' })
  const { version, store } = JSON.parse(health.text) as Health
  return {
    ...{ url, pid: process.pid, version, store },
    ...(tls ? { tlsUrl: tls.url, tlsAuthorityFile: tls.authorityFile } : {}),
    ...(madeToken === undefined ? {} : { adminToken: madeToken }),
    ...(sandboxUrls ? { sandboxUrls } : {}),
  }
}

/** Reads how many worlds there may be. */
function numberOfWorlds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Give a whole number, such as 8.')
  return Number(text)
}

/** Looks at a duration, which is not zero. */
function durationOrForever(text: string): string {
  if (text !== 'forever' && !parseDuration(text))
    throw new InvalidArgumentError('Give a duration, such as PT5M, or forever.')
  return text
}

function worldLimitsOf({ worlds: most, worldIdle: idle }: ServeFlags): { worlds?: WorldLimits } {
  if (most === undefined && idle === undefined) return {}
  return { worlds: { ...(most === undefined ? {} : { most }), ...(idle === undefined ? {} : { idle }) } }
}

/** `payersim serve`: listens until it is stopped. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .description('run the simulator: MoMo, the payer’s USSD app and the network on one port')
    .summary('run the simulator on one port')
    .option('--port <port>', 'listen on this port; 0 takes a free one', portNumber, 4000)
    .option('--host <address>', 'listen on this address', '127.0.0.1')
    .option('--tls', 'listen over TLS too, on a port of its own')
    .option('--tls-port <port>', `the port for TLS (default: ${defaultTlsPort})`, portNumber)
    .option(
      '--tls-name <name>',
      'what the certificate is for, besides localhost, 127.0.0.1 and ::1; may be repeated',
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option('--tls-ca <file>', 'keep the authority in this file, with its key in FILE.key')
    .addOption(dataOption('the data file, :memory:, or a connection string of PostgreSQL'))
    .option(
      '--keep <duration>',
      'how long what happened is kept, the ledger aside, such as P30D or PT12H, or forever (default: P30D)',
    )
    .option('--world <file>', `a world file (default: ${worldFileName} where it is here)`)
    .option(
      '--provider <file>',
      'a vendor of your own, which this module exports by default; may be repeated (docs/providers.md)',
      anotherFile,
      [],
    )
    .option('--callback-ca <file>', 'trust the certificates in this PEM file when calling an app by https')
    .option('--frozen-clock [time]', 'the clock stands still, at this ISO 8601 time')
    .option('--seed <text>', 'make ids and codes replay')
    .option('--worlds <number>', 'at most so many worlds by name at once (default: 256)', numberOfWorlds)
    .option(
      '--world-idle <duration>',
      'end a world by name that nobody has used for so long, such as PT5M, or forever (default: PT30M)',
      durationOrForever,
    )
    .option('--at-sandbox', 'put the payer’s app behind the real Africa’s Talking sandbox')
    .option('--service-code <code>', 'with --at-sandbox: the channel created there, such as *384*44135#')
    .option('--public-url <url>', 'with --at-sandbox: what your tunnel to this port prints')
  return withAdminToken(command, {
    token: 'let control requests in from elsewhere',
    file: 'the same, as the first line of this file; made where it is not there',
  })
    .option(
      '--behind-proxy',
      'demand the admin token of every control request, for a port that a proxy reaches',
    )
    .option(
      '--allow-host <name>',
      'answer under this name too, such as a container’s or a tunnel’s; may be repeated',
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .addOption(
      new Option('--log-level <level>', 'info tells what happens, warn what goes wrong alone')
        .choices(logLevels)
        .default(undefined, 'info in a terminal, else warn'),
    )
    .addOption(
      new Option('--log-format <format>', 'text for people, json for programs: one object a line')
        .choices(['text', 'json'])
        .default(undefined, 'text in a terminal, else json'),
    )
    .addOption(
      new Option('--language <language>', 'of the lines that tell what happens')
        .choices(['en', 'fr'])
        .default('en'),
    )
    .option(
      '--ready-file <file>',
      'once it can be used, write its address to this file as JSON; removed at the end',
    )
    .option('--json', 'print the same as one line of JSON, in the place of what people read')
    .addHelpText(
      'after',
      '\nWith AT_USERNAME and AT_API_KEY in the environment, SMS go out by the real\nAfrica’s Talking.',
    )
    .action(async (flags: ServeFlags, command: Command) =>
      serve(flags, { dataNamed: command.getOptionValueSource('data') !== 'default' }),
    )
}

/** All of it goes to stderr: the first line of stdout is for programs. */
async function logOf(flags: ServeFlags): Promise<Log> {
  // A person watches a terminal; a program that started this one reads lines of JSON, and only what is wrong.
  const isWatched = process.stderr.isTTY === true
  const { logLevel = isWatched ? 'info' : 'warn', logFormat = isWatched ? 'text' : 'json' } = flags
  if (logFormat === 'text') {
    const colours = process.stderr.hasColors?.() === true && !process.env.NO_COLOR
    return logForPeople(logLevel, { write: (line) => void process.stderr.write(`${line}\n`), colours })
  }
  const { default: pino } = await import('pino')
  const redact = ['*.apiKey', '*.pin', '*.token', 'req.headers.authorization']
  return logForMachines(logLevel, pino({ level: logLevel, redact }, pino.destination(2)))
}

async function serve(flags: ServeFlags, { dataNamed }: { dataNamed: boolean }): Promise<void> {
  // Loaded only here, so that the other commands start fast.
  const [{ InputError, isPostgres, shownData }, { startSimulator }, { realAfricasTalking }, { ReadyFile }] =
    await Promise.all([
      import('../kernel/index.ts'),
      import('../simulator/index.ts'),
      import('./real-africas-talking.ts'),
      import('./ready-file.ts'),
    ])
  const { port, host, data, keep, provider, callbackCa, frozenClock, behindProxy, allowHost, seed } = flags
  if (data === '') throw new InputError('--data names no file. Give a path, or :memory:.')
  const world = worldFileHere(flags.world)
  const real = realAfricasTalking(flags, process.env)
  const readyFile = flags.readyFile === undefined ? undefined : new ReadyFile(flags.readyFile)
  const { token: adminToken, made } = openAdminToken(flags)
  const providers = await providersOf(provider)
  const { builtInProviders } = await import('../providers/built-in.ts')
  const isNew = data !== ':memory:' && !isPostgres(data) && !existsSync(data)
  const simulator = await startSimulator({
    ...real,
    port,
    host,
    data,
    ...(await logOf(flags)),
    tellIn: flags.language,
    ...tlsOf(flags),
    ...(providers.length === 0 ? {} : { providers }),
    ...(keep === undefined ? {} : { keep }),
    ...(world === undefined ? {} : { world }),
    ...(callbackCa === undefined ? {} : { callbackCa }),
    ...(frozenClock === undefined ? {} : { clock: 'frozen' as const }),
    ...(typeof frozenClock === 'string' ? { at: frozenClock } : {}),
    ...(adminToken === undefined ? {} : { adminToken }),
    ...(behindProxy === undefined ? {} : { behindProxy }),
    ...(allowHost.length === 0 ? {} : { allowHosts: allowHost }),
    ...(seed === undefined ? {} : { seed }),
    ...worldLimitsOf(flags),
  })
  try {
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
    const { url = '', sandboxUrls, tls } = simulator
    const madeToken = made ? adminToken : undefined
    const ready = await readyOf(simulator, madeToken)
    const all = [...builtInProviders, ...providers]
    // A file that nobody named is nobody's to commit.
    const ignored = isNew && !dataNamed ? ignoreDataFile(process.cwd()) : 'none'
    const newFile = isNew ? { made: { ignored: ignored === 'added' } } : {}
    const told = { worldFile: world, providers: all, sms: real.africasTalking?.username, tls, madeToken }
    const shown = { data: await shownData(data), ...newFile, ...told }
    readyFile?.write(ready)
    if (flags.json) console.log(JSON.stringify(ready))
    else {
      console.log(`payersim listening on ${url}`)
      console.log(visible(newcomerText(url, await simulator.world(), shown)))
      if (tls) console.log(`The authority of ${tls.url}, for clients to trust:\n\n${tls.authority}`)
      if (sandboxUrls) console.log(visible(sandboxGuide(url, sandboxUrls, { ...real, data })))
    }
    await stopped
  } finally {
    // First, so that nobody goes on to call what is about to close.
    readyFile?.remove()
    await simulator.close()
  }
}
