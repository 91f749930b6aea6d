import { z } from 'zod'
import type { ControlDescription } from '../../control-route.ts'
import { onePipeStatementSchema, resentSchema } from '../terms/index.ts'

/** What documents say of `POST /_sim/onepipe/{ref}/resend`. */
export const resendOtp: ControlDescription = {
  summary: 'Send the OTP of an open balance request again',
  description:
    '`phone` and `email` are masked; `phone` is null, and `email` left out, where nothing is sent there. `app` is needed where two apps ' +
    'use the same reference.',
  section: 'One-time codes',
  params: { ref: z.string().meta({ description: 'The `transaction_ref` of the balance request' }) },
  answers: { 200: resentSchema },
  problems: [
    'unknown-transaction',
    'several-transactions',
    'no-otp-awaited',
    'otp-sent-too-often',
    'otp-sent-just-now',
  ],
}

/** What documents say of `GET /_sim/onepipe/statements`. */
export const statements: ControlDescription = {
  summary: 'What the host of OnePipe invoices each app for',
  description:
    'As CSV for `format=csv` or `Accept: text/csv`. `from` is part of the period and `to` is not; each is a time or a day.',
  section: 'Statements',
  answers: { 200: { 'application/json': z.array(onePipeStatementSchema), 'text/csv': z.string() } },
  problems: ['unknown-app', 'not-a-time', 'empty-period'],
}
