import { type FormEvent, useEffect, useRef, useState } from 'react'
import { wordsIn } from '../../terms/index.ts'
import type { Message, SmsThread } from '../../terms/sim/message.ts'
import { live } from '../live/live.ts'
import { useLive, useNeededList } from '../live/use-live.ts'
import { CopyButton, useAction } from '../parts/parts.tsx'
import { hourOf } from '../parts/times.ts'
import { language, t } from '../words/words.ts'
import styles from './messages.module.css'

/** SMS by partner, the newest thread first: one click copies a code from a message. */
export function Messages({ path }: { path: string }) {
  const threads = useNeededList<SmsThread>(`${path}/threads`)
  const messages = useLive<Message[]>(`${path}/messages`) ?? []
  const codes = new Map(messages.map(({ id, code }) => [id, code]))
  const warned = new Map(messages.map(({ id, warnings = [] }) => [id, warnings]))
  const [chosen, setChosen] = useState<string>()
  const [writing, setWriting] = useState(false)
  const thread =
    threads?.find((each) => each.with === chosen) ?? (threads?.length === 1 ? threads[0] : undefined)
  const end = useRef<HTMLLIElement>(null)
  const count = thread?.messages.length
  const warnings = messages.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message scrolls into view, and one that gets its warnings
  useEffect(() => {
    // In braces: scrollIntoView returns a Promise in current browsers, which React would call as the cleanup.
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [count, warnings, chosen])

  if (writing) return <Write path={path} to={thread?.with} done={() => setWriting(false)} />
  if (!threads) return null
  if (!thread) {
    return (
      <div className={styles.list}>
        {threads.length === 0 && <p className={styles.none}>{t('No messages yet.')}</p>}
        {threads.map((each) => (
          <button
            key={each.with}
            type="button"
            className={styles.thread}
            onClick={() => setChosen(each.with)}
          >
            <b>{each.with}</b>
            <span>{each.messages.at(-1)?.text}</span>
          </button>
        ))}
        <button type="button" className={styles.write} onClick={() => setWriting(true)}>
          {t('Write')}
        </button>
      </div>
    )
  }
  return (
    <div className={styles.list}>
      <div className={styles.top}>
        {threads.length > 1 && (
          <button type="button" onClick={() => setChosen(undefined)} aria-label={t('All threads')}>
            ‹
          </button>
        )}
        <b>{thread.with}</b>
        <button type="button" onClick={() => setWriting(true)}>
          {t('Write')}
        </button>
      </div>
      <ol className={styles.messages} aria-label={t('Messages with {partner}', { partner: thread.with })}>
        {thread.messages.map(({ direction, id, text, at }, index) => {
          const code = direction === 'received' ? codes.get(id) : null
          return (
            <li
              key={`${direction} ${id}`}
              ref={index === thread.messages.length - 1 ? end : null}
              data-direction={direction}
            >
              <p>{text}</p>
              <div className={styles.meta}>
                <time dateTime={at} title={at}>
                  {hourOf(at)}
                </time>
                {code && <CopyButton text={code} label={t('Copy {code}', { code })} />}
              </div>
              {direction === 'received' &&
                (warned.get(id) ?? []).map((one) => (
                  <p key={one.message} className={styles.warning}>
                    {wordsIn(language, one.message, one.messageIn)}
                  </p>
                ))}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function Write({ path, to, done }: { path: string; to: string | undefined; done: () => void }) {
  const [partner, setPartner] = useState(to ?? '')
  const [text, setText] = useState('')
  const { busy, error, run } = useAction()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await run(() => live.act('POST', `${path}/messages`, { to: partner, text }))) done()
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <label>
        {t('To')}
        <input
          value={partner}
          onChange={(event) => setPartner(event.target.value)}
          placeholder={t('Short code')}
        />
      </label>
      <label>
        {t('Text')}
        <textarea rows={4} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      {error && <p role="alert">{error}</p>}
      <div className={styles.top}>
        <button type="button" onClick={done}>
          {t('Back')}
        </button>
        <button type="submit" disabled={busy || partner === '' || text === ''}>
          {t('Send')}
        </button>
      </div>
    </form>
  )
}
