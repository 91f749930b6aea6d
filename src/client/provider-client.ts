import type { CallbackSinks } from './callback-sink.ts'
import type { Phone } from './phone.ts'
import type { Wire } from './wire.ts'

/** What the objects of a provider are made with. */
export interface ClientParts {
  /** Requests to the simulator, to the provider's own routes too. */
  wire: Wire
  /** Where callbacks arrive. */
  sinks: CallbackSinks
  /** The phone with this number; the same object each time. */
  phone(msisdn: string): Phone
}

/** The objects with which tests and scripts use a provider. */
export interface ProviderClient<Client> {
  /** Called once for each simulator client. Nothing is sent before it is used. */
  open(parts: ClientParts): Client
}

/** What is needed of a provider for its objects. */
export interface HasClient<Client> {
  name: string
  client?(): Promise<ProviderClient<Client>>
}
