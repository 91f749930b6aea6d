// Everything that the client mtn-momo-api can do, unmodified: one line of JSON for each.
const { once } = require('node:events')
const { makeRequest } = require('mtn-momo-api')
const { Controller } = require('mtn-momo-api/momo.js')

const [, , primaryKey, userId, userApiKey] = process.argv
const credentials = { callbackHost: 'shop.example', userApiKey, userId, primaryKey }
const payment = ['12.50', 'EUR', '17', 'MSISDN', '46733000001', 'Order 17', 'seventeen']
const [amount, currency, externalId, partyIdType, partyId, payerMessage, payeeNote] = payment

async function main() {
  const say = (name, value) => console.log(JSON.stringify({ name, value }))
  const controller = new Controller(credentials)
  say('getToken', await controller.getToken())
  const asked = await controller.requestToPay(...payment)
  say('requestToPay', asked)
  console.log(JSON.stringify({ name: 'waiting' }))
  await once(process.stdin, 'data')
  process.stdin.destroy()
  say('getTransactionStatus', await controller.getTransactionStatus(asked.referenceId))
  const named = { amount, currency, externalId, partyIdType, partyId, payerMessage, payeeNote }
  say('makeRequest', await makeRequest({ ...credentials, ...named }))
}

main()
