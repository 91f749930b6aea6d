import { hot, InputError, NotFoundError, type Rx, type Tx } from '../kernel/index.ts'
import { maskText } from '../safe-text/index.ts'
import type { ServiceCode } from '../terms/sim/network.ts'
import { checkServiceCode, codeOf } from './dial-string.ts'
import type { NetworkTables } from './tables.ts'

export type ServiceCodeRow = NetworkTables['service_codes']

const byCode = hot<NetworkTables, { code: string }>()((db, slot) =>
  db.selectFrom('service_codes').selectAll().where('code', '=', slot('code')),
)

const all = hot<NetworkTables, Record<never, never>>()((db) =>
  db.selectFrom('service_codes').selectAll().orderBy('code'),
)
const put = hot<NetworkTables, ServiceCodeRow>()((db, slot) => {
  const row = { code: slot('code'), callback_url: slot('callback_url'), events_url: slot('events_url') }
  return db
    .insertInto('service_codes')
    .values(row)
    .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
})

export function serviceCodeRow(rx: Rx, code: string): Promise<ServiceCodeRow | undefined> {
  return rx.first(byCode, { code })
}

/** The longest registered code that is a prefix of the dialled segments, and its number of segments. */
export async function longestServiceCode(
  rx: Rx,
  segments: readonly string[],
): Promise<{ service: ServiceCodeRow; count: number } | undefined> {
  for (let count = segments.length; count > 0; count--) {
    const service = await serviceCodeRow(rx, codeOf(segments, count))
    if (service) return { service, count }
  }
  return undefined
}

export async function listServiceCodes(rx: Rx): Promise<ServiceCode[]> {
  return (await rx.run(all, {})).map(({ code, callback_url, events_url }) => ({
    code,
    callbackUrl: callback_url,
    eventsUrl: events_url,
  }))
}

/** Adds or updates a service code, without an event. Open sessions keep their app. */
export async function addServiceCode(tx: Tx, { code, callbackUrl, eventsUrl }: ServiceCode): Promise<void> {
  await tx.change(put, {
    code: checkServiceCode(code),
    callback_url: callbackUrl === '' ? '' : checkUrl('callbackUrl', callbackUrl),
    events_url: eventsUrl === null ? null : checkUrl('eventsUrl', eventsUrl),
  })
}

/** As {@link addServiceCode}, with an event. */
export async function putServiceCode(tx: Tx, service: ServiceCode): Promise<void> {
  await addServiceCode(tx, service)
  const { code, callbackUrl, eventsUrl } = service
  await tx.emit({
    kind: 'service-code.pointed',
    data: {
      code,
      callbackUrl: maskText(callbackUrl),
      eventsUrl: eventsUrl === null ? null : maskText(eventsUrl),
    },
  })
}

/** @throws NotFoundError */
export async function deleteServiceCode(tx: Tx, code: string): Promise<void> {
  const known = checkServiceCode(code)
  const { numDeletedRows } = await tx
    .db<NetworkTables>()
    .deleteFrom('service_codes')
    .where('code', '=', known)
    .executeTakeFirstOrThrow()
  if (numDeletedRows === 0n)
    throw new NotFoundError(
      `No service code ${known} here.`,
      { code: known },
      { problem: 'unknown-service-code' },
    )
  await tx.emit({ kind: 'service-code.unpointed', data: { code: known } })
}

export function checkUrl(name: string, text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : ''
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new InputError(
      `${name} ${JSON.stringify(text)} is no http or https URL. Write it in full, such as http://127.0.0.1:3000/ussd.`,
      { [name]: text },
      { problem: 'not-a-url' },
    )
  }
  return text
}
