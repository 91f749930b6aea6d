// The second face of this room: what the client part of a provider is made of. The first, index.ts, knows the providers.
export type { Callback, CallbackInbox, CallbackSink, CallbackSinks } from './callback-sink.ts'
export { aboutSent, ClientError } from './errors.ts'
export {
  anything,
  type CallOptions,
  checkOptions,
  milliseconds,
  oneOf,
  signal,
  text,
  yesOrNo,
} from './known-options.ts'
export type { PortRequest, PortResponse } from './port.ts'
export type { ClientParts, ProviderClient } from './provider-client.ts'
export { jsonOf, readAs, refusalOf, type Wire } from './wire.ts'
