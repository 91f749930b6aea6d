import { existsSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

/** `note` is a remark: an approval works all the same. */
export interface Finding {
  mark: 'ok' | 'note' | 'wrong'
  text: string
}

const ok = (text: string): Finding => ({ mark: 'ok', text })
const note = (text: string): Finding => ({ mark: 'note', text })
const wrong = (text: string): Finding => ({ mark: 'wrong', text })

type Environment = Readonly<Record<string, string | undefined>>

/** @param engines what package.json demands of Node, such as `>=20.19` */
export function checkVersions(version: string, engines: string, node = process.versions.node): Finding {
  const least = engines.replace('>=', '')
  const text = `payersim ${version} on Node ${node}, ${process.platform} ${process.arch}.`
  const isOld = node.localeCompare(least, 'en', { numeric: true }) < 0
  return isOld ? note(`${text} It is made for Node ${least} and newer: install one.`) : ok(text)
}

export async function checkNativePart(): Promise<Finding> {
  const { loadSqlite, messageOf } = await import('../kernel/index.ts')
  try {
    return ok(`The native part works: SQLite ${loadSqlite()}.`)
  } catch (error) {
    return wrong(messageOf(error))
  }
}

export async function checkPort(port: number): Promise<Finding> {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)))
  })
  if (code === undefined) return ok(`Port ${port} is free.`)
  if (code !== 'EADDRINUSE') return note(`Port ${port} cannot be used (${code}): choose another with --port.`)
  const health = await healthAt(port)
  return note(
    health
      ? `payersim ${health.version} listens on port ${port} already, with ${health.store}: use it, or choose another port with --port.`
      : `Another program listens on port ${port}: choose another port with --port.`,
  )
}

/** What a payersim says of itself; undefined for any other program. */
function healthAt(port: number): Promise<{ version: string; store: string } | undefined> {
  return new Promise((resolve) => {
    const give = () => resolve(undefined)
    const request = get({ host: '127.0.0.1', port, path: '/_sim/health', timeout: 2_000 }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (more: string) => {
        text += more
        if (text.length > 10_000) request.destroy()
      })
      answer.on('close', () => {
        try {
          const { version, store } = JSON.parse(text) as Record<string, unknown>
          resolve(typeof version === 'string' && typeof store === 'string' ? { version, store } : undefined)
        } catch {
          give()
        }
      })
    })
    request.on('error', give).on('timeout', () => request.destroy())
  })
}

export async function checkDataFile(file: string): Promise<Finding> {
  if (file === ':memory:') return ok('The data stays in memory.')
  const [{ lookAtDataFile }, { isPostgres, messageOf, shownData }] = await Promise.all([
    import('../simulator/open-simulator.ts'),
    import('../kernel/index.ts'),
  ])
  try {
    const { version, newest } = await lookAtDataFile(file)
    const shown = await shownData(file)
    if (version === undefined)
      return isPostgres(file)
        ? ok(`${shown} has nothing of payersim yet: payersim serve makes its schemas.`)
        : ok(`${file} is not there yet: payersim serve makes it.`)
    if (version === newest) return ok(`${shown} has the schema of this payersim, ${version}.`)
    return ok(`${shown} has the older schema ${version}: payersim serve brings it to ${newest}.`)
  } catch (error) {
    return note(messageOf(error))
  }
}

const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy']

/** Only the names of variables are told, since a proxy's URL may hold a password. */
export async function checkProxies(env: Environment): Promise<Finding> {
  const { getProxyForUrl } = await import('proxy-from-env')
  const names = Object.keys(env).filter((name) => env[name] && proxyVariables.includes(name.toLowerCase()))
  if (names.length === 0) return ok('No proxy variables are set.')
  const set = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} set`
  const caught = ['127.0.0.1', 'localhost'].filter((host) => getProxyForUrl(`http://${host}:4000/`) !== '')
  if (caught.length === 0) return ok(`${set}, and NO_PROXY leaves this machine out.`)
  return note(
    `${set}: programs that heed it send their calls for payersim to that proxy. Set NO_PROXY=127.0.0.1,localhost.`,
  )
}

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge', 'firefox']

/** macOS and Windows come with one. */
export function checkBrowser(env: Environment, platform: NodeJS.Platform = process.platform): Finding[] {
  if (platform === 'darwin' || platform === 'win32') return []
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = browsers.find((name) => folders.some((folder) => existsSync(join(folder, name))))
  if (found !== undefined) return [ok(`A browser for the phones page: ${found}.`)]
  return [
    note('No browser was found for the phones page. A phone in the terminal needs none: payersim dial.'),
  ]
}

/** A shop asks for money over HTTP, its payer approves, and the callback comes. */
export async function checkApproval(): Promise<Finding> {
  const [{ startSimulator }, { httpPort, SimulatorClient }, { messageOf }] = await Promise.all([
    import('../simulator/index.ts'),
    import('../client/index.ts'),
    import('../kernel/index.ts'),
  ])
  const from = performance.now()
  const closers: Array<() => Promise<void>> = []
  try {
    const sim = await startSimulator({ clock: 'frozen', port: 0 })
    closers.push(() => sim.close())
    const client = new SimulatorClient(httpPort(sim.url ?? ''))
    closers.unshift(() => client.close())
    const payer = client.phone('+46733000001')
    const order = await client.merchant().requestToPay({ payer, amount: '12.50', currency: 'EUR' })
    await payer.prompted()
    await payer.choose('Approve')
    await payer.reply(payer.pin)
    const { status } = await order.status()
    await client.clock.advance('PT1S')
    const callbacks = order.callbacks.length
    if (status !== 'SUCCESSFUL' || callbacks !== 1)
      return wrong(`A trial approval ended as ${status} with ${callbacks} callbacks: please report it.`)
    const took = Math.round(performance.now() - from)
    return ok(`A trial approval works: asked, approved by PIN, paid, called back, in ${took} ms.`)
  } catch (error) {
    return wrong(`A trial approval fails: ${messageOf(error)}`)
  } finally {
    for (const close of closers) await close()
  }
}
