import { useState } from 'react'
import type { Email, MailboxView } from '../../terms/sim/mailbox.ts'
import { useNeededList } from '../live/use-live.ts'
import { Part } from '../parts/part.tsx'
import { CopyButton, parts } from '../parts/parts.tsx'
import { hourOf } from '../parts/times.ts'
import { t } from '../words/words.ts'
import styles from './mailboxes.module.css'

/** E-mail below the phones, if there is any: one click copies a code from a message. */
export function Mailboxes() {
  const withMail = (useNeededList<MailboxView>('/mailboxes') ?? []).filter(({ messages }) => messages > 0)
  const [chosen, setChosen] = useState<string>()
  const mailbox = withMail.find(({ address }) => address === chosen) ?? withMail[0]
  if (!mailbox) return null
  return (
    <section className={parts.card} aria-label={t('E-mail')}>
      <div className={`${parts.row} ${styles.head}`}>
        <h2>{t('E-mail')}</h2>
        {withMail.map(({ address, messages }) => (
          <button
            key={address}
            type="button"
            className={parts.button}
            aria-pressed={address === mailbox.address}
            onClick={() => setChosen(address)}
          >
            {`${address} (${messages})`}
          </button>
        ))}
      </div>
      <Part key={mailbox.address} name={t('The e-mail')} reads={pathOf(mailbox.address)}>
        <Messages address={mailbox.address} />
      </Part>
    </section>
  )
}

const pathOf = (address: string) => `/mailboxes/${encodeURIComponent(address)}/messages`

/** Newest first. */
function Messages({ address }: { address: string }) {
  const emails = useNeededList<Email>(pathOf(address)) ?? []
  return (
    <ol className={styles.emails} aria-label={t('E-mail to {address}', { address })}>
      {emails.toReversed().map(({ id, from, subject, text, code, receivedAt }) => (
        <li key={id}>
          <b>{subject}</b>
          <p>{text}</p>
          <div className={styles.meta}>
            <span>{from}</span>
            <time dateTime={receivedAt} title={receivedAt}>
              {hourOf(receivedAt)}
            </time>
            {code && <CopyButton text={code} label={t('Copy {code}', { code })} />}
          </div>
        </li>
      ))}
    </ol>
  )
}
