import type { CallbackDelivery } from '../../terms/sim/callback.ts'
import type { OpenedPayment as Opened } from '../../terms/sim/payment.ts'
import { pathHere } from '../live/base.ts'
import { live } from '../live/live.ts'
import { useLiveRefusal, useNeeded } from '../live/use-live.ts'
import { Badge, CopyButton, ErrorNote, parts, Raw, useAction } from '../parts/parts.tsx'
import { ageOf } from '../parts/times.ts'
import { useNow, When } from '../parts/when.tsx'
import { showPhone } from '../phones/show-phone.ts'
import { addressOf } from '../route.ts'
import { StoryLink } from '../story/story-link.tsx'
import { CallbackWire } from '../wire/callback-wire.tsx'
import { SaveHar } from '../wire/save-har.tsx'
import { t } from '../words/words.ts'
import styles from './payments.module.css'
import { useReadingAgain } from './reading.ts'
import { begun, states, sumIn } from './words.ts'

/** One payment: where it stands and why, its callbacks, what the ledger moved, and how to ask for the same again. */
export function OpenedPayment({ id }: { id: string }) {
  const path = `/payments/${encodeURIComponent(id)}`
  const payment = useNeeded<Opened>(path)
  const refusal = useLiveRefusal(path)
  useReadingAgain(path)
  return (
    <div className={`${parts.panel} ${parts.columns}`}>
      <p className={parts.back}>
        <a href={addressOf('payments')}>{t('← All payments')}</a>
      </p>
      {refusal && <ErrorNote>{refusal.message}</ErrorNote>}
      {!payment && !refusal && <p className={parts.empty}>{t('Opening the payment…')}</p>}
      {payment && !refusal && (
        <>
          <Head payment={payment} />
          <Callbacks payment={payment} />
          <Moved payment={payment} />
          <Again payment={payment} />
        </>
      )}
    </div>
  )
}

function Head({ payment }: { payment: Opened }) {
  const { what, merchant, person, phone, state, standing, reference, createdAt, settledAt, trace } = payment
  const { words, tone } = states[state]
  const now = useNow()
  const when = (iso: string) => (
    <>
      <When at={iso} whole />
      {now !== '' && ` · ${ageOf(iso, now)}`}
    </>
  )
  return (
    <article className={parts.card} aria-label={t('How it stands')}>
      <div className={styles.heading}>
        <h2>
          {begun(what)}
          {payment.amount !== null && `, ${sumIn(payment)}`}
        </h2>
        <Badge tone={tone}>{words}</Badge>
      </div>
      <p className={styles.said} dir="auto">
        {standing}
      </p>
      <dl className={styles.facts}>
        <dt>{t('Asked by')}</dt>
        <dd>
          <span dir="auto">{merchant.name}</span>
          {merchant.own !== null && (
            <small>{merchant.own ? t(' · your program') : t(' · this page, a script or a test')}</small>
          )}
        </dd>
        {(person ?? phone) !== null && (
          <>
            <dt>{t('Person')}</dt>
            <dd>
              <span dir="auto">{person ?? t('Nobody we know')}</span>
              {phone !== null && (
                <>
                  {' · '}
                  <button type="button" className={styles.link} onClick={() => showPhone(phone)}>
                    {phone}
                    <span className="sr-only">{t(': show this phone')}</span>
                  </button>
                </>
              )}
            </dd>
          </>
        )}
        <dt>{t('Reference')}</dt>
        <dd className={styles.reference}>
          <code>{reference}</code>
          <CopyButton text={reference} what={t('Reference')} />
        </dd>
        <dt>{t('Asked')}</dt>
        <dd>{when(createdAt)}</dd>
        {settledAt !== null && (
          <>
            <dt>{t('Settled')}</dt>
            <dd>{when(settledAt)}</dd>
          </>
        )}
      </dl>
      <p className={parts.row}>
        {trace !== null && <StoryLink trace={trace}>{t('Its story as a diagram')}</StoryLink>}
        {trace !== null && <a href={addressOf('timeline', { trace })}>{t('All of it on the timeline')}</a>}
        <CopyButton
          label={t('Copy link')}
          text={`${location.origin}${pathHere('/')}${addressOf(`payments/${encodeURIComponent(payment.id)}`)}`}
        />
        {trace !== null && <SaveHar trace={trace} />}
      </p>
    </article>
  )
}

