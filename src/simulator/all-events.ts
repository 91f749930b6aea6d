import type { KernelEvents } from '../kernel/events.ts'
import type { MailEvents } from '../mail/events.ts'
import type { MessagingEvents } from '../messaging/events.ts'
import type { NetworkEvents } from '../network/events.ts'
import type { PayerEvents } from '../payer/events.ts'
import type { ProviderEvents } from '../providers/built-in.ts'
import type { WalletEvents } from '../wallet/events.ts'

/** Every event, by kind, with its data: see `docs/events.md`. */
export interface SimulatorEvents
  extends KernelEvents,
    MailEvents,
    MessagingEvents,
    NetworkEvents,
    PayerEvents,
    ProviderEvents,
    WalletEvents {}
