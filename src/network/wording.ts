import { STATUS_CODES } from 'node:http'

/** The texts of Africa's Talking's USSD gateway (developers.africastalking.com/docs/ussd, help centre 484351). */
export const ussdWording = {
  /** Shown without a callback, if there is no channel or the channel has no callback URL. */
  landing: "You have reached Africa's Talking USSD Services...",
  /** Shown after any failure of the app. */
  broken: 'Network experiencing technical problems. Please try again later.',
  badPrefix: 'Response should start with a CON or an END',
  unexpectedStatus: (status: number) =>
    `Received unexpected response code: ${status} ${STATUS_CODES[status] ?? '<none>'}`,
}
