import {
  type EnvironmentSettings,
  type MomoConfig,
  resolveMomoQuirks,
} from '../providers/momo/server/index.ts'
import { quirksOf, type World } from './world-schema.ts'

/** The MTN settings of a world: an environment's own quirks override those of the world. */
export function momoConfig(world: World): MomoConfig {
  const { momo: quirks } = quirksOf(world)
  const environments: Record<string, EnvironmentSettings> = {}
  for (const [name, { platform = 'classic', quirks: own = {} }] of Object.entries(world.environments)) {
    if (platform === 'classic' && Object.keys(own).length === 0) continue
    environments[name] = { platform, quirks: resolveMomoQuirks({ ...quirks, ...own }) }
  }
  return { subscriptionKeys: world.momo.subscriptionKeys, quirks: resolveMomoQuirks(quirks), environments }
}
