import type { Kernel, Outbound, Subscription } from '../kernel/index.ts'
import { millisecondsOf } from '../terms/index.ts'
import type { ScreenStatus } from '../terms/sim/statuses.ts'
import type { NetworkConfig } from './config.ts'
import { dialectOf } from './dialect.ts'
import { type NetworkQuirks, quirksOf } from './quirks.ts'
import { fromStored } from './stored-text.ts'
import type { SessionRow } from './tables.ts'
import { encodeForm, gatewayHeaders } from './ussd-gateway.ts'
import { eraseAnswers, sessionById } from './ussd-session.ts'

const outcomes: Record<Exclude<ScreenStatus, 'open'>, 'Success' | 'Incomplete' | 'Failed'> = {
  ended: 'Success',
  cancelled: 'Incomplete',
  'timed-out': 'Incomplete',
  failed: 'Failed',
}

/**
 * The end-of-session event of Africa's Talking, once for each session whose channel has an events URL. The form is
 * made from the session row, because our events mask the answers; afterwards the answers are erased.
 */
export function endOfSessionEvents(of: {
  kernel: Kernel
  outbound: Outbound
  config: NetworkConfig
}): Subscription<'ussd.session-ended', { url: string }> {
  const { kernel, outbound, config } = of
  return {
    name: 'network.ussd-event',
    to: ['ussd.session-ended'],
    mode: 'at-most-once',
    async plan(tx, { data }) {
      const session = await sessionById(tx, data.sessionId)
      return session?.events_url ? { data: { url: session.events_url } } : undefined
    },
    target: ({ url }) => ({ url }),
    async attempt({ event }) {
      const session = await kernel.read((rx) => sessionById(rx, event.data.sessionId))
      if (!session?.events_url) return { ok: false, detail: { error: 'the session is gone' } }
      const { sessionCost: cost, answerSeconds } = dialectOf(config, session.network_code)
      const fields = eventFields(session, { cost, form: quirksOf(config)['at-end-event'] })
      try {
        const { status } = await outbound.send({
          method: 'POST',
          url: session.events_url,
          headers: gatewayHeaders,
          body: encodeForm(fields, quirksOf(config)['at-spaces']),
          timeoutMs: millisecondsOf(answerSeconds),
          purpose: 'callback',
          again: false,
          trace: event.trace,
          phone: session.msisdn,
        })
        return { ok: status >= 200 && status < 300, detail: { status } }
      } finally {
        await kernel.transact((tx) => eraseAnswers(tx, session.id))
      }
    },
  }
}

/** The order of the fields as captured, and as documented. */
const orders: Record<NetworkQuirks['at-end-event'], readonly string[]> = {
  captured: [
    'durationInMillis',
    'phoneNumber',
    'errorMessage',
    'serviceCode',
    'lastAppResponse',
    'hopsMetadata',
    'hopsCount',
    'status',
    'sessionId',
    'cost',
    'date',
    'networkCode',
    'input',
  ],
  documented: [
    'date',
    'sessionId',
    'serviceCode',
    'networkCode',
    'phoneNumber',
    'status',
    'cost',
    'durationInMillis',
    'hopsCount',
    'hopsMetadata',
    'input',
    'lastAppResponse',
    'errorMessage',
  ],
}

/** The fields of the event, all of them strings (developers.africastalking.com/docs/ussd, notifications). */
function eventFields(
  session: SessionRow,
  { cost, form }: { cost: string; form: NetworkQuirks['at-end-event'] },
): Array<[string, string]> {
  const endedAt = session.ended_at ?? session.started_at
  const error = session.status === 'failed' ? (session.error ?? '') : ''
  const fields: Record<string, string> = {
    date: new Date(endedAt).toISOString().slice(0, 19).replace('T', ' '),
    sessionId: session.id,
    serviceCode: session.service_code,
    networkCode: session.network_code,
    phoneNumber: session.msisdn,
    status: session.status === 'open' ? 'Incomplete' : outcomes[session.status],
    cost,
    durationInMillis: String(endedAt - session.started_at),
    hopsCount: String(session.hops),
    hopsMetadata: session.labels,
    input: session.text,
    lastAppResponse: fromStored(session.last_response ?? ''),
    errorMessage: error,
  }
  const wanted = orders[form].filter((name) => name !== 'errorMessage' || error !== '' || form === 'captured')
  return wanted.map((name) => [name, fields[name] ?? ''])
}
