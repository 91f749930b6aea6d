// A job that asks for money by MTN's own host, asks for its status every five seconds, and gives up after five minutes.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

const { id, apiKey, key, payer } = JSON.parse(process.argv[2])
const mtn = 'https://sandbox.momodeveloper.mtn.com/collection'
const tell = (line) => console.log(JSON.stringify(line))

const subscription = { 'Ocp-Apim-Subscription-Key': key }
const basic = `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`
const token = await fetch(`${mtn}/token/`, {
  method: 'POST',
  headers: { ...subscription, Authorization: basic },
})
const { access_token } = await token.json()
const headers = {
  ...subscription,
  Authorization: `Bearer ${access_token}`,
  'X-Target-Environment': 'sandbox',
}
const reference = randomUUID()
await fetch(`${mtn}/v1_0/requesttopay`, {
  method: 'POST',
  headers: { ...headers, 'X-Reference-Id': reference, 'Content-Type': 'application/json' },
  body: JSON.stringify({
    amount: '5',
    currency: 'EUR',
    externalId: '1',
    payer: { partyIdType: 'MSISDN', partyId: payer },
    payerMessage: '',
    payeeNote: '',
  }),
})

const started = Date.now()
for (;;) {
  const { status, reason } = await (await fetch(`${mtn}/v1_0/requesttopay/${reference}`, { headers })).json()
  tell({ status, ...(reason ? { reason } : {}), at: new Date().toISOString() })
  if (Date.now() - started >= 5 * 60_000) break
  await sleep(5_000)
}
tell({ gaveUp: new Date().toISOString() })
