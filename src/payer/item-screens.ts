import type { Language } from '../wallet/index.ts'
import { dataOf, feeOf, lines, validityOf } from './endings.ts'
import { labelsOf } from './labels.ts'
import type { ConsentItem, Context, Item, MandateItem, RequestItem } from './schema.ts'
import { fill } from './septets.ts'
import { day, dayAndTime, money, say } from './wording.ts'

type Title = Parameters<typeof say>[1]

/** A page of items to choose from; `other` is a choice below them. `hint` is the first line of each of these screens. */
export function listText(
  { language, items, more }: Context,
  hint: string,
  title: Title,
  none: Title,
  other?: string,
): string {
  const build = (labels: string[]) =>
    lines(
      hint,
      say(language, items.length > 0 ? title : none),
      ...labels.map((label, index) => `${index + 1} ${label}`),
      other !== undefined && `${items.length + 1} ${other}`,
      more && say(language, 'more'),
      say(language, 'back'),
    )
  return build(labelsOf(items, language, build))
}

/** The question and the possible answers. */
export function approvalText(
  context: Context,
  hint: string,
  item: Item,
  shows: 'reference' | 'message' = 'reference',
  back: 'back' | 'backToWithdrawals' = 'back',
): string {
  const { language, prompted } = context
  const leave = say(language, prompted === null ? back : 'later')
  switch (item.kind) {
    case 'request-to-pay':
      return requestText(shows === 'message' ? item : { ...item, message: undefined }, hint, leave, language)
    case 'consent':
    case 'shared-data':
      return consentText(item, hint, leave, language)
    default:
      return mandateText(item, hint, leave, language)
  }
}

type Shown = Omit<RequestItem, 'message'> & { message?: string | undefined }

function requestText(item: Shown, hint: string, leave: string, language: Language): string {
  return fill(
    ([merchant = '', message = '']) =>
      lines(
        hint,
        say(language, item.of === 'withdrawal' ? 'withdrawalQuestion' : 'question', {
          merchant,
          amount: money(item.amount, item.currency),
        }),
        feeOf(item, language),
        say(language, 'reference', { reference: item.externalId ?? item.referenceId.slice(0, 8) }),
        item.message !== undefined && say(language, 'message', { message }),
        say(language, 'approve'),
        say(language, 'reject'),
        leave,
      ),
    [item.merchant, item.message ?? ''],
  )
}

function mandateText(item: MandateItem, hint: string, leave: string, language: Language): string {
  const { currency } = item
  return fill(
    ([merchant = '', message = '']) =>
      lines(
        hint,
        say(language, 'autoQuestion', { merchant, currency }),
        validityOf(item, language),
        item.message !== null && say(language, 'message', { message }),
        say(language, 'accept'),
        say(language, 'reject'),
        leave,
      ),
    [item.merchant, item.message ?? ''],
  )
}

/** The details of an invoice. */
export function invoiceText({ language, prompted }: Context, hint: string, item: RequestItem): string {
  return fill(
    ([merchant = '', message = '']) =>
      lines(
        hint,
        say(language, 'invoice', { merchant, amount: money(item.amount, item.currency) }),
        feeOf(item, language),
        say(language, 'numbered', { number: item.number ?? '' }),
        item.until !== undefined && say(language, 'until', { time: dayAndTime(item.until) }),
        item.message !== undefined && say(language, 'message', { message }),
        say(language, 'pay'),
        say(language, prompted === null ? 'back' : 'later'),
      ),
    [item.merchant, item.message ?? ''],
  )
}

function consentText(item: ConsentItem, hint: string, leave: string, language: Language): string {
  const data = dataOf(item, language)
  return fill(
    ([merchant = '']) =>
      lines(
        hint,
        say(language, 'dataQuestion', { merchant, data }),
        validityOf(item, language),
        say(language, 'accept'),
        say(language, 'reject'),
        leave,
      ),
    [item.merchant],
  )
}

/** Asks for the PIN to pay or accept. */
export function pinText({ language }: Context, hint: string, item: Item): string {
  if ('scopes' in item) return pinForData('pinToShare', item, hint, language)
  if (item.kind !== 'request-to-pay') return pinForAuto('pinToAccept', item, hint, language)
  const amount = money(item.amount, item.currency)
  return fill(
    ([merchant = '']) => {
      const key = item.of === 'withdrawal' ? 'pinToWithdraw' : 'pinToPay'
      return lines(hint, say(language, key, { amount, merchant }), feeOf(item, language))
    },
    [item.merchant],
  )
}

/** An accepted mandate, and the key to cancel it. */
export function autoPaymentText({ language }: Context, hint: string, item: MandateItem): string {
  const { currency, lastUsedAt } = item
  return fill(
    ([merchant = '']) =>
      lines(
        hint,
        say(language, 'autoPayment', { merchant, currency }),
        validityOf(item, language),
        lastUsedAt === null
          ? say(language, 'neverUsed')
          : say(language, 'lastUsed', { day: day(lastUsedAt) }),
        say(language, 'cancel'),
        say(language, 'back'),
      ),
    [item.merchant],
  )
}

/** Asks for the PIN to cancel. */
export function cancelPinText({ language }: Context, hint: string, item: MandateItem): string {
  return pinForAuto('pinToCancel', item, hint, language)
}

function pinForAuto(
  key: 'pinToAccept' | 'pinToCancel',
  { merchant: name, currency }: MandateItem,
  hint: string,
  language: Language,
): string {
  return fill(([merchant = '']) => lines(hint, say(language, key, { merchant, currency })), [name])
}

/** A consent that was given, and the key to take it back. */
export function accessText({ language }: Context, hint: string, item: ConsentItem): string {
  const data = dataOf(item, language)
  return fill(
    ([merchant = '']) =>
      lines(
        hint,
        say(language, 'access', { merchant, data }),
        validityOf(item, language),
        say(language, 'takeBack'),
        say(language, 'back'),
      ),
    [item.merchant],
  )
}

/** Asks for the PIN to take it back. */
export function takeBackPinText({ language }: Context, hint: string, item: ConsentItem): string {
  return pinForData('pinToTakeBack', item, hint, language)
}

function pinForData(
  key: 'pinToShare' | 'pinToTakeBack',
  item: ConsentItem,
  hint: string,
  language: Language,
): string {
  const data = dataOf(item, language)
  return fill(([merchant = '']) => lines(hint, say(language, key, { merchant, data })), [item.merchant])
}
