import type { InputHTMLAttributes } from 'react'
import { t } from '../../../web/parts.ts'

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
  phone: { label: t('Phone'), initial: '', input: { list: 'people', inputMode: 'tel', required: true } },
  provider: { label: t('Service provider'), initial: '', input: { list: 'providers', required: true } },
  amount: { label: t('Amount'), initial: '12.50', input: { inputMode: 'decimal', required: true } },
  currency: { label: t('Currency'), initial: '', input: { required: true, maxLength: 3 } },
  scopes: {
    label: t('Data to share'),
    initial: 'profile email',
    options: [
      ['profile', 'profile'],
      ['profile email', t('profile and e-mail')],
      ['profile email phone address', 'profile, e-mail, phone, address'],
      ['all_info', 'everything'],
    ],
  },
  validity: {
    label: t('Valid for'),
    initial: '86400',
    options: [
      ['3600', t('an hour')],
      ['86400', t('a day')],
      ['2592000', '30 days'],
      ['', t('no time given')],
    ],
  },
  sender: { label: t('Sent by'), initial: 'Yaw Boateng' },
  country: {
    label: t('From country'),
    initial: 'SE',
    input: { maxLength: 3, placeholder: t('ISO 3166, such as SE') },
  },
  message: { label: t('Message'), initial: 'Order 17' },
} as const satisfies Record<string, FieldWords>

export type FieldName = keyof typeof fields

export function wordsOf(name: FieldName): FieldWords {
  return fields[name]
}

/** A value as people read it. */
export function shown(name: FieldName, value: string): string {
  return wordsOf(name).options?.find(([each]) => each === value)?.[1] ?? value
}
