import { measure, wordsIn } from '../../terms/index.ts'
import type { Screen } from '../../terms/sim/phone.ts'
import { language, t } from '../words/words.ts'
import styles from './ussd-dialog.module.css'

const endings = (): Record<Screen['status'], string | null> => ({
  open: null,
  ended: null,
  cancelled: t('Hung up.'),
  'timed-out': t('The session has timed out.'),
  failed: t('The session has failed.'),
})

/** The text of a screen in the width of a phone, and its warnings for a real network. */
export function UssdText({ screen, limit }: { screen: Screen; limit: number }) {
  const ending = endings()[screen.status]
  const error = wordsIn(language, screen.error ?? undefined, screen.errorIn)
  const diagnosis = wordsIn(language, screen.diagnosis, screen.diagnosisIn)
  return (
    <>
      <div className={styles.text} aria-live="polite">
        <p>{screen.text}</p>
        {/* The error already says why the session failed. */}
        {(error ?? ending) && <p className={styles.ending}>{error ?? ending}</p>}
        {diagnosis !== undefined && <p className={styles.diagnosis}>{diagnosis}</p>}
        {screen.answer !== undefined && (
          <p className={styles.answer}>
            <span>{t('The app answered')}</span> <code>{screen.answer}</code>
          </p>
        )}
      </div>
      <Count what={t('Screen')} text={screen.text} limit={limit} />
      {screen.warnings.length > 0 && (
        <ul className={styles.warnings} aria-label={t('Warnings')}>
          {screen.warnings.map(({ code, message, messageIn }) => (
            <li key={code}>{wordsIn(language, message, messageIn)}</li>
          ))}
        </ul>
      )}
    </>
  )
}

export function UssdButtons(of: {
  open: boolean
  typed: string
  limit: number
  busy: boolean
  cancel: () => void
}) {
  return (
    <>
      {of.open && of.typed !== '' && <Count what={t('Answer')} text={of.typed} limit={of.limit} />}
      <div className={styles.buttons}>
        {of.open && (
          <button type="button" onClick={of.cancel}>
            {t('Cancel')}
          </button>
        )}
        <button type="submit" disabled={of.busy}>
          {of.open ? t('Send') : t('OK')}
        </button>
      </div>
    </>
  )
}

function Count({ what, text, limit }: { what: string; text: string; limit: number }) {
  const { septets } = measure(text)
  const words =
    septets === null
      ? t('{what}: {count} characters, not GSM 7-bit', { what, count: text.length })
      : t('{what}: {septets} of {limit} septets', { what, septets, limit })
  return (
    <p className={styles.count} data-over={septets === null || septets > limit}>
      {words}
    </p>
  )
}
