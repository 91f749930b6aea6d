import { t } from '../words/words.ts'
import styles from './keypad.module.css'

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const
const letters: Record<string, string> = {
  2: 'abc',
  3: 'def',
  4: 'ghi',
  5: 'jkl',
  6: 'mno',
  7: 'pqrs',
  8: 'tuv',
  9: 'wxyz',
  0: '+',
}

export function Keypad(of: {
  press: (sign: string) => void
  call: () => void
  hangUp: () => void
  off: boolean
}) {
  return (
    <div className={styles.keypad} data-keypad>
      <button
        type="button"
        className={styles.green}
        onClick={of.call}
        disabled={of.off}
        aria-label={t('Call or send')}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6.6 3.5 9 3l2 5-2.4 1.7a12 12 0 0 0 5.7 5.7L16 13l5 2-.5 2.4c-.3 1.6-1.7 2.7-3.3 2.6C10 19.500 4.500 14 4 6.800c-.1-1.600 1-3 2.600-3.300z" />
        </svg>
      </button>
      <button
        type="button"
        className={styles.red}
        onClick={of.hangUp}
        disabled={of.off}
        aria-label={t('Hang up')}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 9c4.500 0 8 1.500 9.500 3.500.8 1 .6 2.500-.2 3.500l-4.300-1.500v-2.500a14 14 0 0 0-10 0v2.500L2.700 16c-.8-1-1-2.500-.2-3.500C4 10.500 7.500 9 12 9z" />
        </svg>
      </button>
      {keys.map((key) => (
        <button key={key} type="button" onClick={() => of.press(key)} disabled={of.off}>
          {key}
          {letters[key] && <small>{letters[key]}</small>}
        </button>
      ))}
    </div>
  )
}
