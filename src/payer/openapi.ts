import { z } from 'zod'
import type { ApiDescription, RouteDescription } from '../kernel/index.ts'
import { hopSchema, sessionEventSchema, smsReportSchema } from './schema.ts'

const section = 'Wallet’s USSD app'
const phone = '+46733000001'
const problem = z.looseObject({ title: z.string(), status: z.int(), detail: z.string() })
const refusals = Object.fromEntries(
  [400, 413, 500, 503, 507].map((status) => [status, { 'application/problem+json': problem }]),
)
const screen = z.string().regex(/^(?:CON|END) /)

const forms = {
  hop: {
    summary: 'Dial the app, or answer one of its menus',
    form: hopSchema,
    example: {
      sessionId: `ATUid_${'0'.repeat(32)}`,
      phoneNumber: phone,
      serviceCode: '*165#',
      text: '',
      networkCode: '99999',
    },
    answer: { 'text/plain': screen },
    meaning: 'CON and a menu, or END and a last screen',
  },
  events: {
    summary: 'Tell the app that a session is over',
    form: sessionEventSchema,
    example: undefined,
    answer: null,
    meaning: 'Received',
  },
  reports: {
    summary: 'Tell the app what became of an SMS',
    form: smsReportSchema,
    example: undefined,
    answer: null,
    meaning: 'Received',
  },
}

/** What documents say of a path that Africa's Talking calls. */
export function describeRoute(name: keyof typeof forms): RouteDescription {
  const { summary, form, example, answer, meaning } = forms[name]
  return {
    summary,
    section,
    body: { 'application/x-www-form-urlencoded': form },
    example,
    responses: { 200: answer, ...refusals },
    meanings: { 200: meaning, 400: 'A field is missing or malformed', 413: 'The body is too large' },
  }
}

/** What documents say of the app as a whole. */
export function describeApi(): ApiDescription {
  return { sections: [{ name: section, description: 'An Africa’s Talking app like any other' }] }
}
