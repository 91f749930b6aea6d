// The second face of this room: what the panel of a provider is made of.
import type { ComponentType } from 'react'
import type { Telling } from '../events/telling.ts'
import type { CurlKeys } from './parts/curl.ts'

export { kindNames } from './kind-names.ts'
export { Plot } from './ledger/plot.tsx'
export { worldPath } from './live/base.ts'
export { type Exchange, exchange, jsonOf, Refusal } from './live/http.ts'
export { live } from './live/live.ts'
export { useEntries, useLastEventOf, useLive, usePolling } from './live/use-live.ts'
export { type CurlKeys, curlOf } from './parts/curl.ts'
export { downloadCsv } from './parts/download.ts'
export { figureOf, signedSum, sumOf } from './parts/figures.ts'
export { lazily } from './parts/lazily.ts'
export { Badge, ErrorNote, Field, parts, pretty, Raw, useAction } from './parts/parts.tsx'
export { dayOf } from './parts/times.ts'
export { When } from './parts/when.tsx'
export { addressOf } from './route.ts'
export { CallbackWire } from './wire/callback-wire.tsx'
export { ExchangeWire } from './wire/wire.tsx'
export { t } from './words/words.ts'

/** A view of the page that belongs to a provider. */
export interface Panel {
  /** In the address of the view: `#/merchant`. */
  name: string
  /** On its tab. */
  title: string
  /** Loaded when the view is opened. */
  panel: ComponentType
  /** What the provider says of its own kinds of events. */
  telling?: Telling
  /** Its part of the view "Connect": the keys of this world, and a first call with them. */
  connect?: ComponentType
  /** How a request to its API, sent again by hand, gets its credentials; undefined for one to another API. */
  curlKeys?: (request: { method: string; path: string; body: string | null }) => CurlKeys | undefined
}
