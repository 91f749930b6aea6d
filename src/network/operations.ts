import { z } from 'zod'
import type { answers } from './response-schema.ts'
import { authTokenRequest, bulkSms, smsForm, subscriptionForm } from './schema.ts'

/** A schema of `response-schema.ts`, which is loaded for documents only: making its schemas would lengthen every start. */
type AnswerName = keyof typeof answers

/** The body of a request. */
interface Body<Schema extends z.ZodType = z.ZodType> {
  type: 'application/x-www-form-urlencoded' | 'application/json'
  schema: Schema
  /** The fields of a form that may not be empty, besides `username`, in the order in which they are checked. */
  required: readonly string[]
}

export interface Operation {
  summary: string
  section: 'sms' | 'subscriptions' | 'account'
  method: 'GET' | 'POST'
  path: string
  /** Besides these parameters any may be there. */
  query: z.ZodObject | null
  body: Body | null
  /** The body by HTTP status and media type, errors included. */
  responses: Readonly<Record<number, Readonly<Record<string, AnswerName>>>>
}

const form = <Schema extends z.ZodType>(schema: Schema, ...required: string[]): Body<Schema> => ({
  type: 'application/x-www-form-urlencoded',
  schema,
  required,
})
const json = <Schema extends z.ZodType>(schema: Schema): Body<Schema> => ({
  type: 'application/json',
  schema,
  required: [],
})

/** JSON to a client that accepts it, else XML. */
const jsonOrXml = <Name extends AnswerName>(name: Name) => ({
  'application/json': name,
  'application/xml': name,
})
const text = <Name extends AnswerName>(name: Name) => ({ 'text/plain': name })

const always = {
  401: text('unauthorized'),
  500: { 'application/problem+json': 'failure' as const },
  503: text('outOfOrder'),
  507: text('outOfOrder'),
}
const badRequest = { 400: text('malformed') }
const ofBodies = { ...badRequest, 413: text('tooLarge'), 415: text('wrongType') }

const got = (name: AnswerName) => ({ 200: jsonOrXml(name), ...always })
/** 409 is documented for a time of day at which every recipient is refused. */
const sending = { 201: jsonOrXml('sent'), 409: jsonOrXml('sent'), ...always, ...ofBodies }

const username = z.string().meta({ examples: ['sandbox'] })
const after = z
  .string()
  .regex(/^\d{1,10}$/)
  .refine((id) => Number(id) < 2 ** 31)
  .default('0')
  .transform(Number)
const ofCode = { username, lastReceivedId: after }
const anyWord = z.string().default('')
const changing = {
  section: 'subscriptions',
  method: 'POST',
  query: null,
  body: form(subscriptionForm, 'shortCode', 'keyword', 'phoneNumber'),
  // As the SDK wants it for both.
  responses: { 201: jsonOrXml('changed'), ...always, ...ofBodies },
} as const

/**
 * The operations of Africa's Talking's API that are served; the routes, the checks and the documents are made from this
 * table. All need the key of an account, or its token, and its username. Bulk and premium SMS share a path, as in the
 * sandbox; the hosts of Africa's Talking share all of them.
 */
export const operations = {
  sendSms: {
    summary: 'Send an SMS, also a premium one',
    section: 'sms',
    method: 'POST',
    path: '/version1/messaging',
    query: null,
    body: form(smsForm, 'to', 'message'),
    responses: sending,
  },
  fetchMessages: {
    summary: 'The SMS that phones sent',
    section: 'sms',
    method: 'GET',
    path: '/version1/messaging',
    query: z.object({ ...ofCode, shortCode: anyWord, keyword: anyWord }),
    body: null,
    responses: { ...got('fetched'), ...badRequest },
  },
  sendBulkSms: {
    summary: 'Send an SMS to many; for live accounts only',
    section: 'sms',
    method: 'POST',
    path: '/version1/messaging/bulk',
    query: null,
    body: json(bulkSms),
    responses: { ...sending, 404: text('notFound') },
  },
  getAccount: {
    summary: 'Balance of an account',
    section: 'account',
    method: 'GET',
    path: '/version1/user',
    query: z.object({ username }),
    body: null,
    responses: got('account'),
  },
  createAuthToken: {
    summary: 'A token that replaces the key for an hour',
    section: 'account',
    method: 'POST',
    path: '/auth-token/generate',
    query: null,
    body: json(authTokenRequest),
    responses: { 201: { 'application/json': 'authToken' }, ...always, ...ofBodies },
  },
  // Of subscriptions only what the SDK calls.
  listSubscriptions: {
    summary: 'The phones that subscribe to a keyword of a short code',
    section: 'subscriptions',
    method: 'GET',
    path: '/version1/subscription',
    query: z.object({ ...ofCode, shortCode: z.string(), keyword: z.string() }),
    body: null,
    responses: { ...got('subscriptions'), ...badRequest },
  },
  createSubscription: {
    ...changing,
    summary: 'Subscribe a phone',
    path: '/version1/subscription/create',
  },
  deleteSubscription: {
    ...changing,
    summary: 'End the subscription of a phone',
    path: '/version1/subscription/delete',
  },
} as const satisfies Record<string, Operation>

export type OperationName = keyof typeof operations

/** Each operation with its name, in the order of the table. */
export const operationList = Object.entries(operations) as ReadonlyArray<[OperationName, Operation]>
