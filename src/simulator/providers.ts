import { existsSync } from 'node:fs'
import { worldKeys } from '../control/index.ts'
import { type Api, InputError, type Quirk } from '../kernel/index.ts'
import { africasTalking, networkQuirks } from '../network/index.ts'
import { builtInProviders } from '../providers/built-in.ts'
import type { Provider, ProviderServer } from '../providers/index.ts'
import { VendorHosts } from '../redirect/vendor-hosts.ts'
import { type Hosts, hostsSchema, type ProviderView } from '../terms/sim/provider.ts'

/** A provider whose server is loaded. */
export interface LoadedProvider {
  provider: Provider
  server: ProviderServer<object>
}

/** The servers of the providers that have one. */
export async function loadProviders(providers: readonly Provider[]): Promise<LoadedProvider[]> {
  const loaded = await Promise.all(
    providers.map(async (provider) => ({ provider, server: await provider.server?.() })),
  )
  for (const { provider, server } of loaded) {
    if (!server?.dbSchema || (builtInProviders as readonly Provider[]).includes(provider)) continue
    throw new InputError(
      `The provider ${provider.name} brings tables, which only payersim's own have. Keep what it has in parts.records.`,
      { name: provider.name },
    )
  }
  return loaded.flatMap(({ provider, server }) => (server ? [{ provider, server }] : []))
}

/** Names that are somebody else's: of the world file's own parts, and of rooms that serve operations. */
const taken = new Set<string>([...worldKeys, africasTalking.name, 'payer'])

/**
 * The providers of payersim and, after them, those from outside.
 *
 * @throws InputError for one that has no name, whose name, quirks or hosts another has, or whose hosts are none
 */
export function withOwn(own: readonly Provider[] = []): readonly Provider[] {
  const providers: Provider[] = [...builtInProviders]
  for (const provider of own) {
    const { name, title, server } = provider
    if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(name))
      throw new InputError(
        `${JSON.stringify(name)} is no name of a provider. Give one in small letters, such as "acme".`,
        { name },
      )
    if (typeof title !== 'string' || title.trim() === '')
      throw new InputError(`The provider ${name} has no title. Give one, as people call it.`, { name })
    if (server !== undefined && typeof server !== 'function')
      throw new InputError(`The server of the provider ${name} is no function that loads it.`, { name })
    if (taken.has(name) || providers.some((other) => other.name === name))
      throw new InputError(`There is something named ${name} already. Give the provider another name.`, {
        name,
      })
    mustBeNew(provider, providers)
    checkHosts(provider, providers)
    checkPanel(provider)
    providers.push(provider)
  }
  return providers
}

/** A quirk is found by its name alone, so no two may have one. */
function mustBeNew({ name, quirks = [] }: Provider, others: readonly Provider[]): void {
  const known = new Map<string, string>(
    networkQuirks.map((quirk: Quirk) => [quirk.name, africasTalking.title]),
  )
  for (const { title, quirks: own = [] } of others) for (const quirk of own) known.set(quirk.name, title)
  for (const quirk of quirks) {
    const owner = known.get(quirk.name)
    if (owner !== undefined)
      throw new InputError(
        `The quirk ${quirk.name} is one of ${owner} too. Begin the names of yours with ${name}-.`,
        { quirk: quirk.name },
      )
    if (!quirk.values.includes(quirk.default))
      throw new InputError(
        `The quirk ${quirk.name} has the default ${quirk.default}, which is none of its values.`,
      )
    known.set(quirk.name, name)
  }
}

/** A host is led to one vendor alone, and so to the first that has its domain. */
function checkHosts({ name, title, hosts }: Provider, others: readonly Provider[]): void {
  if (hosts === undefined) return
  const [issue] = hostsSchema.safeParse(hosts).error?.issues ?? []
  if (issue)
    throw new InputError(`The hosts of the provider ${name}: ${issue.path.join('.')} ${issue.message}.`, {
      name,
    })
  const before = new VendorHosts([...others, africasTalking])
  for (const domain of hosts.domains) {
    const owner = before.vendorOf(domain)?.title
    if (owner !== undefined)
      throw new InputError(`The domain ${domain} of the provider ${name} is one of ${owner} too.`, { domain })
  }
  const own = new VendorHosts([{ title, hosts }])
  const stray = [...hosts.answered, ...hosts.known].find((host) => !own.isVendorHost(host.replace(/^\./, '')))
  if (stray !== undefined)
    throw new InputError(
      `The host ${stray} of the provider ${name} is not in its domains, so nothing would lead there. Add its domain.`,
      { host: stray },
    )
}

function checkPanel({ name, panel }: Provider): void {
  if (panel === undefined) return
  const { title, file } = panel
  if (typeof title !== 'string' || title.trim() === '')
    throw new InputError(`The panel of the provider ${name} has no title. Give one, for its tab.`, { name })
  if (!(file instanceof URL) || !existsSync(file))
    throw new InputError(
      `The panel of the provider ${name} is at ${String(file)}, where there is no file. Give the URL of a JavaScript module, such as that of panel.js beside yours.`,
      { name },
    )
}

/** The modules of the panels, by the names of their providers. */
export function panelsOf(providers: readonly Provider[]): ReadonlyMap<string, URL> {
  return new Map(providers.flatMap(({ name, panel }) => (panel ? [[name, panel.file]] : [])))
}

/** Where the control routes, the page and the documents are. */
const reserved = /^\/(?:(?:_sim|page|docs)(?:\/|$)|(?:(?:openapi\.json|favicon\.ico|mcp)\/?)?$)/i

/** @throws InputError for an API of another name than its provider, or with a route where payersim's own are */
export function checkApi(api: Api, { name }: Provider): void {
  if (api.name !== name)
    throw new InputError(
      `The API of the provider ${name} calls itself ${JSON.stringify(api.name)}. Name it ${name}.`,
    )
  for (const { path, operation } of api.routes) {
    if (path.startsWith('/') && !reserved.test(path)) continue
    throw new InputError(
      `${name}.${operation} cannot be at ${JSON.stringify(path)}: a path begins with /, and /_sim, /page and /docs are payersim's own.`,
      { path },
    )
  }
}

const noHosts: Hosts = { domains: [], answered: [], known: [] }

/** The providers, and Africa's Talking, whose API the network has. */
export function vendorsOf(
  providers: readonly Provider[],
): ReadonlyArray<Pick<Provider, 'name' | 'title' | 'hosts' | 'panel' | 'connect'>> {
  return [...providers, africasTalking]
}

/** What `GET /_sim/providers` tells. */
export function viewsOf(providers: readonly Provider[]): ProviderView[] {
  return vendorsOf(providers).map(({ name, title, hosts = noHosts, panel }) => ({
    name,
    title,
    hosts,
    ...(panel && { panel: panel.title }),
  }))
}
