import { hot, InputError, NotFoundError, type Rx, type Tx } from '../kernel/index.ts'
import { maskText } from '../safe-text/index.ts'
import { isSenderId } from '../terms/index.ts'
import type { ShortCode } from '../terms/sim/network.ts'
import { checkUrl } from './service-codes.ts'
import type { SmsTables } from './sms-tables.ts'

type Row = SmsTables['short_codes']

const byCode = hot<SmsTables, { code: string }>()((db, slot) =>
  db.selectFrom('short_codes').selectAll().where('code', '=', slot('code')),
)

/** The URL of a code, or that of `*` if the code has none. */
export async function smsUrl(rx: Rx, code: string, name: Exclude<keyof Row, 'code'>): Promise<string | null> {
  const own = await rx.first(byCode, { code })
  return own?.[name] ?? (await rx.first(byCode, { code: '*' }))?.[name] ?? null
}

/** Whether this code or sender id has its own callback URLs. */
export async function isShortCode(rx: Rx, code: string): Promise<boolean> {
  return (await rx.first(byCode, { code })) !== undefined
}

const all = hot<SmsTables, Record<never, never>>()((db) =>
  db.selectFrom('short_codes').selectAll().orderBy('code'),
)

export async function listShortCodes(rx: Rx): Promise<ShortCode[]> {
  return (await rx.run(all, {})).map(({ code, callback_url, delivery_report_url, opt_out_url }) => ({
    code,
    callbackUrl: callback_url,
    deliveryReportUrl: delivery_report_url,
    optOutUrl: opt_out_url,
  }))
}

/** Adds or updates a short code, without an event. @throws InputError for a malformed code or URL */
export async function addShortCode(tx: Tx, shortCode: ShortCode): Promise<void> {
  const url = (name: Exclude<keyof ShortCode, 'code'>) => {
    const text = shortCode[name]
    return text === null ? null : checkUrl(name, text)
  }
  const row: Row = {
    code: checkShortCode(shortCode.code),
    callback_url: url('callbackUrl'),
    delivery_report_url: url('deliveryReportUrl'),
    opt_out_url: url('optOutUrl'),
  }
  await tx
    .db<SmsTables>()
    .insertInto('short_codes')
    .values(row)
    .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
    .execute()
}

/** As {@link addShortCode}, with an event. */
export async function putShortCode(tx: Tx, shortCode: ShortCode): Promise<void> {
  await addShortCode(tx, shortCode)
  const { code, callbackUrl, deliveryReportUrl, optOutUrl } = shortCode
  const shown = (url: string | null) => (url === null ? null : maskText(url))
  await tx.emit({
    kind: 'short-code.pointed',
    data: {
      code,
      callbackUrl: shown(callbackUrl),
      deliveryReportUrl: shown(deliveryReportUrl),
      optOutUrl: shown(optOutUrl),
    },
  })
}

/** @throws NotFoundError */
export async function deleteShortCode(tx: Tx, code: string): Promise<void> {
  const known = checkShortCode(code)
  const { numDeletedRows } = await tx
    .db<SmsTables>()
    .deleteFrom('short_codes')
    .where('code', '=', known)
    .executeTakeFirstOrThrow()
  if (numDeletedRows === 0n)
    throw new NotFoundError(
      `No short code ${known} here.`,
      { code: known },
      { problem: 'unknown-short-code' },
    )
  await tx.emit({ kind: 'short-code.unpointed', data: { code: known } })
}

function checkShortCode(code: string): string {
  if (code === '*' || isSenderId(code)) return code
  throw new InputError(
    `${JSON.stringify(code)} is no short code. Write 3 to 8 digits, a sender id, or * for all the others.`,
    { code },
    { problem: 'not-a-short-code' },
  )
}
