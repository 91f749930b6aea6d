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
}

/** What every operation works with. */
export interface MomoContext {
  readonly kernel: Kernel
  readonly wallet: Wallet
  /** Read at each request: a new world may have replaced it. */
  readonly config: MomoConfig
}
