import { type Quirk, resolveQuirks } from '../kernel/index.ts'
import { africasTalking, networkQuirks } from '../network/index.ts'
import type { Provider, ProviderSettings } from '../providers/index.ts'
import type { World } from './world-schema.ts'

/** Who has quirks: the providers, and the network with Africa's Talking's. */
export type QuirkOwner = Pick<Provider, 'title' | 'quirks' | 'quirksByEnvironment'>

export const networkAsOwner: QuirkOwner = { title: africasTalking.title, quirks: networkQuirks }

const nothing: readonly Quirk[] = []

/** The owner of a quirk; undefined for a name that nobody has. */
export function ownerOfQuirk(name: string, owners: readonly QuirkOwner[]): QuirkOwner | undefined {
  return owners.find(({ quirks = nothing }) => quirks.some((quirk) => quirk.name === name))
}

/** Of some quirks, those of one owner. */
export function quirksOf(
  { quirks: own = nothing }: QuirkOwner,
  given: Readonly<Record<string, string>> = {},
) {
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => own.some((quirk) => quirk.name === name)),
  )
}

/** The part of a world file that a provider has. */
export function partOf<Part extends object>({ name }: Provider<string, Part>, world: World): Part {
  return (world as unknown as Record<string, Part>)[name] as Part
}

/** What a world says to a provider. @throws InputError for a quirk with a value that it cannot have */
export function settingsFor<Part extends object>(
  provider: Provider<string, Part>,
  world: World,
): ProviderSettings<Part> {
  const { title, quirks = nothing } = provider
  const ofWorld = quirksOf(provider, world.quirks)
  const { environments } = world
  return {
    world: partOf(provider, world),
    quirks: resolveQuirks(title, quirks, ofWorld),
    environments,
    quirksIn: (environment) =>
      resolveQuirks(title, quirks, {
        ...ofWorld,
        ...quirksOf(provider, environments[environment]?.quirks),
      }),
  }
}
