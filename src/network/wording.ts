import { STATUS_CODES } from 'node:http'

/** What Africa's Talking's USSD gateway says (developers.africastalking.com/docs/ussd, help centre 484351). */
export const ussdWording = {
  /** No channel, or a channel without a callback URL: no callback is made. */
  landing: "You have reached Africa's Talking USSD Services...",
  /** On the phone after any failure of the app. */
  broken: 'Network experiencing technical problems. Please try again later.',
  badPrefix: 'Response should start with a CON or an END',
  unexpectedStatus: (status: number) =>
    `Received unexpected response code: ${status} ${STATUS_CODES[status] ?? '<none>'}`,
}

/** One recipient of an SMS, with the keys in the order of the wire. */
export interface Recipient {
  cost: string
  messageId: string
  number: string
  status: 'Success' | 'InvalidPhoneNumber'
  statusCode: 101 | 102 | 403
}

export interface SentMessage {
  Message: string
  Recipients: Recipient[]
}

/** What Africa's Talking's SMS API says (developers.africastalking.com/docs/sms). */
export const smsWording = {
  server: 'akka-http/10.2.10',
  unauthorized: 'The supplied authentication is invalid',
  challenge: 'Basic realm="api",charset=UTF-8',
  invalidSenderId: { Message: 'InvalidSenderId', Recipients: [] } satisfies SentMessage,
  missingField: (name: string) => `Request is missing required form field '${name}'`,
  notAForm: "The request's Content-Type is not supported. Expected:\napplication/x-www-form-urlencoded",
  tooLarge: 'The request content is larger than this route takes.',
  malformed: 'The request content was malformed.',
  /** `total` includes the currency; premium messages name neither total nor parts. */
  sent: (of: { accepted: number; recipients: number; total: string; parts: number; premium: boolean }) => {
    const count = `Sent to ${of.accepted}/${of.recipients}`
    return of.premium ? count : `${count} Total Cost: ${of.total} Message parts: ${of.parts}`
  },
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const xml = (value: string | number) => String(value).replace(/[&<>"]/g, (found) => entities[found] ?? found)

/** The XML form, which clients get that do not accept JSON. */
export function sentXml({ Message, Recipients }: SentMessage): string {
  const recipients = Recipients.map(
    ({ number, cost, status, statusCode, messageId }) =>
      `<Recipient><number>${xml(number)}</number><cost>${xml(cost)}</cost><status>${status}</status>` +
      `<statusCode>${statusCode}</statusCode><messageId>${xml(messageId)}</messageId></Recipient>`,
  )
  return (
    `<AfricasTalkingResponse><SMSMessageData><Message>${xml(Message)}</Message>` +
    `<Recipients>${recipients.join('')}</Recipients></SMSMessageData></AfricasTalkingResponse>`
  )
}
