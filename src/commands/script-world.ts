import { InvalidArgumentError } from 'commander'
import type { World } from '../control/index.ts'
import type { Provider } from '../providers/index.ts'
import { isServiceCode } from '../terms/index.ts'

/** A service code, and the URL of the app that answers it. */
export interface AppAtCode {
  code: string
  url: string
}

/** Reads `*384*7#=http://127.0.0.1:3000/ussd`, as a repeatable option. */
export function appAtCode(text: string, before: readonly AppAtCode[] = []): AppAtCode[] {
  const [, code = '', url = ''] = /^([^=]+)=(https?:\/\/.+)$/.exec(text) ?? []
  if (!isServiceCode(code) || !URL.canParse(url))
    throw new InvalidArgumentError(
      'An app is a service code, = and its URL, such as "*384*7#=http://127.0.0.1:3000/ussd".',
    )
  if (before.some((other) => other.code === code))
    throw new InvalidArgumentError(`${code} is given twice, and one app answers it.`)
  return [...before, { code, url }]
}

/**
 * The world that scripts begin with: that of the world file, or the built-in one, with each app at its code. If the
 * world has the code, its URL for session ends also moves if it has the app's host and port.
 *
 * @param own providers from outside, whose parts a world file may have
 * @throws InputError for a world file that cannot be used, and for the code of the payer's app
 */
export async function scriptWorld(
  file: string | undefined,
  apps: readonly AppAtCode[],
  own: readonly Provider[] = [],
): Promise<World> {
  const [{ builtInWorld }, { readWorldFile }, { InputError }, { builtInProviders }] = await Promise.all([
    import('../control/index.ts'),
    import('../control/world-file.ts'),
    import('../kernel/index.ts'),
    import('../providers/built-in.ts'),
  ])
  const world = file === undefined ? builtInWorld : readWorldFile(file, [...builtInProviders, ...own])
  const { serviceCode } = world.payerApp
  if (apps.some(({ code }) => code === serviceCode))
    throw new InputError(`--app ${serviceCode}: that is the payer's own app. Give yours another code.`)
  const codes = new Map(world.network.serviceCodes.map((entry) => [entry.code, entry]))
  for (const { code, url } of apps) {
    const { callbackUrl = url, eventsUrl = null } = codes.get(code) ?? {}
    codes.set(code, { code, callbackUrl: url, eventsUrl: eventsUrl && moved(eventsUrl, callbackUrl, url) })
  }
  return { ...world, network: { ...world.network, serviceCodes: [...codes.values()] } }
}

function moved(url: string, from: string, to: string): string {
  const { origin, pathname, search } = new URL(url)
  return origin === new URL(from).origin ? new URL(pathname + search, to).href : url
}
