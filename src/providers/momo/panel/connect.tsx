import { useState } from 'react'
import type { WorldView } from '../../../terms/sim/world.ts'
import {
  addressOf,
  ErrorNote,
  parts,
  Refusal,
  sumOf,
  t,
  useAction,
  useEntries,
  useLive,
} from '../../../web/parts.ts'
import styles from './connect.module.css'
import { fields } from './fields.ts'
import { firstPayer, ownSink } from './first-payer.ts'
import { send } from './send.ts'

/** MTN MoMo in the view "Connect": a first order by a button. */
export function Connect() {
  const world = useLive<WorldView>('/world?limit=50')
  const user = world?.momo.apiUsers[0]
  if (!world) return null
  if (!user)
    return <p className={parts.lead}>{t('This world has no MoMo API users. Add one to its world file.')}</p>
  const payer = firstPayer(world, user)
  return <FirstOrder world={world} user={user} payer={payer} />
}

interface Of {
  world: WorldView
  user: WorldView['momo']['apiUsers'][number]
  payer: ReturnType<typeof firstPayer>
}

function FirstOrder({ world, user, payer }: Of) {
  const { busy, error, run } = useAction()
  const [reference, setReference] = useState<string>()
  const settled = useEntries().findLast(
    (entry) => entry.kind === 'request-to-pay.settled' && entry.data.referenceId === reference,
  )
  const place = () =>
    run(async () => {
      const initial = Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, of.initial]))
      const wish = {
        ...(initial as Record<keyof typeof fields, string>),
        kind: 'request-to-pay' as const,
        phone: payer.phone,
        currency: payer.currency,
        callbackUrl: ownSink(user.providerCallbackHost),
      }
      const { id, sent } = await send(world.momo, user, wish)
      if (sent.status !== 202)
        throw new Refusal(
          sent.status,
          t('The order was refused: {status} {answer}', { status: sent.status, answer: sent.answer }),
        )
      setReference(id)
      // On a narrow screen the phones are another view.
      if (matchMedia('(max-width: 1023px)').matches) location.hash = addressOf('phones')
    })
  return (
    <section className={`${parts.card} ${styles.first}`} aria-label={t('A first order')}>
      <h2>{t('See it once')}</h2>
      <p className={parts.lead}>
        {t(
          '{merchant} asks {name} for {sum}. The phone rings: type 1, then Send; then the PIN{pin}, and Send.',
          {
            merchant: user.name,
            name: payer.name,
            sum: sumOf(fields.amount.initial, payer.currency),
            pin: payer.pin === null ? '' : `, ${payer.pin}`,
          },
        )}
      </p>
      <div className={parts.row}>
        <button
          type="button"
          className={parts.primary}
          data-rings
          disabled={busy}
          onClick={() => void place()}
        >
          {reference === undefined ? t('Place a first order') : t('Place another order')}
        </button>
        {reference !== undefined && (
          <p role="status">
            {settled?.kind !== 'request-to-pay.settled' ? (
              t('The phone of {name} rings.', { name: payer.name })
            ) : settled.data.status === 'SUCCESSFUL' ? (
              <b className={styles.good}>
                {t('{name} approved, and the money moved.', { name: payer.name })}
              </b>
            ) : (
              t('The payment has failed: the money stays where it was.')
            )}{' '}
            <a href={addressOf('timeline', { words: reference })}>{t('See what happened')}</a>
          </p>
        )}
      </div>
      {error && <ErrorNote>{error}</ErrorNote>}
    </section>
  )
}
