import {
  type Payments as Page,
  type Payment,
  type PaymentState,
  paymentStates,
} from '../../terms/sim/payment.ts'
import { useLiveRefusal, useNeededOn, useSettled } from '../live/use-live.ts'
import { Blank } from '../parts/blank.tsx'
import { Badge, ErrorNote, parts } from '../parts/parts.tsx'
import { ageOf } from '../parts/times.ts'
import { useNow } from '../parts/when.tsx'
import { addressOf, replaceRoute, useRoute } from '../route.ts'
import { t } from '../words/words.ts'
import { OpenedPayment } from './opened-payment.tsx'
import styles from './payments.module.css'
import { useReadingAgain } from './reading.ts'
import { begun, states, sumIn } from './words.ts'

const perPage = 50

/** All that anybody asked for, whoever did; or, by its address, one of it: `#/payments/request-12`. */
export function Payments() {
  const { view, item: id } = useRoute()
  return view === 'payments' && id !== '' ? <OpenedPayment key={id} id={id} /> : <List />
}

const isState = (text: string): text is PaymentState => (paymentStates as readonly string[]).includes(text)

function List() {
  const { query } = useRoute()
  const asked = query.get('state') ?? ''
  const state = isState(asked) ? asked : ''
  const after = query.get('after') ?? ''
  const words = query.get('words') ?? ''
  const search = useSettled(words.trim())
  const wanted = Object.entries({ state, search, after }).filter(([, value]) => value !== '')
  const path = `/payments?${new URLSearchParams([['limit', String(perPage)], ...wanted])}`
  const found = useNeededOn<Page>(path)
  const refusal = useLiveRefusal(path)
  const page = refusal ? undefined : found
  useReadingAgain(path)
  const now = useNow()
  return (
    <div className={parts.panel}>
      <div className={styles.top}>
        <h2>{t('Payments')}</h2>
        <form className={styles.search} onSubmit={(event) => event.preventDefault()}>
          <label>
            <span className="sr-only">{t('Search payments')}</span>
            <input
              type="search"
              className={parts.input}
              maxLength={200}
              placeholder={t('A name, number, id or amount')}
              value={words}
              onChange={({ target }) => replaceRoute('payments', { state, words: target.value })}
            />
          </label>
        </form>
        <ul className={styles.filters} aria-label={t('Which payments')}>
          {(['', ...paymentStates] as const).map((each) => (
            <li key={each}>
              <a
                href={addressOf('payments', { state: each, words })}
                aria-current={each === state ? 'true' : undefined}
              >
                {each === '' ? t('All') : states[each].words}
              </a>
            </li>
          ))}
        </ul>
      </div>
      {refusal && <ErrorNote>{refusal.message}</ErrorNote>}
      {!page && !refusal && <p className={parts.empty}>{t('Looking for payments…')}</p>}
      {page?.payments.length === 0 &&
        (search !== '' ? (
          <p className={parts.empty}>
            {t('No payment here has “{words}” in a name, a number, an id, the amount or the message.', {
              words: search,
            })}
          </p>
        ) : state === '' && after === '' ? (
          <Blank>
            {t('Nobody has asked for anything yet. Let your program ask for money, or ask as a merchant.')}
          </Blank>
        ) : (
          <p className={parts.empty}>{t('There are none of these.')}</p>
        ))}
      {page && page.payments.length > 0 && (
        <ol className={styles.list} aria-label={t('Payments, newest first')}>
          {page.payments.map((payment) => (
            <li key={payment.id}>
              <Row payment={payment} now={now} />
            </li>
          ))}
        </ol>
      )}
      {(after !== '' || page?.after) && (
        <nav className={parts.row} aria-label={t('Pages')}>
          {after !== '' && <a href={addressOf('payments', { state, words })}>{t('← Newest')}</a>}
          {page?.after && (
            <a className={styles.older} href={addressOf('payments', { state, words, after: page.after })}>
              {t('Older →')}
            </a>
          )}
        </nav>
      )}
    </div>
  )
}

function Row({ payment, now }: { payment: Payment; now: string }) {
  const { id, merchant, what, phone, person, state, standing, createdAt, callback } = payment
  const { words, tone } = states[state]
  return (
    <a
      className={styles.payment}
      href={addressOf(`payments/${encodeURIComponent(id)}`)}
      data-own={merchant.own}
    >
      <span className={styles.state}>
        <Badge tone={tone}>{words}</Badge>
      </span>
      <span className={styles.who}>
        <b dir="auto">{merchant.name}</b>
        <span className={styles.about}>
          {begun(what)}
          {(person ?? phone) !== null && (
            <>
              {' · '}
              <span dir="auto">{person ?? phone}</span>
            </>
          )}
        </span>
        {merchant.own && <Badge>{t('Your program')}</Badge>}
      </span>
      <b className={styles.sum}>{sumIn(payment)}</b>
      <span className={styles.standing} dir="auto">
        {standing}
      </span>
      <span className={styles.called}>{callback && <CallbackBadge callback={callback} />}</span>
      <time className={styles.age} dateTime={createdAt} title={createdAt}>
        {ageOf(createdAt, now)}
      </time>
    </a>
  )
}

function CallbackBadge({ callback: { status, answer } }: { callback: NonNullable<Payment['callback']> }) {
  if (answer !== null)
    return (
      <Badge tone={answer >= 200 && answer < 300 ? undefined : 'bad'}>
        {t('Callback answered {answer}', { answer })}
      </Badge>
    )
  if (status === 'failed' || status === 'lost') return <Badge tone="bad">{t('Callback not answered')}</Badge>
  return <Badge tone="wait">{status === 'done' ? t('Callback sent') : t('Callback on its way')}</Badge>
}
