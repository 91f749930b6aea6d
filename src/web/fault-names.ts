import type { FaultPoint } from '../terms/index.ts'
import { t } from './words/words.ts'

/** What people read for the points of faults. */
export const pointNames: Readonly<Record<FaultPoint, string>> = {
  'ussd-hop': t('A USSD hop'),
  sms: t('An SMS to a phone'),
  'sms-report': t('A delivery report'),
  'sms-inbound': t('An SMS from a phone'),
  callback: t('A callback to a merchant'),
  email: t('An e-mail to a mailbox'),
  operation: t("A call of a vendor's API"),
}
