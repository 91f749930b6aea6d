import type { Telling } from '../../../events/telling.ts'

/** What is told of MTN MoMo in people's words, beside the wallet's events. */
export const momoTelling: Telling = {
  sentences: {
    'request-to-pay.notification': ({ merchant, message }, { who }) =>
      `${merchant} wrote to ${who}: “${message}”`,
  },
  translations: {
    fr: {
      'request-to-pay.notification': ({ merchant, message }, { who }) =>
        `${merchant} a écrit à ${who} : « ${message} »`,
    },
  },
}
