import {
  ama,
  ben,
  cleo,
  control,
  dora,
  esi,
  type Fetch,
  momo,
  ngozi,
  preApprovals,
  requestsToPay,
  stranger,
  transfers,
} from './requests.ts'

type Json = Record<string, unknown>

/** What a simulator says that it has, one thing a line, in fields that all versions answer with. */
export async function recordOf(fetch: Fetch): Promise<string[]> {
  const lines: string[] = []
  const note = (what: string, from: Json, ...fields: string[]) => {
    const values = fields.map((field) => JSON.stringify(from[field]) ?? '-')
    lines.push(`${what}: ${values.join(' ')}`)
  }
  const read = async (path: string) => (await control(fetch, 'GET', path)) as Json
  const list = async (path: string) => (await control(fetch, 'GET', path)) as Json[]

  note('clock', await read('/clock'), 'mode', 'now')
  note('audit', await read('/ledger/audit'), 'ok', 'transfers')
  for (const account of await list('/ledger/accounts'))
    note(`account ${account.id}`, account, 'name', 'phone', 'product', 'currency', 'balance')

  const collection = await momo(fetch, 'collection')
  const disbursement = await momo(fetch, 'disbursement')
  for (const [name, id] of Object.entries(requestsToPay)) {
    const found = await collection({ path: `/v1_0/requesttopay/${id}` })
    note(
      `request to pay, ${name}`,
      found as Json,
      ...'status reason amount financialTransactionId payerMessage'.split(' '),
    )
  }
  for (const [name, id] of Object.entries(preApprovals)) {
    const found = await collection({ path: `/v2_0/preapproval/${id}` })
    note(`pre-approval, ${name}`, found as Json, 'status', 'reason', 'payerMessage', 'expirationDateTime')
  }
  for (const phone of [ben, dora, esi]) {
    const path = `/v1_0/preapprovals/MSISDN/${phone.slice(1)}`
    for (const listed of (await collection({ path })) as Json[])
      note(`pre-approval of ${phone}`, listed, 'preApprovalId', 'status', 'approvedTime', 'lastUsedDate')
  }
  for (const [name, id] of Object.entries(transfers)) {
    const found = await disbursement({ path: `/v1_0/transfer/${id}` })
    note(`transfer, ${name}`, found as Json, 'status', 'reason', 'amount', 'financialTransactionId')
  }

  for (const phone of [ama, ben, cleo, dora, esi, ngozi, stranger]) {
    for (const message of await list(`/phones/${phone}/messages`))
      note(`message to ${phone}`, message, 'id', 'from', 'text')
  }
  for (const phone of await list('/phones')) {
    note(`phone ${phone.msisdn}`, phone, 'name', 'online')
    if (phone.screen) note(`screen of ${phone.msisdn}`, phone.screen as Json, 'status', 'hops', 'text')
  }
  for (const callback of await list('/callbacks'))
    note(`callback ${callback.id}`, callback, 'subscriber', 'url', 'status', 'attempts')
  for (const fault of await list('/faults')) note('fault', fault, 'point', 'do', 'match')
  const ids = new Map<unknown, unknown[]>()
  for (const { id, kind } of await list('/timeline')) ids.set(kind, [...(ids.get(kind) ?? []), id])
  for (const [kind, all] of ids) lines.push(`events ${kind}: ${all.join(' ')}`)
  return lines
}
