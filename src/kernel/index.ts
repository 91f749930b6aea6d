export { type ClockReading, runningNow } from './clock.ts'
export { csvOf } from './csv.ts'
export type { Delivery, DeliveryResult, Plan, Subscription } from './deliveries.ts'
export {
  AmountError,
  ConflictError,
  InputError,
  messageOf,
  NotFoundError,
  OutboundError,
  PayersimError,
} from './errors.ts'
export type { Fault } from './faults.ts'
export type { FaultPlanInput, FaultSubject } from './faults-schema.ts'
export { bodyText, formFields, rawBody, readText } from './http/body.ts'
export { readCertificates } from './http/certificates.ts'
export { decodeBody } from './http/charset.ts'
export { ExchangeLog, type HeaderLines, type HttpExchange, recordOf } from './http/exchanges.ts'
export { beginningOf, explain } from './http/explanation.ts'
export { hasSeveralHosts, hostName, isLocalName, isLoopback } from './http/host.ts'
export { dispatchTo, inject, injectInto } from './http/in-process.ts'
export { Outbound, ownHost } from './http/outbound.ts'
export type { OutboundRequest, OutboundResponse } from './http/outbound-messages.ts'
export { problemHandlers, problemOf, sendFailure, sendProblem } from './http/problem.ts'
export { routesUnder } from './http/routes-under.ts'
export { inWords, quoted, wordsOfIssue } from './issue-words.ts'
export { frozenStart, Kernel, type KernelOptions } from './kernel.ts'
export { graphOf, type MachineWatch, mermaidOf, takenOf } from './machine/machine-graph.ts'
export { exponentOf, parseAmount, screenAmount, wireAmount } from './money.ts'
export { canBePhone, internationalNumber } from './phone-number.ts'
export { type Quirk, resolveQuirks } from './quirks.ts'
export type { Randomness } from './random.ts'
export type { OldRows, PastEvent } from './retention.ts'
export { hasHappened, unfinishedEvents } from './retention-tables.ts'
export type { Consequence, DbSchema, Law, Migration, View } from './store/db-schema.ts'
export { isTrouble } from './store/disk-trouble.ts'
export { hot } from './store/hot.ts'
export { redefined } from './store/migrate.ts'
export type { SnapshotView } from './store/store.ts'
export { deadlineInSql } from './tables.ts'
export { takeOnce } from './take-once.ts'
export { positionAt, readTimeline } from './timeline.ts'
export type { KernelEvent, Rx, Tx } from './tx.ts'
export { longestWaitMs, type WaitOptions } from './wait-limit.ts'
