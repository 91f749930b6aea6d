import { parseDuration } from '../../../terms/index.ts'
import type { ProviderServer, ProviderSettings } from '../../provider.ts'
import { type MomoQuirks, resolveMomoQuirks } from '../quirks.ts'
import type { MomoWorld } from '../world.ts'
import type { EnvironmentSettings, MomoConfig, Platform } from './config.ts'
import { Momo } from './momo.ts'
import { momoPayments } from './payments.ts'
import { statementRoute } from './statements.ts'
import { momoDbSchema } from './tables.ts'

export const momoServer: ProviderServer<MomoWorld> = {
  dbSchema: momoDbSchema,
  takesAnyNumber({ quirks, environments }, environment) {
    const name = 'impossible-numbers' satisfies keyof MomoQuirks
    return (environments[environment]?.quirks?.[name] ?? quirks[name]) === 'taken'
  },
  open(parts, settings) {
    const { world } = settings
    const config = momoConfig(settings)
    const momo = new Momo({ ...parts, config })
    // A UUID may be written in capitals, but is stored in lower case.
    const names = new Map(
      world.apiUsers.flatMap(({ id, name }) => [
        [id.toLowerCase(), name],
        [id, name],
      ]),
    )
    return {
      api: momo.api(),
      subscriptions: momo.subscriptions(),
      async fill(tx) {
        for (const user of world.apiUsers) await momo.addApiUser(tx, user)
        for (const { name } of momo.serviceProviders()) await momo.addServiceProvider(tx, name)
      },
      payments: momoPayments(config),
      describeView: async () => (await import('../terms/index.ts')).momoViewSchema,
      async view(rx) {
        const apiUsers = (await momo.apiUsers(rx)).map((user) => ({
          ...user,
          name: names.get(user.id) ?? user.name ?? user.providerCallbackHost,
        }))
        return {
          subscriptionKeys: world.subscriptionKeys,
          apiUsers,
          serviceProviders: momo.serviceProviders(),
        }
      },
      control: [statementRoute({ ...parts, momo })],
    }
  },
}

/** An environment's own quirks override those of the world. */
function momoConfig({ world, quirks, environments }: ProviderSettings<MomoWorld>): MomoConfig {
  const settings: Record<string, EnvironmentSettings> = {}
  for (const [name, { platform = 'classic', quirks: own = {} }] of Object.entries(environments)) {
    if (platform === 'classic' && Object.keys(own).length === 0) continue
    settings[name] = { platform: platform as Platform, quirks: resolveMomoQuirks({ ...quirks, ...own }) }
  }
  return {
    subscriptionKeys: world.subscriptionKeys,
    consentSeconds: Math.floor((parseDuration(world.consentValidity ?? 'P30D') ?? 0) / 1_000),
    quirks: quirks as MomoQuirks,
    serviceProviders: (world.serviceProviders ?? []).map(({ userName, name = userName }) => ({
      userName,
      name,
    })),
    environments: settings,
  }
}
