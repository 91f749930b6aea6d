export { type ClockReading, runningNow } from './clock.ts'
export { csvOf } from './csv.ts'
export type { Delivery, DeliveryRecord, DeliveryResult, Plan, Subscription } from './deliveries.ts'
export {
  AmountError,
  BusyError,
  ConflictError,
  InputError,
  messageOf,
  NotFoundError,
  OutboundError,
  PayersimError,
  StoreError,
} from './errors.ts'
export type { Fault, FaultReading, Faults } from './faults.ts'
export type { FaultPlan, FaultPlanInput, FaultPoint, FaultSubject } from './faults-schema.ts'
export { bodyText, formFields, rawBody, readText } from './http/body.ts'
export { readCertificates } from './http/certificates.ts'
export { type DecodedBody, decodeBody } from './http/charset.ts'
export { ExchangeLog, type HeaderLines, type HttpExchange, recordOf } from './http/exchanges.ts'
export { beginningOf, explain } from './http/explanation.ts'
export { hasSeveralHosts, hostName, isLocalName, isLoopback } from './http/host.ts'
export { dispatchTo, inject, injectInto } from './http/in-process.ts'
export { Outbound, ownHost, type VirtualHost } from './http/outbound.ts'
export type { OutboundRequest, OutboundResponse } from './http/outbound-messages.ts'
export { type Problem, problemHandlers, problemOf, sendFailure, sendProblem } from './http/problem.ts'
export { routesUnder } from './http/routes-under.ts'
export { inWords, quoted, wordsOfIssue } from './issue-words.ts'
export { frozenStart, Kernel, type KernelOptions } from './kernel.ts'
export { exponentOf, parseAmount, screenAmount, wireAmount } from './money.ts'
export type { Waiting } from './patience.ts'
export { canBePhone, internationalNumber } from './phone-number.ts'
export { type Quirk, resolveQuirks } from './quirks.ts'
export type { Randomness } from './random.ts'
export type { OldRows, PastEvent } from './retention.ts'
export { hasHappened, unfinishedEvents } from './retention-tables.ts'
export { isTrouble } from './store/disk-trouble.ts'
export { type Hot, hot } from './store/hot.ts'
export type { Migration } from './store/migrate.ts'
export type { SnapshotView } from './store/snapshot-shelf.ts'
export type { Reader, Store } from './store/store.ts'
export type { ClockMode, DeliveryStatus } from './tables.ts'
export { takeOnce } from './take-once.ts'
export { readTimeline, type TimelineQuery } from './timeline.ts'
export type { Json, KernelEvent, NewEvent, Rx, Tx } from './tx.ts'
