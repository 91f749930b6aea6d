import { type FormEvent, useState } from 'react'
import type { WorldView } from '../../../terms/sim/world.ts'
import {
  Badge,
  curlOf,
  ErrorNote,
  type Exchange,
  ExchangeWire,
  exchange,
  Field,
  jsonOf,
  live,
  parts,
  Raw,
  t,
  useAction,
  useLive,
} from '../../../web/parts.ts'
import type { OnePipeView, Resent } from '../terms/index.ts'
import { onePipeCurlKeys } from './curl-keys.ts'
import { encryptSecure, signatureOf } from './secure.ts'
import { Statements } from './statements.tsx'

type App = OnePipeView['apps'][number]
type Source = OnePipeView['sources'][number]

interface Answer {
  status?: string
  message?: string | null
  data?: {
    error?: { code: string; message: string } | null
    provider_response?: { available_balance?: number | string | null; currency?: string | null } | null
  }
}

interface Transaction {
  app: App
  source: Source
  ref: string
  calls: Exchange[]
}

const tones: Record<string, 'good' | 'bad' | 'wait'> = {
  Successful: 'good',
  Failed: 'bad',
  WaitingForOTP: 'wait',
  PendingValidation: 'wait',
}
const provider = 'payersim'

/** A source is labelled by the receiver of its code. */
function labelOf({ type, phone, email, sendOtpBy }: Source): string {
  return `${type} · ${sendOtpBy?.includes('email') ? email : phone}`
}

