import { z } from 'zod'
import { messageBodies } from './message-schema.ts'
import * as answer from './response-schema.ts'
import { requestBodies } from './schema.ts'

export interface Operation {
  summary: string
  method: 'POST'
  path: string
  /** `app`: an app's apiKey as the bearer token, and a Signature; `provider`: the providerKey as the bearer token. */
  access: 'app' | 'provider'
  body: z.ZodType
  /** The schema of the body by HTTP status, errors included. */
  responses: Readonly<Record<number, z.ZodType>>
}

const refused = answer.failed.or(answer.opaque)
/** Of payersim itself: a failure, or a disk that is out of order or full. */
const broken = { 500: answer.failed, 503: answer.failed, 507: answer.failed }

/** An operation of the gateway. What fails has HTTP 200 or 400, and an unknown app 401 or 200: the quirks say which. */
const forApps = (successes: readonly z.ZodType[], ends: readonly z.ZodType[] = []) =>
  ({
    method: 'POST',
    access: 'app',
    responses: {
      200: z.union([...successes, ...ends, refused]),
      400: z.union([...ends, refused]),
      401: refused,
      ...broken,
    },
  }) as const

/** The operations of OnePipe that are served; the routes, the checks and the documents are made from this table. */
const operations = {
  transact: {
    ...forApps(
      [answer.waitingForOtp, answer.pendingPin, answer.balanceTold, answer.messageSent],
      [answer.messageFailed],
    ),
    summary: 'Ask for a balance, or send an SMS or an e-mail',
    path: '/v2/transact',
    body: z.union([
      requestBodies.transact,
      requestBodies.inspect,
      messageBodies.send_sms,
      messageBodies.send_email,
    ]),
  },
  validate: {
    ...forApps([answer.balanceTold]),
    summary: 'Answer with the OTP or the PIN of the owner',
    path: '/v2/transact/validate',
    body: requestBodies.validate,
  },
  query: {
    ...forApps([answer.waitingForOtp, answer.pendingPin, answer.toldBefore]),
    summary: 'Status of a transaction',
    path: '/v2/transact/query',
    body: requestBodies.query,
  },
  reverse: {
    ...forApps([answer.reversed]),
    summary: 'Give up an open transaction',
    path: '/v2/transact/reverse',
    body: requestBodies.reverse,
  },
  options: {
    ...forApps([]),
    summary: 'Choices before a transaction: no service here has any, so it is always refused',
    path: '/v2/transact/options',
    body: requestBodies.query,
  },
  fulfil: {
    ...forApps([]),
    summary: 'Complete a part of a transaction: no service here has parts, so it is always refused',
    path: '/v2/transact/fulfil',
    body: requestBodies.query,
  },
  // Providers of OnePipe's have one endpoint per service.
  provideBalance: {
    summary: 'The provider of balances, for a gateway like OnePipe',
    method: 'POST',
    path: '/onepipe/provider/get_balance',
    access: 'provider',
    body: requestBodies.provider,
    responses: {
      200: z.union([
        answer.waitingForOtp,
        answer.pendingPin,
        answer.balanceTold,
        answer.toldBefore,
        answer.reversed,
        answer.failed,
      ]),
      400: answer.failed,
      401: answer.failed,
      ...broken,
    },
  },
} as const satisfies Record<string, Operation>

export type OperationName = keyof typeof operations

/** Each operation with its name, in the order of the table. */
export const operationList = Object.entries(operations) as ReadonlyArray<[OperationName, Operation]>
