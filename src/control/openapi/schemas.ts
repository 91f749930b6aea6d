import { z } from 'zod'
import { auditSchema } from '../../terms/sim/audit.ts'
import { callbackSchema } from '../../terms/sim/callback.ts'
import { clockSchema, nextDeadlineSchema } from '../../terms/sim/clock.ts'
import { faultReadingSchema } from '../../terms/sim/fault.ts'
import { harSchema } from '../../terms/sim/har.ts'
import { healthSchema } from '../../terms/sim/health.ts'
import { accountSchema, ledgerEntrySchema } from '../../terms/sim/ledger.ts'
import { machineSchema } from '../../terms/sim/machine.ts'
import { emailSchema, mailboxSchema } from '../../terms/sim/mailbox.ts'
import { messageSchema, sentSmsSchema, threadSchema } from '../../terms/sim/message.ts'
import { namedWorldSchema } from '../../terms/sim/named-world.ts'
import { dialectSchema, serviceCodeSchema, shortCodeSchema } from '../../terms/sim/network.ts'
import { operationSchema } from '../../terms/sim/operation.ts'
import { openedPaymentSchema, paymentSchema, paymentsSchema } from '../../terms/sim/payment.ts'
import { phoneViewSchema, screenSchema } from '../../terms/sim/phone.ts'
import { providerViewSchema } from '../../terms/sim/provider.ts'
import { recordingSchema } from '../../terms/sim/recording.ts'
import { listedSnapshotSchema, snapshotSchema } from '../../terms/sim/snapshot.ts'
import { timelineEventSchema } from '../../terms/sim/timeline.ts'
import { entriesSchema, movementSchema } from '../../terms/sim/timeline-entry.ts'

/** The shapes of answers, by the names that generated clients give them. */
const schemas: Readonly<Record<string, z.ZodType>> = {
  Health: healthSchema,
  Provider: providerViewSchema,
  Phone: phoneViewSchema,
  Screen: screenSchema,
  Message: messageSchema,
  SentMessage: sentSmsSchema,
  Thread: threadSchema,
  Mailbox: mailboxSchema,
  Email: emailSchema,
  Clock: clockSchema,
  NextDeadline: nextDeadlineSchema,
  TimelineEvent: timelineEventSchema,
  TimelineEntries: entriesSchema,
  Har: harSchema,
  Payment: paymentSchema,
  Payments: paymentsSchema,
  OpenedPayment: openedPaymentSchema,
  Movement: movementSchema,
  Callback: callbackSchema,
  Account: accountSchema,
  LedgerEntry: ledgerEntrySchema,
  Audit: auditSchema,
  Fault: faultReadingSchema,
  Operation: operationSchema,
  Snapshot: snapshotSchema,
  ListedSnapshot: listedSnapshotSchema,
  Recording: recordingSchema,
  ServiceCode: serviceCodeSchema,
  ShortCode: shortCodeSchema,
  Dialect: dialectSchema,
  Machine: machineSchema,
  NamedWorld: namedWorldSchema,
}

/** Each then stands in the document once, under its name. Here and not beside the schemas, which are loaded at every start. */
export function nameSchemas(others: Readonly<Record<string, z.ZodType>>): void {
  for (const [id, schema] of Object.entries({ ...others, ...schemas })) z.globalRegistry.add(schema, { id })
}
