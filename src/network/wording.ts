import { STATUS_CODES } from 'node:http'

/** What Africa's Talking's USSD gateway says (developers.africastalking.com/docs/ussd, help centre 484351). */
export const ussdWording = {
  /** No channel, or a channel without a callback URL: no callback is made. */
  landing: "You have reached Africa's Talking USSD Services...",
  /** On the phone after any failure of the app. */
  broken: 'Network experiencing technical problems. Please try again later.',
  badPrefix: 'Response should start with a CON or an END',
  /** `url` is the app's. */
  noAnswer: (url: string, seconds: number) => `${new URL(url).host} did not answer within ${seconds} s.`,
  dropped: 'The network dropped the session.',
  unexpectedStatus: (status: number) =>
    `Received unexpected response code: ${status} ${STATUS_CODES[status] ?? '<none>'}`,
}
