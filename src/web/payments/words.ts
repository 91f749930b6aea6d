import type { PaymentState } from '../../terms/sim/payment.ts'
import { sumOf } from '../parts/figures.ts'
import { t } from '../words/words.ts'

/** What people read for a state, and how it looks. */
export const states: Readonly<Record<PaymentState, { words: string; tone?: 'good' | 'bad' | 'wait' }>> = {
  pending: { words: t('Waiting'), tone: 'wait' },
  successful: { words: t('Done'), tone: 'good' },
  failed: { words: t('Failed'), tone: 'bad' },
  ended: { words: t('Ended') },
}

/** `1,012.50 EUR`; nothing where no money is asked for. */
export const sumIn = ({ amount, currency }: { amount: string | null; currency: string | null }): string =>
  amount === null ? '' : sumOf(amount, currency ?? '')

/** The first letter is a capital one. */
export const begun = (words: string): string => words.replace(/^./, (letter) => letter.toUpperCase())
