import type { ClientParts, ProviderClient } from '../../../client/parts.ts'
import { OnePipeApp } from './app.ts'

export { OnePipeApp } from './app.ts'
export { BalanceRequest } from './balance-request.ts'
export { type BalanceStatus, balanceStatuses } from './schema.ts'

/** What tests and scripts use of OnePipe. */
export interface OnePipeClient {
  /** An app that asks for balances, by its name in the world; the first one by default. */
  app(name?: string): OnePipeApp
}

export const onePipeClient: ProviderClient<OnePipeClient> = {
  open: ({ wire }: ClientParts) => ({ app: (name) => new OnePipeApp(wire, name) }),
}
export type { OnePipeStatement } from '../terms/index.ts'
