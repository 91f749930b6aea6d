export { csvOf } from './csv.ts'
export {
  type Delivery,
  type DeliveryRecord,
  type DeliveryResult,
  type Plan,
  type Subscription,
  takeOnce,
} from './delivery/index.ts'
export {
  AmountError,
  ConflictError,
  InputError,
  messageInOf,
  messageOf,
  NotFoundError,
  OutboundError,
  PayersimError,
  StoreError,
} from './errors.ts'
export type { Fault } from './faults.ts'
export type { FaultPlanInput, FaultSubject } from './faults-schema.ts'
export { type Held, hasText } from './holds.ts'
export * from './http/index.ts'
export { inWords, parse, wordsOfIssue } from './issue-words.ts'
export type { Json } from './json.ts'
export { frozenStart, Kernel, type KernelOptions } from './kernel.ts'
export {
  type EffectTable,
  graphOf,
  MachineError,
  MachineShell,
  type MachineState,
  type MachineStep,
  type MachineWatch,
  mermaidOf,
  performedByShell,
} from './machine/index.ts'
export { exponentOf, parseAmount, screenAmount, wireAmount } from './money.ts'
export { OperationFaults, outageOf } from './operation-faults.ts'
export { canBePhone, internationalNumber } from './phone-number.ts'
export { type Quirk, resolveQuirks } from './quirks.ts'
export type { Randomness } from './random.ts'
export { Records } from './records.ts'
export type { OldRows, PastEvent } from './retention.ts'
export { hasHappened, unfinishedEvents } from './retention-tables.ts'
export {
  type Consequence,
  type DbSchema,
  hot,
  isPostgres,
  isTrouble,
  type Law,
  loadSqlite,
  type Migration,
  redefined,
  type SnapshotView,
  shownData,
  type View,
} from './store/index.ts'
export { deadlineInSql } from './tables.ts'
export {
  type ClockReading,
  instantMilliseconds,
  longestWaitMs,
  periodOf,
  runningNow,
  type WaitOptions,
} from './time/index.ts'
export {
  eventAbout,
  eventsOfTraces,
  newestEvents,
  positionAt,
  readTimeline,
  traceOfEvent,
  tracesIn,
} from './timeline.ts'
export type { KernelEvent, OfTrace, Rx, Tx } from './tx.ts'
