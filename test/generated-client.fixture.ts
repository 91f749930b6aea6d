/** A program over the client that a public generator makes of `/openapi.json`. It is compiled strictly, and run by itself. */
export const program = `
import * as sim from './api.js'

const phone = '+46733000001'
function told<Status extends number, Data>(answer: { status: number; data?: unknown }, status: Status): Data {
  if (answer.status === status) return answer.data as Data
  throw new Error(\`\${answer.status} in place of \${status}: \${JSON.stringify(answer.data)}\`)
}

sim.defaults.baseUrl = process.argv[2] ?? ''
const opened = await sim.simOpenWorld({ name: 'generated', clock: 'frozen' })
if (opened.status !== 201) throw new Error(opened.data.detail)
sim.defaults.baseUrl = opened.data.url

const world = await sim.simGetWorld()
if (world.status !== 200) throw new Error(world.data.detail)
const { subscriptionKeys, apiUsers } = world.data.momo
const [user] = apiUsers
if (!user) throw new Error('the world has no API user')
const key = { 'Ocp-Apim-Subscription-Key': subscriptionKeys.collection }
const basic = \`Basic \${btoa(\`\${user.id}:\${user.apiKey}\`)}\`
const token = await sim.createToken({}, { headers: { ...key, Authorization: basic } })
if (token.status !== 200) throw new Error(\`no token: \${token.status}\`)
const headers = { ...key, Authorization: \`Bearer \${token.data.access_token}\` }

const reference = crypto.randomUUID()
const order = { amount: '12.50', currency: 'EUR', payer: { partyIdType: 'MSISDN', partyId: phone.slice(1) } } as const
told(await sim.createRequestToPay('sandbox', reference, order, {}, { headers }), 202)

const rung = await sim.simGetPhone(phone, { waitMs: 5_000 })
if (rung.status !== 200) throw new Error(rung.data.detail)
const chosen = await sim.simChooseOnPhone(phone, { label: 'approve' })
if (chosen.status !== 200) throw new Error(chosen.data.detail)
const pin = world.data.phones.find(({ msisdn }) => msisdn === phone)?.pin ?? ''
const end = await sim.simReplyOnPhone(phone, { text: pin })
if (end.status !== 200) throw new Error(end.data.detail)
told(await sim.simSettleWorld(), 200)
const paid = await sim.getRequestToPay(reference, 'sandbox', { headers })
if (paid.status !== 200) throw new Error(\`no order: \${paid.status}\`)

// An error by its type, which the client knows as a literal.
const none = await sim.simChooseOnPhone(phone, { label: 'approve' })
const type = none.status === 409 ? none.data.type : undefined
told(await sim.simEndWorld('generated'), 204)
console.log(JSON.stringify({ rang: rung.data.screen?.options, end: end.data.status, paid: paid.data.status, type }))
`