function Callbacks({ payment: { callbacks, state } }: { payment: Opened }) {
  const { busy, error, run } = useAction()
  const last = callbacks.at(-1)
  return (
    <section className={parts.card} aria-label={t('Callbacks')}>
      <h2>{t('Callback')}</h2>
      {!last && (
        <p className={parts.lead}>
          {state === 'pending'
            ? t('None yet: it is sent when the payment has its end, if a callback URL was given.')
            : t('None was sent: no callback URL was given, or its record is not kept any more.')}
        </p>
      )}
      {callbacks.map((callback) => (
        <details key={callback.id} open={callback === last}>
          <summary>
            <When at={callback.attemptedAt ?? callback.createdAt} whole />{' '}
            <Badge tone={toneOf(callback)}>{saidOf(callback)}</Badge>
          </summary>
          <CallbackWire callback={callback} />
        </details>
      ))}
      {last && (
        <button
          type="button"
          className={parts.button}
          disabled={busy}
          onClick={() => void run(() => live.act('POST', `/callbacks/${last.id}/resend`, {}))}
        >
          {t('Send again')}
        </button>
      )}
      {error && <ErrorNote>{error}</ErrorNote>}
    </section>
  )
}

function toneOf({ status, result }: CallbackDelivery): 'good' | 'bad' | 'wait' {
  if (result?.status !== undefined) return result.status >= 200 && result.status < 300 ? 'good' : 'bad'
  return status === 'failed' || status === 'lost' ? 'bad' : 'wait'
}

function saidOf({ status, result }: CallbackDelivery): string {
  if (result?.status !== undefined) return t('answered {answer}', { answer: result.status })
  if (status === 'lost') return t('lost when payersim stopped')
  return status === 'failed' || result?.error !== undefined ? t('not answered') : t('on its way')
}

function Moved({ payment: { moved } }: { payment: Opened }) {
  const postings = moved.flatMap((each) => each.postings)
  return (
    <section className={parts.card} aria-label={t('Money moved')}>
      <h2>{t('Money moved')}</h2>
      {postings.length === 0 && <p className={parts.lead}>{t('None.')}</p>}
      {postings.length > 0 && (
        <table className={styles.postings}>
          <thead>
            <tr>
              <th scope="col">{t('From')}</th>
              <th scope="col">{t('To')}</th>
              <th scope="col">{t('Amount')}</th>
            </tr>
          </thead>
          <tbody>
            {postings.map((posting) => (
              <tr key={posting.id}>
                <td dir="auto">{posting.from}</td>
                <td dir="auto">{posting.to}</td>
                <td>{sumIn(posting)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Again({ payment: { again, id } }: { payment: Opened }) {
  const here = `${location.origin}${pathHere('/').replace(/\/$/, '')}`
  const look = `curl -s '${here}/_sim/payments/${encodeURIComponent(id)}'`
  return (
    <section className={parts.card} aria-label={t('The same again')}>
      <h2>{t('The same again')}</h2>
      {again && (
        <>
          <h3>{t('With curl')}</h3>
          <Raw
            text={again.curl.replace(/^PAYERSIM=.*/, `PAYERSIM='${here}'`)}
            label={t('Ask for the same with curl')}
          />
          <h3>{t('In a test')}</h3>
          <Raw text={again.library} label={t('Ask for the same in a test')} />
        </>
      )}
      <h3>{t('Look at this one')}</h3>
      <Raw text={look} label={t('Look at this payment with curl')} />
      <Raw text={`await sim.payment('${id}')`} label={t('Look at this payment in a test')} />
    </section>
  )
}
