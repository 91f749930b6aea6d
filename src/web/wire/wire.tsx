import { useState } from 'react'
import type { Exchange } from '../live/http.ts'
import { wireOf } from '../parts/curl.ts'
import { CopyButton } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { bodyOf } from './body.ts'
import { foldedOf, type Message, messageOf } from './message.ts'
import styles from './wire.module.css'

/** One HTTP message: to be read, or as it was sent; and to be copied, also as the command that sends it again. */
export function Wire({ text, label, curl }: { text: string; label: string; curl?: string | undefined }) {
  const [isRaw, setIsRaw] = useState(false)
  const message = messageOf(text)
  return (
    <div className={styles.wire}>
      <div className={styles.bar}>
        <span className={styles.caption} aria-hidden="true">
          {label}
        </span>
        {message && (
          <fieldset className={styles.modes}>
            <legend className="sr-only">{t('{label}: how it is shown', { label })}</legend>
            {[false, true].map((raw) => (
              <button
                key={String(raw)}
                type="button"
                aria-pressed={isRaw === raw}
                onClick={() => setIsRaw(raw)}
              >
                {raw ? t('Raw') : t('Pretty')}
              </button>
            ))}
          </fieldset>
        )}
        <div className={styles.copies}>
          {message && message.body !== '' && (
            <CopyButton text={message.body} label={t('Copy body')} what={label} />
          )}
          <CopyButton text={text} label={t('Copy raw')} what={label} />
          {curl !== undefined && <CopyButton text={curl} label={t('Copy as curl')} what={label} />}
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.text} tabIndex={0} aria-label={label}>
        {message && !isRaw ? <Pretty message={message} /> : <pre>{text}</pre>}
      </section>
      {text.includes('****') && (
        <p className={styles.hidden}>
          {t('Secrets stand as ****, so that what you copy can be shown to others.')}
        </p>
      )}
    </div>
  )
}

/** A request of this page with its answer. */
export function ExchangeWire({
  exchange,
  label,
  answerLabel,
  curl,
}: {
  exchange: Exchange
  label: string
  answerLabel: string
  curl: string
}) {
  const { request, answer } = wireOf(exchange)
  return (
    <>
      <Wire text={request} label={label} curl={curl} />
      <Wire text={answer} label={answerLabel} />
    </>
  )
}

function Pretty({ message }: { message: Message }) {
  const { shown, folded } = foldedOf(message)
  const count = folded.length
  return (
    <>
      <p className={styles.first}>{message.first}</p>
      <Headers headers={shown} />
      {folded.length > 0 && (
        <details className={styles.folded}>
          <summary>
            {shown.length > 0
              ? t('{count, plural, one {# more header} other {# more headers}}', { count })
              : t('{count, plural, one {# header} other {# headers}}', { count })}
          </summary>
          <Headers headers={folded} />
        </details>
      )}
      <BodyShown message={message} />
    </>
  )
}

function Headers({ headers }: { headers: Message['headers'] }) {
  return headers.map(([name, value], index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a header may be there twice, and the list does not change
    <p key={index} className={styles.header}>
      <span className={styles.name}>{name}:</span> {value}
    </p>
  ))
}

function BodyShown({ message }: { message: Message }) {
  if (message.body === '') return null
  const body = bodyOf(message)
  if (body === undefined) return <pre className={styles.body}>{message.body}</pre>
  if ('fields' in body)
    return (
      <table className={styles.form}>
        <thead>
          <tr>
            <th scope="col">{t('Field')}</th>
            <th scope="col">{t('Value')}</th>
          </tr>
        </thead>
        <tbody>
          {body.fields.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a field may be there twice, and the list does not change
            <tr key={index}>
              <th scope="row">{name}</th>
              <td dir="auto">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )
  return (
    <pre className={styles.body}>
      {body.pieces.map(({ text, as }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text do not change
        <span key={index} data-as={as}>
          {text}
        </span>
      ))}
    </pre>
  )
}
