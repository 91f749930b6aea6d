import type { Kernel } from '../kernel/index.ts'
import type { Wallet } from '../wallet/index.ts'
import type { MomoQuirks } from './quirks.ts'

export type Product = 'collection' | 'disbursement' | 'remittance'
export const products: readonly Product[] = ['collection', 'disbursement', 'remittance']

/** What the world file says about MTN's API. */
export interface MomoConfig {
  /** The `Ocp-Apim-Subscription-Key` of each product. */
  subscriptionKeys: Record<Product, string>
  quirks: MomoQuirks
  /** Target environments that differ, by name: with all their quirks. */
  environments?: Readonly<Record<string, EnvironmentSettings>>
}

/**
 * `new` is MTN's platform of 2026 (momoapi.momo.africa), with other rules for credentials and tokens; `classic` is
 * the sandbox and the platform of before.
 */
export type Platform = 'classic' | 'new'

export interface EnvironmentSettings {
  platform: Platform
  quirks: MomoQuirks
}

/** The quirks that hold for a target environment; the world's for one that has none of its own, or is not known. */
export function quirksIn({ quirks, environments = {} }: MomoConfig, name: string | undefined): MomoQuirks {
  return settingsOf(environments, name)?.quirks ?? quirks
}

export function platformOf({ environments = {} }: MomoConfig, name: string | undefined): Platform {
  return settingsOf(environments, name)?.platform ?? 'classic'
}

function settingsOf(environments: Readonly<Record<string, EnvironmentSettings>>, name: string | undefined) {
  return name !== undefined && Object.hasOwn(environments, name) ? environments[name] : undefined
}

/** What every operation works with. */
export interface MomoContext {
  readonly kernel: Kernel
  readonly wallet: Wallet
  readonly config: MomoConfig
}
