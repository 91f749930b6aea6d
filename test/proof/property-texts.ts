import type { Answer, Item, Reading } from './model.ts'

/** What a payer types for each answer. */
export const keys: Record<Answer, string> = {
  approve: '1',
  reject: '2',
  'right-pin': '1234',
  'wrong-pin': '9999',
}

const texts: Record<Reading, RegExp> = {
  details: /^CON (Pay|Let) /,
  'asks-pin': /^CON Enter your PIN/,
  'wrong-pin': /^CON Wrong PIN/,
  approved: /^END Approved\. You paid/,
  accepted: /^END Accepted\. /,
  rejected: /^END Rejected\. .* (did not pay|may not debit)/,
  cancelled: /^END Cancelled\. /,
  'approved-already': /^END Already approved/,
  'accepted-already': /^END Already accepted/,
  'rejected-already': /^END Already rejected/,
  'cancelled-already': /^END Already cancelled/,
  ended: /^END Ended/,
  expired: /^END Expired/,
  'no-funds': /^END Not enough money/,
  locked: /^END Too many wrong PINs/,
  over: /^END This session is over/,
}

/** Where a kind says it in other words. */
const ownTexts: Partial<Record<Item['kind'], Partial<Record<Reading, RegExp>>>> = {
  withdrawal: {
    details: /^CON Withdraw /,
    approved: /^END Approved\. You withdrew/,
    rejected: /^END Rejected\. You did not withdraw/,
    'approved-already': /^END Already approved: you withdrew/,
  },
  invoice: {
    details: /^CON Invoice of /,
    approved: /^END Paid\. You paid invoice/,
    'approved-already': /^END Already paid/,
    'cancelled-already': /^END Cancelled by /,
  },
  consent: {
    details: /^CON Share /,
    accepted: /^END Shared\. /,
    rejected: /^END Rejected\. .* may not see/,
    cancelled: /^END Taken back\. /,
    'cancelled-already': /^END Already taken back/,
  },
}

export function textOf(reading: Reading, { kind }: Item): RegExp {
  return ownTexts[kind]?.[reading] ?? texts[reading]
}
