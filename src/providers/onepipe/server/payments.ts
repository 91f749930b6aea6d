import type { Rx } from '../../../kernel/index.ts'
import { inShell } from '../../../terms/index.ts'
import type { PaymentState } from '../../../terms/sim/payment.ts'
import type { AskedAgain, OwnPayment, ProviderPayments } from '../../provider.ts'
import type { OnePipeApp, OnePipeConfig, OnePipeSource } from './config.ts'
import type { BalanceRequestRow, OnePipeTables, TransactionStatus } from './tables.ts'

/** The balance requests, as the page and `GET /_sim/payments` tell of them. */
export function balancePayments({
  apps,
  sources,
}: Pick<OnePipeConfig, 'apps' | 'sources'>): ProviderPayments {
  return {
    async list(rx, { before, limit, state }) {
      let query = rows(rx).where('t.id', '<', before)
      if (state !== undefined) query = query.where('t.status', '=', statusOf[state] ?? null)
      return (await query.orderBy('t.id', 'desc').limit(limit).execute()).map(paymentOf)
    },
    // What it asked about is kept nowhere: any account of the world stands for it.
    async againOwn(rx, id) {
      const row = await rows(rx).where('t.id', '=', id).executeTakeFirst()
      const app = apps.find(({ name }) => name === row?.app)
      const source = sources.find(({ status }) => status === 'open')
      return row && app && source && again(app, source, row.provider)
    },
  }
}

const statusOf: Readonly<Record<PaymentState, TransactionStatus | undefined>> = {
  pending: 'forwarded',
  successful: 'successful',
  failed: 'failed',
  ended: undefined,
}

const rows = (rx: Rx) =>
  rx
    .db<OnePipeTables>()
    .selectFrom('onepipe_transactions as t')
    .leftJoin('onepipe_balance_requests as b', (join) =>
      join.onRef('b.client', '=', 't.app').onRef('b.transaction_ref', '=', 't.transaction_ref'),
    )
    .selectAll('t')
    .select(['b.state as over_there', 'b.asks', 'b.phone'])
    .where('t.service', '=', 'get_balance')

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]

function paymentOf(row: Row): OwnPayment {
  const { id, app, transaction_ref: reference, phone, created_at: createdAt, trace } = row
  return {
    id,
    kind: 'balance-request',
    reference,
    merchant: app,
    phone,
    person: null,
    amount: null,
    currency: null,
    createdAt,
    trace,
    state: stateOf(row),
    ...saidOf(row, english),
    translations: { fr: saidOf(row, french) },
  }
}

interface Words {
  what: string
  waits: Readonly<Record<'otp' | 'pin', string>>
  unanswered: string
  told: string
  /** Why the provider ended it: the end of a sentence. */
  ends: Readonly<Partial<Record<BalanceRequestRow['state'], string>>>
  says(message: string | null): string
  failed(why: string): string
  over(why: string): string
}

const english: Words = {
  what: 'balance request',
  waits: {
    otp: 'A code was sent; nobody has typed it in.',
    pin: 'It waits for the PIN of the account’s owner.',
  },
  unanswered: 'The provider has not answered OnePipe.',
  told: 'The app was told the balance.',
  ends: {
    expired: 'no code came in time',
    locked: 'too many codes were wrong',
    reversed: 'the app took it back',
    undelivered: 'the code could not be sent',
    unreadable: 'it was written by a version of payersim that this one cannot read',
  },
  says: (message) => `OnePipe says ${message ?? 'nothing more'}`,
  failed: (why) => `Failed: ${why}.`,
  over: (why) => `It is over, since ${why}; the app has not asked since.`,
}

const french: Words = {
  what: 'demande de solde',
  waits: {
    otp: 'Un code a été envoyé ; personne ne l’a saisi.',
    pin: 'La demande attend le code PIN du titulaire du compte.',
  },
  unanswered: 'Le fournisseur du compte n’a pas répondu à OnePipe.',
  told: 'L’application a reçu le solde.',
  ends: {
    expired: 'aucun code n’est arrivé à temps',
    locked: 'trop de codes étaient faux',
    reversed: 'l’application a repris sa demande',
    undelivered: 'le code n’a pas pu être envoyé',
    unreadable: 'la demande a été écrite par une version de payersim que celle-ci ne lit pas',
  },
  says: (message) => (message === null ? 'OnePipe n’en dit pas plus' : `OnePipe dit : ${message}`),
  failed: (why) => `Échec : ${why}.`,
  over: (why) => `C’est terminé, car ${why} ; l’application n’a plus demandé depuis.`,
}

const stateOf = ({ status }: Row): PaymentState =>
  status === 'successful' || status === 'failed' ? status : 'pending'

/** The gateway learns of an end over there only when the app asks again. */
function saidOf(
  { status, over_there: overThere, asks, message, code }: Row,
  { what, ...words }: Words,
): Pick<OwnPayment, 'what' | 'standing' | 'why'> {
  if (status === 'successful') return { what, standing: words.told }
  const ended = overThere === null ? undefined : words.ends[overThere]
  if (status === 'failed') {
    const why = ended ?? words.says(message ?? code).replace(/\.$/, '')
    return { what, standing: words.failed(why), why }
  }
  if (ended !== undefined) return { what, standing: words.over(ended) }
  return { what, standing: overThere === 'waiting' && asks !== null ? words.waits[asks] : words.unanswered }
}

function again({ name, apiKey, secret }: OnePipeApp, source: OnePipeSource, provider: string): AskedAgain {
  const [account] = source.plaintext.split(';')
  const body = {
    request_ref: "'$REF'",
    request_type: 'get_balance',
    auth: { type: source.type, secure: "'$SECURE'", auth_provider: provider },
    transaction: {
      transaction_ref: "'$REF'",
      customer: { customer_ref: source.phone.replace('+', '') },
    },
  }
  const curl = [
    `export ONEPIPE_SECRET=${inShell(secret)} REF=$(date +%s)`,
    `SECURE=$(npx payersim onepipe encrypt ${inShell(source.plaintext)})`,
    `curl -i "$PAYERSIM/v2/transact" -H 'Content-Type: application/json' \\`,
    `  -H ${inShell(`Authorization: Bearer ${apiKey}`)} -H "Signature: $(npx payersim onepipe sign $REF)" \\`,
    `  -d '${JSON.stringify(body)}'`,
  ]
  const library = `await sim.onepipeApp(${JSON.stringify(name)}).getBalance({ source: ${JSON.stringify(account)} })`
  return { curl: curl.join('\n'), library }
}
