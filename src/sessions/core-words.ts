import { z } from 'zod'
import { brokenStatuses } from '../terms/sim/statuses.ts'
import { faultSchema } from './fault.ts'
import { screenFaults, screenTextSchema } from './screen-text.ts'
import {
  address,
  code,
  name,
  networkCode,
  number,
  serviceCode,
  shortCode,
  url,
  wait,
  wanted,
  written,
} from './values.ts'

/** How a call of a merchant or an app fails: the HTTP status of the answer, or none came. */
const failsSchema = z.union([z.int().min(400).max(599), z.enum(['lost', 'unanswered'])], {
  error: 'is an HTTP status from 400 to 599, lost or unanswered',
})

export const textsSchema = z.strictObject({ to: shortCode, message: written })

export const appSchema = z.strictObject({ code: serviceCode, url, events: url.optional() })

export const smsSchema = z.strictObject({
  contains: wanted,
  from: written.optional(),
  count: z.int().min(0).optional(),
})

export const emailSchema = z.strictObject({
  to: address,
  contains: wanted,
  from: written.optional(),
  count: z.int().min(0).optional(),
})

/** The phone of a step, before its action. */
export const placeShape = { phone: number.optional(), network: networkCode.optional() }

/** What a step may do with phones, networks, time and the world; providers add to it. */
export const actionShape = {
  again: name.optional(),
  dials: code.optional(),
  prompted: z.literal(true).optional(),
  chooses: wanted.optional(),
  types: z.string().optional(),
  cancels: z.literal(true).optional(),
  texts: textsSchema.optional(),
  goes: z.enum(['offline', 'online']).optional(),
  wait: wait.optional(),
  snapshot: name.optional(),
  restore: name.optional(),
  app: appSchema.optional(),
  fault: faultSchema.optional(),
  faults: z.array(faultSchema).min(1, 'is empty; write at least one fault').optional(),
  'no-faults': z.literal(true).optional(),
}

/** The checks after the action, in this order; `expect` comes last. */
export const checkShape = {
  fails: failsSchema.optional(),
  shows: screenTextSchema.optional(),
  offers: z.union([wanted, z.array(wanted).min(1, 'is empty; write at least one label')]).optional(),
  ends: screenTextSchema.optional(),
  breaks: z.enum(brokenStatuses).optional(),
  sms: smsSchema.optional(),
  email: emailSchema.optional(),
}

/** Checks of a screen; each also says whether the session goes on. */
export const goesOn = ['shows', 'offers'] as const
export const screenChecks: readonly string[] = [...goesOn, 'ends', 'breaks']

/** These need a phone, named by this step or by an earlier one. */
export const phoneWords: readonly string[] = [
  'dials',
  'prompted',
  'chooses',
  'types',
  'network',
  'cancels',
  'texts',
  'goes',
  ...screenChecks,
  'sms',
]

/** A script beside its steps. */
export const headShape = {
  session: written,
  /** The path of another script, relative to this one, that is played first. */
  use: written.optional(),
  /** Warnings of screens that do not fail the script. */
  allow: z.array(z.enum(screenFaults)).optional(),
}