/** Sends a Get Balance request through OnePipe; its owner gets the code by SMS or e-mail. */
export default function OnePipe() {
  const world = useLive<WorldView>('/world?limit=50')
  const [appName, setAppName] = useState<string>()
  const [plaintext, setPlaintext] = useState<string>()
  const [transaction, setTransaction] = useState<Transaction>()
  const { busy, error, run } = useAction()
  if (!world) return null
  const { apps, sources } = world.onepipe
  const app = apps.find(({ name }) => name === appName) ?? apps[0]
  const source = sources.find((each) => each.plaintext === plaintext) ?? sources[0]
  if (!app || !source)
    return (
      <p className={parts.empty}>
        {t('This world has no OnePipe apps or sources. Add some to its world file.')}
      </p>
    )

  const ask = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      const ref = newRef()
      const call = await post(app, '', {
        auth: {
          type: source.type,
          secure: encryptSecure(app.secret, source.plaintext),
          auth_provider: provider,
        },
        transaction: {
          mock_mode: t('Live'),
          transaction_ref: ref,
          transaction_desc: t('Balance'),
          transaction_ref_parent: null,
          amount: 0,
          customer: {
            customer_ref: source.phone.replace(/^\+/, ''),
            mobile_no: source.phone.replace(/^\+/, ''),
          },
          meta: {},
        },
      })
      setTransaction({ app, source, ref, calls: [call] })
    })
  }
  return (
    <div className={parts.panel}>
      <p className={parts.lead}>
        {t('Ask for a balance as an app of OnePipe’s does. The code comes to the owner by SMS or e-mail.')}
      </p>
      <form className={parts.card} onSubmit={ask}>
        <div className={parts.grid}>
          <Field label={t('App')}>
            <select value={app.name} onChange={({ target }) => setAppName(target.value)}>
              {apps.map(({ name, otpOverride }) => (
                <option key={name} value={name}>
                  {otpOverride ? t('{name} (OTP override)', { name }) : name}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('Source')}>
            <select value={source.plaintext} onChange={({ target }) => setPlaintext(target.value)}>
              {sources.map((each) => (
                <option key={each.plaintext} value={each.plaintext}>
                  {labelOf(each)}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <div className={parts.row}>
          <button type="submit" className={parts.primary} disabled={busy}>
            {t('Ask for the balance')}
          </button>
        </div>
        {error && <ErrorNote>{error}</ErrorNote>}
      </form>
      {transaction && <TransactionCard key={transaction.ref} began={transaction} />}
      <Statements />
      {!transaction && (
        <p className={parts.empty}>
          {t('What you ask is shown here: where the code went, the balance, and the bytes of each call.')}
        </p>
      )}
    </div>
  )
}

function TransactionCard({ began }: { began: Transaction }) {
  const { app, source, ref } = began
  const [calls, setCalls] = useState(began.calls)
  const [code, setCode] = useState('')
  const [note, setNote] = useState<string>()
  const { busy, error, run } = useAction()
  const last = calls.at(-1)
  const answer = (jsonOf(last?.answer ?? '') ?? {}) as Answer
  const provided = answer.data?.provider_response
  const over = calls.some((call) => (jsonOf(call.answer) as Answer | undefined)?.status === 'Successful')
  const waits = calls.some((call) =>
    ['WaitingForOTP', 'PendingValidation'].includes(
      (jsonOf(call.answer) as Answer | undefined)?.status ?? '',
    ),
  )
  const bySms = source.sendOtpBy?.includes('sms') ?? true
  const codeLabel = bySms ? t('Code of the SMS') : t('Code of the e-mail')
  const validate = (event: FormEvent) => {
    event.preventDefault()
    setNote(undefined)
    void run(async () => {
      const auth = { secure: encryptSecure(app.secret, code), auth_provider: provider }
      const call = await post(app, '/validate', { auth, transaction: { transaction_ref: ref } })
      setCalls([...calls, call])
      setCode('')
    })
  }
  const resend = () =>
    run(async () => {
      const { phone, email } = await live.act<Resent>('POST', `/onepipe/${ref}/resend`, { app: app.name })
      setNote(`A new code is on its way to ${[phone ?? [], email ?? []].flat().join(' and ')}.`)
    })
  return (
    <article className={parts.card} aria-label={t('Balance request')}>
      <div className={parts.row}>
        {calls.map((call) => {
          const { status = String(call.status) } = (jsonOf(call.answer) ?? {}) as Answer
          return (
            <Badge key={call.body} tone={tones[status]}>
              {status}
            </Badge>
          )
        })}
        <span className={parts.lead}>{labelOf(source)}</span>
      </div>
      {provided?.available_balance != null && (
        <p>
          {t('Balance ')}
          <b>{`${(Number(provided.available_balance) / 100).toFixed(2)} ${provided.currency ?? 'NGN'}`}</b>
        </p>
      )}
      {answer.data?.error && <ErrorNote>{answer.data.error.message}</ErrorNote>}
      {waits && !over && (
        <form className={parts.row} onSubmit={validate}>
          <label>
            <span className="sr-only">{codeLabel}</span>
            <input
              className={parts.input}
              inputMode="numeric"
              autoComplete="one-time-code"
              placeholder={codeLabel}
              required
              value={code}
              onChange={({ target }) => setCode(target.value)}
            />
          </label>
          <button type="submit" className={parts.primary} disabled={busy}>
            {t('Validate')}
          </button>
          <button type="button" className={parts.button} disabled={busy} onClick={() => void resend()}>
            {t('New code')}
          </button>
        </form>
      )}
      {note && <p role="status">{note}</p>}
      {error && <ErrorNote>{error}</ErrorNote>}
      {last && (
        <>
          <details>
            <summary>{t('Last request and answer')}</summary>
            <ExchangeWire
              exchange={last}
              label={t('The request on the wire')}
              answerLabel={t('The answer on the wire')}
              curl={curlOfCall(last, app)}
            />
          </details>
          <details>
            <summary>{t('The same with curl')}</summary>
            <Raw text={curlOfCall(last, app)} label={t('curl command')} />
          </details>
        </>
      )}
    </article>
  )
}

const curlOfCall = (call: Exchange, app: App) =>
  curlOf(call, onePipeCurlKeys(call), { ONEPIPE_API_KEY: app.apiKey, ONEPIPE_SECRET: app.secret })

async function post(app: App, operation: string, body: object): Promise<Exchange> {
  const requestRef = newRef()
  const answered = await exchange({
    method: 'POST',
    path: `/v2/transact${operation}`,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${app.apiKey}`,
      Signature: signatureOf(requestRef, app.secret),
    },
    body: JSON.stringify({ request_ref: requestRef, request_type: 'get_balance', ...body }),
  })
  live.touch()
  return answered
}

function newRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
