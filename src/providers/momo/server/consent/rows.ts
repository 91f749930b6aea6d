import { hot } from '../../../../kernel/index.ts'
import type { Product } from '../config.ts'
import type { MomoTables } from '../tables.ts'

type Row = MomoTables['momo_consents']
/** What a merchant asked for by `bc-authorize`, and how far it has polled. */
export type ConsentRow = Row

export const insertConsent = hot<
  MomoTables,
  Pick<
    Row,
    | 'auth_req_id'
    | 'consent_id'
    | 'api_user_id'
    | 'access_type'
    | 'interval_seconds'
    | 'notify_url'
    | 'notify_token'
  >
>()((db, slot) =>
  db.insertInto('momo_consents').values({
    auth_req_id: slot('auth_req_id'),
    consent_id: slot('consent_id'),
    api_user_id: slot('api_user_id'),
    access_type: slot('access_type'),
    interval_seconds: slot('interval_seconds'),
    notify_url: slot('notify_url'),
    notify_token: slot('notify_token'),
  }),
)
export const consentByRequest = hot<MomoTables, { authReqId: string; apiUserId: string }>()((db, slot) =>
  db
    .selectFrom('momo_consents')
    .selectAll()
    .where('auth_req_id', '=', slot('authReqId'))
    .where('api_user_id', '=', slot('apiUserId')),
)
export const consentByRefresh = hot<MomoTables, { hash: string; apiUserId: string }>()((db, slot) =>
  db
    .selectFrom('momo_consents')
    .selectAll()
    .where('refresh_hash', '=', slot('hash'))
    .where('api_user_id', '=', slot('apiUserId')),
)
export const consentById = hot<MomoTables, { consentId: number }>()((db, slot) =>
  db.selectFrom('momo_consents').selectAll().where('consent_id', '=', slot('consentId')),
)
export const notePoll = hot<MomoTables, { consentId: number; at: number; intervalSeconds: number }>()(
  (db, slot) =>
    db
      .updateTable('momo_consents')
      .set({ polled_at: slot('at'), interval_seconds: slot('intervalSeconds') })
      .where('consent_id', '=', slot('consentId')),
)
/** Changes no row where the tokens were issued before. */
export const noteTokens = hot<MomoTables, { consentId: number; at: number; refreshHash: string | null }>()(
  (db, slot) =>
    db
      .updateTable('momo_consents')
      .set({ token_at: slot('at'), refresh_hash: slot('refreshHash') })
      .where('consent_id', '=', slot('consentId'))
      .where('token_at', 'is', null),
)
export const insertConsentToken = hot<
  MomoTables,
  { hash: string; apiUserId: string; product: Product; expiresAt: number; consentId: number }
>()((db, slot) =>
  db.insertInto('momo_tokens').values({
    hash: slot('hash'),
    api_user_id: slot('apiUserId'),
    product: slot('product'),
    expires_at: slot('expiresAt'),
    consent_id: slot('consentId'),
  }),
)
