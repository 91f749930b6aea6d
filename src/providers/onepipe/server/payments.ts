import type { Rx } from '../../../kernel/index.ts'
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
    what: 'balance request',
    reference,
    merchant: app,
    phone,
    person: null,
    amount: null,
    currency: null,
    createdAt,
    trace,
    ...standingOf(row),
  }
}

const waits = {
  otp: 'A code was sent; nobody has typed it in.',
  pin: 'It waits for the PIN of the account’s owner.',
} as const

/** Why the provider ended it: the end of a sentence. */
const ends: Readonly<Partial<Record<BalanceRequestRow['state'], string>>> = {
  expired: 'no code came in time',
  locked: 'too many codes were wrong',
  reversed: 'the app took it back',
  undelivered: 'the code could not be sent',
  unreadable: 'it was written by a version of payersim that this one cannot read',
}

/** The gateway learns of an end over there only when the app asks again. */
function standingOf({
  status,
  over_there: overThere,
  asks,
  message,
  code,
}: Row): Pick<OwnPayment, 'state' | 'standing' | 'why'> {
  if (status === 'successful') return { state: 'successful', standing: 'The app was told the balance.' }
  const ended = overThere === null ? undefined : ends[overThere]
  if (status === 'failed') {
    const why = ended ?? `OnePipe says ${message ?? code ?? 'nothing more'}`.replace(/\.$/, '')
    return { state: 'failed', standing: `Failed: ${why}.`, why }
  }
  if (ended !== undefined)
    return { state: 'pending', standing: `It is over, since ${ended}; the app has not asked since.` }
  const standing =
    overThere === 'waiting' && asks !== null ? waits[asks] : 'The provider has not answered OnePipe.'
  return { state: 'pending', standing }
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
    `export ONEPIPE_SECRET=${quoted(secret)} REF=$(date +%s)`,
    `SECURE=$(npx payersim onepipe encrypt ${quoted(source.plaintext)})`,
    `curl -i "$PAYERSIM/v2/transact" -H 'Content-Type: application/json' \\`,
    `  -H ${quoted(`Authorization: Bearer ${apiKey}`)} -H "Signature: $(npx payersim onepipe sign $REF)" \\`,
    `  -d '${JSON.stringify(body)}'`,
  ]
  const library = `await sim.onepipeApp(${JSON.stringify(name)}).getBalance({ source: ${JSON.stringify(account)} })`
  return { curl: curl.join('\n'), library }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
