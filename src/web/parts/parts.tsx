import { type ReactNode, useState } from 'react'
import { wordsOf } from '../live/http.ts'
import { t } from '../words/words.ts'
import styles from './parts.module.css'

export { styles as parts }

/** A control with its label above it. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={styles.field}>
      {label}
      {children}
    </label>
  )
}

/** `what` is copied: said to who does not see beside what the button is. */
export function CopyButton({
  text,
  label = t('Copy'),
  what,
}: {
  text: string
  label?: string
  what?: string
}) {
  const [said, setSaid] = useState<string>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid(t('Copied'))
    } catch {
      // Without https the browser offers a clipboard only on localhost.
      setSaid(t('No clipboard here'))
    }
    setTimeout(() => setSaid(undefined), 1_500)
  }
  return (
    <button type="button" className={styles.button} onClick={() => void copy()}>
      <span aria-live="polite">{said ?? label}</span>
      {what !== undefined && <span className="sr-only"> {what}</span>}
    </button>
  )
}

/** Plain text to read and to copy. */
export function Raw({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles.copyable}>
      <CopyButton text={text} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles.raw} tabIndex={0} aria-label={label}>
        <pre>{text}</pre>
      </section>
    </div>
  )
}

export function Badge({
  tone,
  children,
}: {
  tone?: 'good' | 'bad' | 'wait' | undefined
  children: ReactNode
}) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  )
}

export function ErrorNote({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className={styles.error}>
      {children}
    </p>
  )
}

/** Runs the action of a button, one at a time, and keeps the message of a refusal. */
export function useAction() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const run = async (action: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setError(undefined)
    try {
      await action()
      return true
    } catch (caught) {
      setError(wordsOf(caught))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, run }
}

/** A JSON text with line breaks, or the text itself. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
