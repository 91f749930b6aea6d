import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { dialectSchema, serviceCodeSchema, shortCodeSchema } from '../../terms/sim/network.ts'

const section = 'Service codes and short codes'
const serviceCode = {
  code: z.string().meta({ description: 'As it is dialled, such as `*384*1#`', examples: ['*384*1#'] }),
}
const shortCode = {
  code: z
    .string()
    .meta({ description: 'A short code, a sender id, or `*` for all the others', examples: ['24242'] }),
}

/** What documents say of `/network`. */
export const network = {
  listServiceCodes: {
    summary: 'The USSD codes, and the app behind each',
    section,
    answers: { 200: z.array(serviceCodeSchema) },
  },
  getServiceCode: {
    summary: 'The app behind one USSD code',
    section,
    params: serviceCode,
    answers: { 200: serviceCodeSchema },
    problems: ['unknown-service-code'],
  },
  putServiceCode: {
    summary: 'Point a USSD code at an app',
    description:
      '`callbackUrl` gets each hop, as Africa’s Talking posts it; `eventsUrl`, which may be left out, is told of the end of ' +
      'each session. In the path `*384*1#` is written `%2A384%2A1%23`.',
    section,
    params: serviceCode,
    example: { callbackUrl: 'http://127.0.0.1:3000/ussd', eventsUrl: null },
    answers: { 200: serviceCodeSchema },
    problems: ['not-a-service-code', 'not-a-url'],
  },
  deleteServiceCode: {
    summary: 'Take a USSD code away from its app',
    section,
    params: serviceCode,
    answers: { 204: null },
    problems: ['not-a-service-code', 'unknown-service-code'],
  },
  listShortCodes: {
    summary: 'The short codes and sender ids, and where their apps are told of SMS',
    section,
    answers: { 200: z.array(shortCodeSchema) },
  },
  getShortCode: {
    summary: 'Where the app of one short code is told of SMS',
    section,
    params: shortCode,
    answers: { 200: shortCodeSchema },
    problems: ['unknown-short-code'],
  },
  putShortCode: {
    summary: 'Say where the app of a short code is told of SMS',
    description:
      '`callbackUrl` gets what phones send to the code, `deliveryReportUrl` what became of SMS from it, `optOutUrl` who sent ' +
      '`STOP`. Each may be null or left out.',
    section,
    params: shortCode,
    example: { callbackUrl: 'http://127.0.0.1:3000/sms' },
    answers: { 200: shortCodeSchema },
    problems: ['not-a-short-code', 'not-a-url'],
  },
  deleteShortCode: {
    summary: 'Tell nobody of the SMS of a short code any more',
    section,
    params: shortCode,
    answers: { 204: null },
    problems: ['not-a-short-code', 'unknown-short-code'],
  },
  listDialects: {
    summary: 'The mobile networks that a phone can be on',
    description: 'With what fits on a screen, and how much may be typed.',
    section,
    answers: { 200: z.array(dialectSchema) },
    inMemory: true,
  },
} satisfies Record<string, ControlDescription>
