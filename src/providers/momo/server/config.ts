import type { Kernel } from '../../../kernel/index.ts'
import type { Wallet } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'

export type Product = 'collection' | 'disbursement' | 'remittance'
export const products: readonly Product[] = ['collection', 'disbursement', 'remittance']

/** The settings of MTN's API in the world file. */
export interface MomoConfig {
  /** The `Ocp-Apim-Subscription-Key` of each product. */
  subscriptionKeys: Record<Product, string>
  quirks: MomoQuirks
  /** Whom payments name by user name, where the name that customers see is another. */
  serviceProviders?: ReadonlyArray<{ userName: string; name: string }>
  /** How long an offline consent is valid where `consent_valid_in` does not say it. */
  consentSeconds: number
  /** Target environments with their own settings, by name; each has all its quirks. */
  environments?: Readonly<Record<string, EnvironmentSettings>>
}

/**
 * `new` is MTN's platform of 2026 (momoapi.momo.africa), with other rules for credentials and tokens; `classic` is
 * the sandbox and the older platform.
 */
export type Platform = 'classic' | 'new'

export interface EnvironmentSettings {
  platform: Platform
  quirks: MomoQuirks
}

/** The quirks of a target environment; the world's for one that is unknown or has none of its own. */
export function quirksIn({ quirks, environments = {} }: MomoConfig, name: string | undefined): MomoQuirks {
  return settingsOf(environments, name)?.quirks ?? quirks
}

export function platformOf({ environments = {} }: MomoConfig, name: string | undefined): Platform {
  return settingsOf(environments, name)?.platform ?? 'classic'
}

function settingsOf(environments: Readonly<Record<string, EnvironmentSettings>>, name: string | undefined) {
  return name !== undefined && Object.hasOwn(environments, name) ? environments[name] : undefined
}

/** What every operation needs. */
export interface MomoContext {
  readonly kernel: Kernel
  readonly wallet: Wallet
  readonly config: MomoConfig
}
