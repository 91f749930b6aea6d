import type { Tx } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { smsParts } from './gsm.ts'
import { acceptSms } from './inbox.ts'
import { recipientMsisdn } from './msisdn.ts'
import type { SmsForm } from './schema.ts'
import { parsePrice, priceOf } from './sms-cost.ts'
import { type Recipient, type SentMessage, smsWording } from './wording.ts'

const defaultSender = 'AFRICASTKNG'

/** Accepts an SMS for each of its recipients. */
export async function sendSms(tx: Tx, form: SmsForm, config: NetworkConfig): Promise<SentMessage> {
  const from = form.from === '' ? defaultSender : form.from
  if (!mayShow(from, config)) return smsWording.invalidSenderId
  const premium = form.bulkSMSMode === '0'
  const statusCode = form.enqueue === '0' ? 101 : 102
  const parts = smsParts(form.message)
  const price = parsePrice(config.smsCost)
  const cost = premium ? '0' : priceOf(price, parts)
  const recipients: Recipient[] = []
  let accepted = 0
  for (const typed of form.to.split(',')) {
    if (typed.trim() === '') continue
    const to = recipientMsisdn(typed)
    if (to === undefined) {
      recipients.push({ ...refused, number: typed.trim() })
      continue
    }
    const messageId = `ATXid_${tx.random.hex(32)}`
    await acceptSms(tx, { messageId, from, to, text: form.message }, config.openPhones)
    recipients.push({ cost, messageId, number: to, status: 'Success', statusCode })
    accepted++
  }
  const total = accepted === 0 ? '0' : priceOf(price, parts * accepted)
  return {
    Message: smsWording.sent({ accepted, recipients: recipients.length, total, parts, premium }),
    Recipients: recipients,
  }
}

const refused: Recipient = {
  cost: '0',
  messageId: 'None',
  number: '',
  status: 'InvalidPhoneNumber',
  statusCode: 403,
}

function mayShow(from: string, { senderIds }: NetworkConfig): boolean {
  if (from === defaultSender || /^\d{3,8}$/.test(from)) return true
  return senderIds.includes('*') || senderIds.includes(from)
}
