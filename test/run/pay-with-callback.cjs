// A shop in one file: listens on a free port, asks for money by MTN's own host, and prints the callback.
const { randomUUID } = require('node:crypto')
const { createServer } = require('node:http')

const [world] = process.argv.slice(2).map((text) => JSON.parse(text))
const mtn = 'https://sandbox.momodeveloper.mtn.com/collection'
const key = { 'Ocp-Apim-Subscription-Key': world.key }

const server = createServer((request, response) => {
  let text = ''
  request.on('data', (chunk) => {
    text += chunk
  })
  request.on('end', () => {
    console.log(JSON.stringify({ called: request.url, status: JSON.parse(text).status }))
    response.end()
    setImmediate(() => process.exit(0))
  })
})
server.listen(0, async () => {
  const { port } = server.address()
  const authorization = `Basic ${Buffer.from(`${world.id}:${world.apiKey}`).toString('base64')}`
  const token = await fetch(`${mtn}/token/`, { method: 'POST', headers: { ...key, authorization } })
  const { access_token } = await token.json()
  await fetch(`${mtn}/v1_0/requesttopay`, {
    method: 'POST',
    headers: {
      ...key,
      Authorization: `Bearer ${access_token}`,
      'X-Reference-Id': randomUUID(),
      'X-Target-Environment': 'sandbox',
      'X-Callback-Url': `http://localhost:${port}/paid`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      amount: '5',
      currency: 'EUR',
      externalId: '1',
      payer: { partyIdType: 'MSISDN', partyId: world.payer },
      payerMessage: '',
      payeeNote: '',
    }),
  })
})
