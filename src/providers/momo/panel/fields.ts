import type { InputHTMLAttributes } from 'react'

interface FieldWords {
  label: string
  /** What it holds at first; of `phone`, `currency` and `provider` the form says it, by the world. */
  initial: string
  /** A choice: what is sent, and what is read. */
  options?: ReadonlyArray<readonly [string, string]>
  input?: InputHTMLAttributes<HTMLInputElement>
}

/** What a merchant says of an order, whatever its kind. */
export const fields = {
  phone: { label: 'Phone', initial: '', input: { list: 'people', inputMode: 'tel', required: true } },
  provider: { label: 'Service provider', initial: '', input: { list: 'providers', required: true } },
  amount: { label: 'Amount', initial: '12.50', input: { inputMode: 'decimal', required: true } },
  currency: { label: 'Currency', initial: '', input: { required: true, maxLength: 3 } },
  scopes: {
    label: 'Data to share',
    initial: 'profile email',
    options: [
      ['profile', 'profile'],
      ['profile email', 'profile and e-mail'],
      ['profile email phone address', 'profile, e-mail, phone, address'],
      ['all_info', 'everything'],
    ],
  },
  validity: {
    label: 'Valid for',
    initial: '86400',
    options: [
      ['3600', 'an hour'],
      ['86400', 'a day'],
      ['2592000', '30 days'],
      ['', 'no time given'],
    ],
  },
  sender: { label: 'Sent by', initial: 'Yaw Boateng' },
  country: {
    label: 'From country',
    initial: 'SE',
    input: { maxLength: 3, placeholder: 'ISO 3166, such as SE' },
  },
  message: { label: 'Message', initial: 'Order 17' },
} as const satisfies Record<string, FieldWords>

export type FieldName = keyof typeof fields

export function wordsOf(name: FieldName): FieldWords {
  return fields[name]
}

/** A value as people read it. */
export function shown(name: FieldName, value: string): string {
  return wordsOf(name).options?.find(([each]) => each === value)?.[1] ?? value
}
